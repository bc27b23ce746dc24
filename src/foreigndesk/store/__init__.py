"""The store: one SQLite file that keeps every record, whole and side by side (docs/store.md)."""

from foreigndesk.store.desk import Desk, Hit, Told, Trouble
from foreigndesk.store.export import ExportError
from foreigndesk.store.schema import DeskError, UnknownIdError

__all__ = ["Desk", "DeskError", "ExportError", "Hit", "Told", "Trouble", "UnknownIdError"]
