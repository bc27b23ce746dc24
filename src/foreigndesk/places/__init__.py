"""Where: place names found in text and put on the map."""

from foreigndesk.places.gazetteer import Candidate, Gazetteer, gazetteer
from foreigndesk.places.resolve import PlaceMention, find_places, resolve_spans

__all__ = [
    "Candidate",
    "Gazetteer",
    "PlaceMention",
    "find_places",
    "gazetteer",
    "resolve_spans",
]
