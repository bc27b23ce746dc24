"""Where: place names found in text and put on the map."""

from foreigndesk.places.gazetteer import Candidate, Gazetteer, gazetteer
from foreigndesk.places.resolve import PlaceMention, find_places, resolve_spans
from foreigndesk.places.scene import event_place

__all__ = [
    "Candidate",
    "Gazetteer",
    "PlaceMention",
    "event_place",
    "find_places",
    "gazetteer",
    "resolve_spans",
]
