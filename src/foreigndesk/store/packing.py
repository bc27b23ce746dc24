"""Many rows as one: a thread that fetches row by row waits for the others at each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar, get_args

from foreigndesk.records import decode
from foreigndesk.store.desk import Desk

T = TypeVar("T")


def packed(desk: Desk, sql: str, values: Sequence[object], row: type[T]) -> list[T]:
    """Give the rows of a SELECT, each of them a tuple as ``row`` says, fetched as one."""
    names = ", ".join(f"c{number}" for number, _ in enumerate(get_args(row)))
    whole = desk.query(
        f"WITH found ({names}) AS ({sql}) SELECT json_group_array(json_array({names})) FROM found",  # noqa: S608
        values,
    )
    return decode(whole[0][0], list[row])  # type: ignore[valid-type]
