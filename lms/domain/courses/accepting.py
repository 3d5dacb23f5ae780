"""Makes a key fix out of a published edition in which more typed texts are accepted as right: its own files and a few lines."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from lms.domain.courses.format.library import document_path
from lms.domain.courses.format.stamping import keep_stamp
from lms.domain.courses.format.writer_answers import accept_text
from lms.domain.courses.models import Course
from lms.domain.courses.outline import Outline
from lms.domain.courses.publication import Plan, plan, prepare
from lms.domain.courses.queries import Published, files_of, find_head
from lms.domain.courses.rules import Refusal
from lms.domain.questions.places import TypedPlace
from lms.kernel.problems import Problems
from lms.kernel.refusals import Refused
from lms.platform.database import db


def plan_accepting(published: Published, outline: Outline, quiz: str, texts: Sequence[tuple[TypedPlace, str]], *, today: date) -> Plan:
    """Return the key fix of the newest edition in which these texts are right too; checked and rendered like any other.

    Raises Refused where a text cannot be written into the quiz, or the checker finds errors.
    """
    files = with_accepted(files_of(published.edition_id), outline, quiz, texts)
    origin = db.session.scalars(select(Course.origin).where(Course.id == published.course_id)).one()
    problems = Problems()
    prepared = prepare(outline.key, files, problems, today, origin, find_head(outline.key))
    if prepared is None:
        raise Refused(Refusal.HAS_ERRORS)
    return plan(prepared, "key-fix")


def with_accepted(files: Mapping[str, bytes], outline: Outline, quiz: str, texts: Sequence[tuple[TypedPlace, str]]) -> dict[str, bytes]:
    """Return the files of a course in which a quiz accepts these texts too, in whatever language they are typed (G12).

    They are written into the source. A translation says nothing of them, so it stays as fresh as it was.
    """
    path = document_path(outline.key, quiz, outline.source, is_quiz=True)
    changed = dict(files)
    for place, text in texts:
        changed[path] = accept_text(changed[path], path, place.question, text, gap=place.gap)
    for language in outline.languages:
        other = document_path(outline.key, quiz, language, is_quiz=True)
        if language != outline.source and other in files:
            changed[other] = keep_stamp(other, files[other], path, files[path], changed[path])
    return changed
