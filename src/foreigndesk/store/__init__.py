"""The store: one SQLite file that keeps every record, whole and side by side (docs/store.md)."""

from foreigndesk.store.desk import Desk, Hit, Told, Trouble
from foreigndesk.store.schema import DeskError, UnknownIdError

__all__ = ["Desk", "DeskError", "Hit", "Told", "Trouble", "UnknownIdError"]
