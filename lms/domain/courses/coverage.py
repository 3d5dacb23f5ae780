"""How much of a course is there in each of its languages, and how much of that is out of date: told from its outline alone."""

from dataclasses import dataclass

from lms.domain.courses.outline import Outline


@dataclass(frozen=True)
class Coverage:
    """How many of the ``total`` activities are there in a language, are out of date, and were translated by a machine."""

    language: str
    total: int
    there: int
    behind: int
    machine: int

    @property
    def is_complete(self) -> bool:
        """Whether everything is there, however old."""
        return self.there == self.total


def coverage(outline: Outline) -> tuple[Coverage, ...]:
    """Return what there is in each language of a course, in their order; the source is among them."""
    return tuple(_of(outline, language) for language in outline.languages)


def _of(outline: Outline, language: str) -> Coverage:
    documents = [activity.documents[language] for activity in outline.activities if language in activity.documents]
    behind, machine = sum(each.is_behind for each in documents), sum(each.machine for each in documents)
    return Coverage(language, len(outline.activities), len(documents), behind, machine)
