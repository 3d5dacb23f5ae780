"""Marks computed anew behind a mended answer key: what becomes of each attempt. Pure, in exact fractions.

By default nobody's mark falls: an attempt that the mended key would give less keeps its mark, and all that it is made of.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from lms.domain.questions.marking import Marked, score
from lms.kernel.digest import digest_of

Shares = Mapping[str, Fraction | None]


class Effect(StrEnum):
    """What a mended key does to the mark of an attempt."""

    RISES = "rises"
    FALLS = "falls"
    KEPT = "kept"  # it would fall, and stays
    SAME = "same"
    WAITS = "waits"  # a person must mark something first


@dataclass(frozen=True)
class Sheet:
    """A submitted attempt; ``share`` is None while a person must mark something. ``kept`` are the marks of its questions."""

    id: int
    uid: str
    enrolment_id: int
    person_id: int
    quiz_key: str
    nth: int
    edition_id: int
    seed: str
    share: Fraction | None
    kept: Shares = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """What becomes of one attempt: ``new`` is its mark from now on; ``passes`` says that its quiz is passed by it."""

    sheet: Sheet
    effect: Effect
    new: Fraction | None
    shares: Shares
    passes: bool = False

    @property
    def is_told(self) -> bool:
        """Whether the mark is another one, so that its learner is told."""
        return self.effect in (Effect.RISES, Effect.FALLS)

    @property
    def is_marked_anew(self) -> bool:
        """Whether the mark is that of the mended key now, the same one or another."""
        return self.effect is not Effect.KEPT


@dataclass(frozen=True)
class Regrading:
    """What becomes of every attempt that a mended key is about."""

    changes: tuple[Change, ...] = ()

    @property
    def told(self) -> tuple[Change, ...]:
        """The changes of which learners are told."""
        return tuple(each for each in self.changes if each.is_told)

    @property
    def people(self) -> int:
        """How many people are told."""
        return len({each.sheet.person_id for each in self.told})

    def count(self, effect: Effect) -> int:
        """Return with how many attempts this happens."""
        return sum(each.effect is effect for each in self.changes)

    @property
    def digest(self) -> str:
        """What tells this from another one, so that nobody agrees to more than they were shown."""
        return digest_of_changes((each.sheet.uid, each.sheet.share, each.new) for each in self.told)


def digest_of_changes(changes: Iterable[tuple[str, Fraction | None, Fraction | None]]) -> str:
    """Return the digest of marks that change, each with the uid of its attempt, in whatever order."""
    return digest_of(*(f"{uid} {old} {new}" for uid, old, new in sorted(changes, key=lambda each: each[0])))


def judged(sheet: Sheet, marked: Sequence[Marked], *, may_lower: bool) -> Change:
    """Return what becomes of an attempt whose answers the mended key marks so; what people marked stays as they did."""
    whole = [_as_people_marked(each, sheet.kept) for each in marked]
    shares = {each.key: each.share for each in whole}
    reached = score(whole)
    if sheet.share is None or reached.waiting:
        before = score(_as_kept(each, sheet.kept) for each in whole)
        waits = Effect.KEPT if reached.share < before.share and not may_lower else Effect.WAITS
        return Change(sheet, waits, sheet.share, shares)
    if reached.share == sheet.share:
        return Change(sheet, Effect.SAME, sheet.share, shares)
    if reached.share > sheet.share:
        return Change(sheet, Effect.RISES, reached.share, shares)
    return Change(sheet, Effect.FALLS, reached.share, shares) if may_lower else Change(sheet, Effect.KEPT, sheet.share, shares)


def _as_people_marked(marked: Marked, kept: Shares) -> Marked:
    return replace(marked, share=kept.get(marked.key)) if marked.share is None else marked


def _as_kept(marked: Marked, kept: Shares) -> Marked:
    return replace(marked, share=kept.get(marked.key, marked.share))


def with_passes(changes: Sequence[Change], pass_marks: Mapping[str, int | None], others: Iterable[Sheet]) -> tuple[Change, ...]:
    """Return the changes, those marked by which somebody passes a quiz that they had not passed; ``others`` are further attempts."""
    best: dict[tuple[int, str], Fraction] = {}
    for sheet in (*others, *(each.sheet for each in changes)):
        place = (sheet.enrolment_id, sheet.quiz_key)
        best[place] = max(best.get(place, Fraction(0)), sheet.share or Fraction(0))
    return tuple(replace(each, passes=_passes(each, pass_marks.get(each.sheet.quiz_key), best)) for each in changes)


def _passes(change: Change, pass_mark: int | None, best: Mapping[tuple[int, str], Fraction]) -> bool:
    if pass_mark is None or change.effect is not Effect.RISES or change.new is None:
        return False
    needed = Fraction(pass_mark, 100)
    return change.new >= needed > best[change.sheet.enrolment_id, change.sheet.quiz_key]
