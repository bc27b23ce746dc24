"""Who: names, descriptions and pronouns resolved to actors by tables with dates."""

from foreigndesk.actors.cast import Cast
from foreigndesk.actors.overlay import registry_with
from foreigndesk.actors.registry import Candidate, Registry
from foreigndesk.actors.tables import registry

__all__ = ["Candidate", "Cast", "Registry", "registry", "registry_with"]
