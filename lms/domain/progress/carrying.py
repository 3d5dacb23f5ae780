"""What somebody has done, carried from edition to edition: pure, told the editions and the states (course-format §9).

Everything that was done keeps counting, by its key or by the keys that list it as a former one. Carrying only ever
raises: what counts as done in one edition is never less in the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from lms.domain.courses.lineage import origins
from lms.domain.courses.outline import Outline
from lms.domain.progress.rules import Standing, State

HEIGHT = {State.OPEN: 0, State.BEGUN: 1, State.KNOWN: 2, State.DONE: 2}


@dataclass(frozen=True)
class Kept(Standing):
    """A standing with the moment at which its activity was done, None as long as it is not."""

    at: datetime | None = None


NOTHING = Kept()


def carried(chain: Sequence[Outline], kept: Mapping[str, Kept]) -> dict[str, Kept]:
    """Return how activities stand in the last edition of ``chain`` where that is more than what ``kept`` says.

    ``chain`` are the editions of the course from the first on, in their order.
    """
    now = dict(kept)
    for place in range(1, len(chain)):
        for key, group in origins(chain, place).items():
            now[key] = higher(now.get(key, NOTHING), merged([now.get(each, NOTHING) for each in group]))
    return {key: standing for key, standing in now.items() if standing != kept.get(key, NOTHING)}


def merged(parts: Sequence[Kept]) -> Kept:
    """Return how an activity stands that goes on from several: done if all of them were (N2), else begun if any was.

    Its score is the mean of theirs, so that it weighs what they weighed together; one that has none counts as nothing.
    """
    if not all(part.is_done for part in parts):
        begun = any(part.state is not State.OPEN for part in parts)
        return Kept(State.BEGUN, parts[0].score if len(parts) == 1 else None) if begun else NOTHING
    state = State.KNOWN if all(part.state is State.KNOWN for part in parts) else State.DONE
    scores = [part.score or Fraction(0) for part in parts]
    score = sum(scores, Fraction(0)) / len(scores) if any(part.score is not None for part in parts) else None
    return Kept(state, score, max(part.at for part in parts if part.at is not None))


def higher(own: Kept, derived: Kept) -> Kept:
    """Return the better of how an activity stands by itself and how it stands by what it goes on from."""
    further = derived if HEIGHT[derived.state] > HEIGHT[own.state] else own
    scores = [each.score for each in (own, derived) if each.score is not None]
    return Kept(further.state, max(scores, default=None), further.at)
