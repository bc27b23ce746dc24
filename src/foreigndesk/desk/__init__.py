"""The web desk: what a desk file holds, as pages for a person, a REST interface and feeds."""

from __future__ import annotations

from foreigndesk.desk.app import Settings, make_app

__all__ = ["Settings", "make_app"]
