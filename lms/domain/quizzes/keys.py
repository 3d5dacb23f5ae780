"""By which key an attempt is marked: the newest of the line in which it began, whatever was published meanwhile."""

from typing import Any

from sqlalchemy import Select, bindparam, select

from lms.domain.courses.models import Edition, Line
from lms.domain.courses.outline import Activity
from lms.domain.courses.queries import get_outline, get_outline_of
from lms.domain.courses.questionnaires import Questionnaire, get_questionnaire, with_key
from lms.domain.quizzes.queries import Binding
from lms.platform.database import read

# On PostgreSQL the lock makes a submission wait for a key fix of its line, or the key fix see the submission.
_HEAD: Select[*tuple[Any, ...]] = (
    select(Line.id, Line.head, Edition.number)
    .join(Edition, Edition.line_id == Line.id)
    .where(Edition.id == bindparam("edition"))
    .with_for_update(read=True, of=Line)
)
_EDITION: Select[*tuple[Any, ...]] = select(Edition.id, Edition.map_digest).where(Edition.line_id == bindparam("line"), Edition.number == bindparam("number"))


def newest_key(attempt: Binding, own: Questionnaire, activity: Activity) -> tuple[Questionnaire, int]:
    """Return the quiz that an attempt met with the newest key of its line, and the edition which that key is of.

    Called inside the unit of work that submits the attempt, once it is closed.
    """
    line, head, number = tuple(read(_HEAD, edition=attempt.edition_id).one())
    if head == number:
        return own, attempt.edition_id
    edition = read(_EDITION, line=line, number=head).one()
    newest = get_outline(edition.map_digest)
    found = newest.find(activity.key)
    return (own if found is None else with_key(own, get_questionnaire(newest, found))), edition.id


def marked_by(attempt: Binding, own: Questionnaire, activity: Activity, edition_id: int | None) -> Questionnaire:
    """Return the quiz that an attempt met with the key of the edition that marked it, which explains its marks."""
    if edition_id is None or edition_id == attempt.edition_id:
        return own
    marking = get_outline_of(edition_id)
    found = marking.find(activity.key)
    return own if found is None else with_key(own, get_questionnaire(marking, found))
