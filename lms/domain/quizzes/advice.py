"""What to do about a question, from how it was answered. Pure; the sentences stand where they are shown.

Thresholds, and whose they are:

- ``EASY`` and ``HARD``: nearly everybody or hardly anybody is right, so the question tells people hardly apart. Between
  0.3 and 0.8 is usual (Kehoe, "Basic item analysis for multiple-choice tests", Practical Assessment, Research &
  Evaluation 4(10), 1995); a course that teaches well has easy questions, so only 0.95 and more is told.
- ``WEAK``: a correlation below 0.1 is little more than none; Kehoe asks for 0.15, Ebel (*Measuring Educational
  Achievement*, 1965) rejects what is below 0.2 with the whole total. A negative one means a wrong key more often than not.
- ``ENOUGH``: with fewer answers chance alone gives correlations beyond these, and leaves an answer without takers. A
  correlation of nothing has a standard error of 1 ÷ √(n − 1): 0.19 for thirty.
- An answer that nobody chooses helps nobody: Haladyna & Downing, "How many options is enough for a multiple-choice test
  item?", Educational and Psychological Measurement 53, 1993.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.domain.questions.counting import AnswerCount

EASY, HARD, WEAK, ENOUGH = 0.95, 0.3, 0.1, 30
FEWEST_OF_THE_BEST = 5
SINGLE_ANSWER = ("single", "truth", "short", "number")  # kinds of which a response is one answer and no other


class Advice(StrEnum):
    """What is said about a question, the most urgent first."""

    OTHER_KEY = "the best choose another answer than the right one"
    NEGATIVE = "who is better otherwise is worse here"
    HARD = "hardly anybody is right"
    WEAK = "it tells the better hardly from others"
    EASY = "nearly everybody is right"
    UNCHOSEN = "an answer that nobody chooses"


@dataclass(frozen=True)
class Known:
    """What advice is given from: figures as ``statistics`` has them, answers of all and of the best third."""

    kind: str
    met: int
    facility: float | None
    discrimination: float | None
    rows: Sequence[AnswerCount]
    best: Sequence[AnswerCount]


def advise(known: Known) -> tuple[Advice, ...]:
    """Return what to look at; one sentence about right and wrong, and one about answers that nobody chooses."""
    if known.facility is None:
        return ()
    return (*_about_marks(known)[:1], *((Advice.UNCHOSEN,) if unchosen(known) else ()))


def _about_marks(known: Known) -> tuple[Advice, ...]:
    facility, discrimination = known.facility or 0.0, known.discrimination
    tells = discrimination is not None and known.met >= ENOUGH
    told = {
        Advice.OTHER_KEY: preferred(known) is not None,
        Advice.NEGATIVE: tells and (discrimination or 0.0) < 0,
        Advice.HARD: facility < HARD,
        Advice.EASY: facility > EASY,
        Advice.WEAK: tells and (discrimination or 0.0) < WEAK,
    }
    return tuple(advice for advice, holds in told.items() if holds)


def preferred(known: Known) -> AnswerCount | None:
    """Return the wrong answer that more of the best third gave than all right ones together, None where there is none."""
    if known.kind not in SINGLE_ANSWER or sum(row.count for row in known.best) < FEWEST_OF_THE_BEST:
        return None
    wrong = [row for row in known.best if row.share == 0]
    most = max(wrong, key=lambda row: row.count, default=None)
    right = sum(row.count for row in known.best if row.share == 1)
    return most if most and most.count > right else None


def unchosen(known: Known) -> tuple[AnswerCount, ...]:
    """Return the wrong answers written by the author that nobody chose, where enough people might have."""
    if known.met < ENOUGH or known.kind not in ("single", "multiple", "gaps"):
        return ()
    return tuple(row for row in known.rows if row.numbers and row.count == 0 and row.share == 0)
