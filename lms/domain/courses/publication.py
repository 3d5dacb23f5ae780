"""The first half of publishing: read, check, compare and render a course; nothing is written here.

What comes out is a plan: the files of the new edition, every page in every language, and what the edition may be
called. ``service.publish`` writes plans down.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lms.domain.courses import outline as outlines
from lms.domain.courses import queries
from lms.domain.courses.changes import changes, forgotten_names
from lms.domain.courses.compiling import Known, Made, compile_course
from lms.domain.courses.files import File, file_of
from lms.domain.courses.format.checker import check_course, check_documents
from lms.domain.courses.format.library import CourseMap, read_again, read_course
from lms.domain.courses.outline import Outline
from lms.domain.courses.rewording import Head, Reworded, find_reworded
from lms.domain.courses.rules import Refusal
from lms.domain.courses.weights import Change, Weight
from lms.kernel.digest import map_digest
from lms.kernel.problems import Problems
from lms.kernel.refusals import Refused

WORDS = ("correction", "key-fix", "revision")


@dataclass(frozen=True)
class Prepared:
    """A course that was read, checked and rendered."""

    key: str
    uid: str
    map_digest: str
    files: tuple[File, ...]
    course_map: CourseMap
    pages: tuple[Made, ...]
    origin: str = "shipped"  # what a new course will say: shipped from a folder | authored or imported, from a draft
    reworded: Reworded | None = None  # then only what changed was read and rendered

    @property
    def outline(self) -> Outline:
        """The outline, as it is kept."""
        return outlines.from_json(next(page.body for page in self.pages if page.kind == "outline"))


@dataclass(frozen=True)
class Plan:
    """What publishing will do. ``head`` is (line, edition) as it was when this was planned, None for a new course."""

    prepared: Prepared
    head: tuple[int, int] | None
    what: str  # new | correction | key-fix | revision | unchanged
    why: tuple[Change, ...] = ()  # everything that asks for more than a correction


def prepare(
    key: str, files: Mapping[str, bytes], problems: Problems, today: date, origin: str = "shipped", head: Head | None = None
) -> Prepared | None:
    """Return a course ready to be planned; None, with everything that is wrong in ``problems``, if it has errors.

    Where ``head`` is given and only words of documents differ from it, the other documents are neither read nor rendered.
    """
    kept = tuple(file_of(path, files[path]) for path in sorted(files))
    digests = {file.path: file.digest for file in kept}
    reworded = find_reworded(head, files, digests)
    if reworded:
        course_map, found = check_documents(key, files, today, read=reworded.read, is_meant=reworded.is_about)
    else:
        course_map, found = check_course(key, files, today)
    problems.add(found)
    if found.has_errors or course_map is None:
        return None
    whole = map_digest(digests)
    made = compile_course(course_map, digests, whole, _known(reworded))
    return Prepared(key, course_map.course.uid, whole, kept, course_map, made, origin, reworded)


def _known(reworded: Reworded | None) -> Known | None:
    """Return what of the published edition is taken as it is."""
    if reworded is None:
        return None
    outline, keys = reworded.head.outline, reworded.keys
    handouts = [each for module in outline.modules for each in module.trainer]
    return Known(
        {each.key: each for each in outline.activities if each.key not in keys},
        {each.key: each for each in handouts if each.key not in keys},
        {each.key: each for each in outline.sets if not reworded.makes(each.key)},
    )


def plan(prepared: Prepared, wanted: str | None) -> Plan:
    """Return what publishing a course will be: as ``wanted`` by the publisher, if its changes allow that.

    Without a word from the publisher it is a correction if it may be called one, else a revision (course-format §9).
    """
    head = _head_of(prepared)
    if head is None:
        return Plan(prepared, None, "new")
    line, number = (int(part) for part in head.edition.split("."))
    if head.map_digest == prepared.map_digest:
        return Plan(prepared, (line, number), "unchanged")
    reworded = prepared.reworded
    if reworded and reworded.head.edition_id != head.edition_id:
        raise Refused(Refusal.HEAD_MOVED, course=prepared.key)
    files = _files_to_compare(prepared, head.edition_id)
    old = read_again(prepared.course_map, files, reworded.keys) if reworded else read_course(head.key, files)[0]
    if old is None:
        raise Refused(Refusal.NEVER, course=prepared.key, why="the published edition can no longer be read")
    found = changes(old, prepared.course_map)
    return Plan(prepared, (line, number), what_it_is(prepared.key, found, wanted), tuple(found))


def _head_of(prepared: Prepared) -> queries.Published | None:
    """Return the published course that a course goes on from: under its key, or under one that it had formerly (N3)."""
    keys = (prepared.key, *prepared.outline.formerly)
    return next((head for key in keys if (head := queries.find_with_key(key)) and (key == prepared.key or get_uid(head) == prepared.uid)), None)


def get_uid(head: queries.Published) -> str:
    """Return the uid of a published course."""
    return queries.get_outline(head.map_digest).uid


def what_it_is(course: str, found: Sequence[Change], wanted: str | None) -> str:
    """Return what an edition with these changes is called; refused, with all reasons, where it may not be called so.

    Without a word from the publisher it is a correction if it may be called one, else a revision; a key fix is never
    implied (course-format §9).
    """
    never = [change for change in found if change.weight is Weight.NEVER]
    if never:
        raise Refused(Refusal.NEVER, course=course, why=_reasons(never))
    if wanted == "correction" and found:
        raise _not_a_correction(course, found)
    if wanted == "key-fix":
        heavier = [change for change in found if change.weight > Weight.KEY_FIX]
        if heavier:
            raise Refused(Refusal.NOT_A_KEY_FIX, course=course, why=_reasons(heavier))
        if not found:
            raise Refused(Refusal.NO_KEY_CHANGED, course=course)
    return wanted or ("revision" if found else "correction")


def _not_a_correction(course: str, found: Sequence[Change]) -> Refused:
    gone, new = forgotten_names(found)
    if not gone:
        return Refused(Refusal.NOT_A_CORRECTION, course=course, why=_reasons(found))
    return Refused(Refusal.NAME_FORGOTTEN, course=course, why=_reasons(found), new=", ".join(new), gone=", ".join(gone), first=gone[0])


def _reasons(found: Sequence[Change]) -> str:
    """Return every reason, so that nobody mends one to be told the next."""
    return "; ".join(str(change) for change in found)


def _files_to_compare(prepared: Prepared, edition_id: int) -> Mapping[str, bytes]:
    """Return the files of the published edition; where only some differ, the others are those that are at hand."""
    if prepared.reworded is None:
        return queries.files_of(edition_id)
    at_hand = {file.path: file.body for file in prepared.files}
    return at_hand | queries.files_of(edition_id, [path for path in at_hand if prepared.reworded.is_about(path)])


def render_again(key: str, files: Mapping[str, bytes]) -> tuple[Made, ...]:
    """Return every page of an edition out of its files, as this version of the renderer makes them."""
    course_map, _problems = read_course(key, files)
    if course_map is None:
        raise Refused(Refusal.NEVER, course=key, why="the published edition can no longer be read")
    digests = {path: file_of(path, body).digest for path, body in files.items()}
    return compile_course(course_map, digests, map_digest(digests))
