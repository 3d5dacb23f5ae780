"""How much of a course is translated, for its authors: documents by language, those out of date with their blocks (T2, T3)."""

from collections.abc import Iterator
from dataclasses import dataclass

from lms.domain.courses.format.library import CourseMap, documents_of


@dataclass(frozen=True)
class Translated:
    """What there is of a course in one language: of ``total`` documents, ``stale`` ones with so many blocks that changed since.

    A document counts as stale where anything of its source changed, its settings too: only its author knows what of that matters.
    """

    course: str
    language: str
    total: int
    there: int
    stale: int
    blocks: int
    machine: int

    def __str__(self) -> str:
        said = [f"{self.course} {self.language}: {self.there} of {self.total} documents"]
        if self.stale:
            said.append(f"{self.stale} out of date ({self.blocks} {'block' if self.blocks == 1 else 'blocks'})")
        if self.machine:
            said.append(f"{self.machine} translated by a machine")
        return ", ".join(said)


def translated(course_map: CourseMap) -> Iterator[Translated]:
    """Yield how much of a course there is in each language but its source; trainers' documents are among them."""
    course = course_map.course
    keys = [key for key, _is_quiz in dict.fromkeys(documents_of(course))]
    for language in course.translations:
        found = [each for key in keys if (each := course_map.freshness_of(key, language)).state != "missing"]
        yield Translated(
            course.key,
            language,
            len(keys),
            len(found),
            sum(each.state == "stale" for each in found),
            sum(len(each.blocks) for each in found),
            sum(each.machine for each in found),
        )
