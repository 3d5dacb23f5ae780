"""The settings of sections and questions: which names are known where, and what their values may be (G3, G6)."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from lms.domain.courses.format.quiz_lines import Heading
from lms.domain.questions.findings import Findings
from lms.domain.questions.kinds import KINDS
from lms.kernel.keys import is_key
from lms.kernel.words import N_

POINTS = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,2})?")
MOST_POINTS = 1000
SEE = re.compile(r"[a-z][a-z0-9-]{0,62}(?:#[^\s#]+)?")
WHOLE = re.compile(r"[1-9][0-9]{0,3}")
WITHOUT_POINTS = frozenset({"information", "reflection"})

Test = Callable[[str], bool]
VALUES: Mapping[str, tuple[Test, str]] = {
    "points": (
        lambda value: POINTS.fullmatch(value) is not None and 0 < Fraction(value) <= MOST_POINTS,
        N_("points is a number above 0 with two decimals at most, like points=2 or points=0.5"),
    ),
    "see": (
        lambda value: SEE.fullmatch(value) is not None,
        N_("see names an activity, like see=ladder or see=ladder#top"),
    ),
    "formerly": (
        lambda value: all(is_key(each) for each in value.split(",")) and len({*value.split(",")}) == value.count(",") + 1,
        N_("formerly lists keys, each once, like formerly=older,oldest"),
    ),
    "kind": (lambda value: value in KINDS, N_("kind is one of %(known)s")),
    "marking": (lambda value: value == "all", N_("marking can only be all: all or nothing")),
    "case": (lambda value: value in ("yes", "no"), N_("case is yes or no")),
    "words": (
        lambda value: WHOLE.fullmatch(value) is not None,
        N_("words is a whole number, like words=300"),
    ),
}
COMMON = frozenset({"points", "see", "formerly", "kind"})


@dataclass(frozen=True)
class Settings:
    """The settings of a question; ``others`` by name as written, ``kind`` as stated or None."""

    points: Fraction = Fraction(1)
    formerly: tuple[str, ...] = ()
    kind: str | None = None
    others: Mapping[str, str] = field(default_factory=dict)


def read_question_settings(heading: Heading, findings: Findings) -> Settings:
    """Return the settings of a question's heading that are known and well formed."""
    good: dict[str, str] = {}
    for name, value in heading.settings.items():
        if name not in VALUES:
            _report_unknown(name, sorted(VALUES), heading, findings)
        elif not VALUES[name][0](value):
            findings.error(heading.line, "bad-setting", VALUES[name][1], known=", ".join(KINDS))
        else:
            good[name] = value
    points, formerly = Fraction(good.pop("points", "1")), good.pop("formerly", "")
    return Settings(points, tuple(formerly.split(",")) if formerly else (), good.get("kind"), good)


def check_settings_of_kind(heading: Heading, kind: str, findings: Findings) -> None:
    """Note settings that a question of this kind does not know (G6)."""
    known = COMMON | KINDS[kind].settings
    if kind in WITHOUT_POINTS:
        known -= {"points"}
    for name in heading.settings:
        if name in VALUES and name not in known:
            findings.error(
                heading.line,
                "setting-not-here",
                N_("a question of the kind %(kind)s knows no %(name)s"),
                kind=kind,
                name=name,
            )


def read_draw(heading: Heading, findings: Findings) -> int | None:
    """Return how many questions a section draws, None for all of them."""
    draw = None
    for name, value in heading.settings.items():
        if name != "draw":
            _report_unknown(name, ["draw"], heading, findings)
        elif not WHOLE.fullmatch(value):
            findings.error(heading.line, "bad-setting", N_("draw is a whole number, like draw=3"))
        else:
            draw = int(value)
    return draw


def refuse_in_translation(names: Iterable[str], line: int, findings: Findings) -> None:
    """Note settings of a heading or an answer in a translation, even if equal (T5)."""
    for name in names:
        findings.error(
            line,
            "setting-in-translation",
            N_("%(name)s is set in the source only: take it out of the translation"),
            name=name,
        )


def _report_unknown(name: str, known: list[str], heading: Heading, findings: Findings) -> None:
    findings.error(
        heading.line,
        "unknown-setting",
        N_("no setting is called %(name)s here; known are %(known)s"),
        name=name,
        known=", ".join(known),
    )
