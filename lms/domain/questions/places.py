"""Where in a quiz something is typed that accepted texts mark: short answers, and gaps that are not chosen."""

from dataclasses import dataclass

from lms.domain.questions.kinds.gaps import gaps_of
from lms.domain.questions.model import Question


@dataclass(frozen=True, order=True)
class TypedPlace:
    """A question, and the number of a gap in it, 0 where it has none."""

    question: str
    gap: int = 0


def places_of(question: Question) -> list[TypedPlace]:
    """Return where texts are typed into a question."""
    if question.kind == "short":
        return [TypedPlace(question.key)]
    if question.kind == "gaps":
        return [TypedPlace(question.key, number) for number, gap in enumerate(gaps_of(question), 1) if gap.is_typed]
    return []
