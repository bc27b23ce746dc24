"""Who: names, descriptions and pronouns resolved to actors by tables with dates."""

from foreigndesk.actors.cast import Cast
from foreigndesk.actors.registry import Candidate, Registry, registry

__all__ = ["Candidate", "Cast", "Registry", "registry"]
