"""How each stage of a development stands, day by day, by the rules of docs/design.md.

Of the claims on a stage, the first that fits: retracted, disputed, acknowledged,
corroborated, denied, unconfirmed. No side is chosen: both stand. Reports are added one by one
in their order; what is kept of them grows with the sources, not with the reports, and can be
laid down and taken up again (``Stands.dump``, ``Stands.load``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from foreigndesk.developments.outlets import outlet_key
from foreigndesk.developments.types import (
    STAGES,
    Change,
    Report,
    Stage,
    Standing,
    StandingWord,
    order,
)
from foreigndesk.records import Status

REACHES: Final[dict[Status, tuple[Stage, ...]]] = {
    "happened": ("happened",),
    "ongoing": ("under way",),
    "planned": ("planned",),
    "expected": ("planned",),
    "possible": ("planned",),
    "conditional": (),  # what would be done if; nobody holds that it is planned
    "denied": (),
}
Days = dict[str, str]


def retracting(found: Iterable[Report]) -> frozenset[str]:
    """Give the outlets that take a report back: what they told is to be kept apart."""
    return frozenset(r.outlet for r in found if r.retracts)


def standings(found: Sequence[Report]) -> tuple[Standing, ...]:
    """Give the standing of each stage that anybody speaks of, in the order of the stages."""
    return _stands(found).standings()


def changes(found: Sequence[Report]) -> tuple[Change, ...]:
    """Give each day on which a stage's standing changed, with the article that changed it."""
    return tuple(_stands(found).changes)


def _stands(found: Sequence[Report]) -> Stands:
    stands = Stands(apart=retracting(found))
    for report in sorted(found, key=order):
        stands.add(report)
    stands.close()
    return stands


@dataclass(slots=True)
class Denials:
    """Who denies what, in order of day: a denial is of the furthest stage reached by its day.

    Where none was, it is of the furthest that anybody asserts later; the deed where nobody
    does. That it has not happened *yet* is of the deed, and holds until it is told on a later
    day: ``yets`` has the last day of each who says so. ``final`` has for each stage reached by
    then ("" for none) and each source the last day; what is denied on the newest day waits in
    ``recent``, as a stage may be reached that day still.
    """

    reached: Days = field(default_factory=dict)  # the first day of each stage
    final: dict[str, Days] = field(default_factory=dict)
    recent: list[str] = field(default_factory=list)
    yets: Days = field(default_factory=dict)
    day: str = ""

    def overtake(self, day: str) -> bool:
        """Let go what had not happened yet before a day on which it is told; whether any was."""
        before = [origin for origin, last in self.yets.items() if last < day]
        for origin in before:
            del self.yets[origin]
        return bool(before)

    def pass_to(self, day: str) -> None:
        """Go on to a day: those before it are done."""
        if day > self.day:
            if self.recent:
                by_then = self.final.setdefault(self.by(self.day), {})
                by_then.update(dict.fromkeys(self.recent, self.day))
                self.recent = []
            self.day = day

    def by(self, day: str) -> str:
        """Give the furthest stage that was reached by a day; "" for none."""
        return max((s for s, d in self.reached.items() if d <= day), key=_rank, default="")

    def stage(self, by_then: str) -> Stage:
        """Give the stage that is denied where ``by_then`` was the furthest reached."""
        furthest = by_then or max(self.reached, key=_rank, default="happened")
        return next(s for s in STAGES if s == furthest)

    def of(self, stage: Stage) -> Days:
        """Give who denies a stage, and when last."""
        found: Days = {}
        for by_then, told in self.final.items():
            if self.stage(by_then) == stage:
                for origin, day in told.items():
                    found[origin] = max(found.get(origin, ""), day or " ")
        if self.recent and self.stage(self.by(self.day)) == stage:
            found.update(dict.fromkeys(self.recent, self.day or " "))
        if stage == "happened":
            for origin, day in self.yets.items():
                found[origin] = max(found.get(origin, ""), day or " ")
        return found


def _rank(stage: str) -> int:
    return ("", *STAGES).index(stage)


# Who says it together, of which outlet where that matters, said by a party itself, by name.
_Voice = tuple[tuple[str, ...], str, bool, bool]


class _Stage:
    """A stage as its reports come in: who holds that it is reached, who denies it."""

    def __init__(self, kept: _KeptStage | None = None) -> None:
        kept = kept or _KeptStage()
        self.said = kept.said
        self.yes = dict(kept.yes)
        self.own = set(kept.own)
        self.named = set(kept.named)
        self.voices: dict[_Voice, str] = {
            (origins, outlet, own, named): day for origins, outlet, own, named, day in kept.voices
        }
        self.no: Days = {}
        self._yes: Days = {}
        self._own: set[str] = set()
        self._named: set[str] = set()
        self.origins: set[str] = set()
        self.against: set[str] = set()

    def kept(self) -> _KeptStage:
        return _KeptStage(
            said=self.said,
            yes=self.yes,
            own=sorted(self.own),
            named=sorted(self.named),
            voices=[(*voice, day) for voice, day in self.voices.items()],
        )

    def renew(self, back: Days, no: Days) -> None:
        """Weigh all anew: what was taken back (see ``_back``) is held by nobody."""
        self.no = no
        self._yes, self._own, self._named = dict(self.yes), set(self.own), set(self.named)
        for voice, day in self.voices.items():
            if not _gone(voice, day, back):
                self._hold(voice, day)
        self.origins, self.against = set(), set()
        for origin in {*self._yes, *no}:
            self._weigh(origin)

    def holds(self, report: Report, outlet: str, back: Days) -> None:
        """Take in a report that asserts it; ``outlet`` is named where it may be taken back."""
        self.said = True
        day = report.day
        named = report.source.kind == "named"
        voice = (report.origins, outlet, report.self_said, named)
        if outlet:
            self.voices[voice] = max(self.voices.get(voice, ""), day)
            if _gone(voice, day, back):
                return
        else:
            for origin in report.origins:
                self.yes[origin] = max(self.yes.get(origin, ""), day or " ")
            self.own.update(report.origins if report.self_said else ())
            self.named.update(report.origins if named else ())
        self._hold(voice, day)
        for origin in report.origins:
            self._weigh(origin)

    def deny(self, origins: Iterable[str], day: str) -> None:
        """Take in a denial of it."""
        for origin in origins:
            self.no[origin] = max(self.no.get(origin, ""), day or " ")
            self._weigh(origin)

    def _hold(self, voice: _Voice, day: str) -> None:
        origins, _, own, named = voice
        for origin in origins:
            self._yes[origin] = max(self._yes.get(origin, ""), day or " ")
        self._own.update(origins if own else ())
        self._named.update(origins if named else ())

    def _weigh(self, origin: str) -> None:
        """Find whether a source's last word holds it or denies it."""
        if self.no.get(origin, "") > self._yes.get(origin, ""):
            self.against.add(origin)
            self.origins.discard(origin)
        elif origin in self._yes:
            self.against.discard(origin)
            self.origins.add(origin)

    def word(self) -> StandingWord | None:
        if not self.said and not self.no:
            return None
        if self.said and not self._yes:
            return "retracted"
        if self.origins and self.against:
            return "disputed"
        if not self.origins.isdisjoint(self._own):
            return "acknowledged"
        if len(self.origins) >= 2 and not self.origins.isdisjoint(self._named):
            return "corroborated"
        return "unconfirmed" if self.origins else "denied"


@dataclass(slots=True)
class _KeptStage:
    """A stage laid down."""

    said: bool = False
    yes: Days = field(default_factory=dict)
    own: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    voices: list[tuple[tuple[str, ...], str, bool, bool, str]] = field(default_factory=list)


def _gone(voice: _Voice, day: str, back: Days) -> bool:
    """Whether the outlet that told it, or that it cites, took it back on that day or after."""
    origins, outlet, _, _ = voice
    return any(key in back and back[key] >= day for key in (f"outlet {outlet}", origins[0]))


@dataclass(slots=True)
class KeptStands:
    """``Stands`` laid down at the end of an article."""

    apart: list[str]
    stages: dict[str, _KeptStage]
    maybe: _KeptStage
    denials: Denials
    back: Days
    maybe_back: Days
    seen: dict[str, str]
    changes: list[Change]
    article: str


class Stands:
    """The standings of all stages as reports come in by their order.

    ``apart`` are the outlets of which any report of the development takes something back.
    """

    def __init__(self, apart: Iterable[str] = (), kept: KeptStands | None = None) -> None:
        """Begin, or take up what was laid down."""
        kept = kept or KeptStands(list(apart), {}, _KeptStage(), Denials(), {}, {}, {}, [], "")
        self.apart = frozenset(kept.apart)
        self.denials = kept.denials
        self.changes = kept.changes
        self._keys = frozenset(outlet_key(o) for o in self.apart)
        self._stages = {s: _Stage(kept.stages.get(s)) for s in STAGES}
        # All that is told may be what would be done if: as a plan it is at least spoken of.
        self._maybe = _Stage(kept.maybe)
        self._back, self._maybe_back = kept.back, kept.maybe_back
        self._seen = kept.seen
        self._article, self._day = kept.article, kept.denials.day
        self._closed = True
        self._renew()
        self._maybe.renew(self._maybe_back, {})

    def dump(self) -> KeptStands:
        """Lay all down; to be called at the end of an article (see ``close``)."""
        return KeptStands(
            apart=sorted(self.apart),
            stages={stage: one.kept() for stage, one in self._stages.items()},
            maybe=self._maybe.kept(),
            denials=self.denials,
            back=self._back,
            maybe_back=self._maybe_back,
            seen=self._seen,
            changes=self.changes,
            article=self._article,
        )

    def add(self, report: Report) -> None:
        """Take in the next report; an article's come one after the other."""
        if report.article != self._article:
            self.close()
        self._day, self._article, self._closed = report.day, report.article, False
        self.denials.pass_to(report.day)
        if report.retracts:
            self._take_back(report)
            return
        mine = report.outlet if report.outlet in self.apart else ""
        outlet = mine or (report.origin if report.origin in self._keys else "")
        for stage in REACHES[report.status]:
            self._stages[stage].holds(report, outlet, self._back)
            overtaken = stage == "happened" and self.denials.overtake(report.day)
            if stage not in self.denials.reached:
                self.denials.reached[stage] = report.day
                self._renew()
            elif overtaken:
                self._renew()
        if report.status == "conditional":
            self._maybe.holds(report, outlet, self._maybe_back)
        if report.status == "denied" and report.yet:
            self.denials.yets.update(dict.fromkeys(report.origins, report.day))
            self._stages["happened"].deny(report.origins, report.day)
        elif report.status == "denied":
            stage = self.denials.stage(self.denials.by(report.day))
            self.denials.recent += report.origins
            self._stages[stage].deny(report.origins, report.day)

    def _take_back(self, report: Report) -> None:
        for back in (self._back, *([self._maybe_back] if report.status == "conditional" else [])):
            for key in (f"outlet {report.outlet}", outlet_key(report.outlet)):
                back[key] = max(back.get(key, ""), report.day)
        self._renew()
        self._maybe.renew(self._maybe_back, {})

    def _renew(self) -> None:
        for stage, one in self._stages.items():
            one.renew(self._back, self.denials.of(stage))

    def _live(self) -> list[tuple[Stage, _Stage, StandingWord]]:
        found = [(s, one, w) for s, one in self._stages.items() if (w := one.word()) is not None]
        word = self._maybe.word()
        if not found and word is not None:
            found.append(("planned", self._maybe, word))
        return found

    def close(self) -> None:
        """End an article: note how it changed the standings."""
        if self._closed:
            return
        self._closed = True
        for stage, _, word in self._live():
            if self._seen.get(stage) != word:
                self._seen[stage] = word
                self.changes.append(
                    Change(stage=stage, standing=word, day=self._day, article=self._article)
                )

    def standings(self) -> tuple[Standing, ...]:
        """Give how the stages stand now."""
        return tuple(
            Standing(
                stage=stage,
                standing=word,
                asserted=tuple(sorted(one.origins)),
                denied=tuple(sorted(one.against)),
            )
            for stage, one, word in self._live()
        )
