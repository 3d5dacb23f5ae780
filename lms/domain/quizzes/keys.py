"""By which key an attempt is marked: the newest of the line in which it began, whatever was published meanwhile."""

from lms.domain.courses.outline import Activity
from lms.domain.courses.queries import get_map_and_line, get_outline
from lms.domain.courses.questionnaires import Questionnaire, get_questionnaire, with_key
from lms.domain.quizzes.queries import Binding


def with_key_of(own: Questionnaire, activity: Activity, map_digest: str) -> Questionnaire:
    """Return the quiz that an attempt met with the key that another edition of its line has."""
    newest = get_outline(map_digest)
    found = newest.find(activity.key)
    return own if found is None else with_key(own, get_questionnaire(newest, found))


def marked_by(attempt: Binding, own: Questionnaire, activity: Activity, edition_id: int | None) -> Questionnaire:
    """Return the quiz that an attempt met with the key of the edition that marked it, which explains its marks."""
    if edition_id is None or edition_id == attempt.edition_id:
        return own
    return with_key_of(own, activity, get_map_and_line(edition_id)[0])
