"""Reading progress: each one statement."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import bindparam, select

from lms.domain.enrolment.models import Enrolment
from lms.domain.enrolment.queries import Learning, followed_column, read_followed, with_columns
from lms.domain.progress.carrying import Kept
from lms.domain.progress.models import ActivityState
from lms.domain.progress.rules import Standing, State
from lms.platform.database import db, read
from lms.platform.rows import rows_of

_STANDINGS = select(
    ActivityState.enrolment_id, ActivityState.key, ActivityState.state, ActivityState.score_num, ActivityState.score_den
)
_KEPT = _STANDINGS.add_columns(ActivityState.done_at).where(ActivityState.enrolment_id.in_(bindparam("enrolments", expanding=True)))
_OF_ONE = _STANDINGS.where(ActivityState.enrolment_id == bindparam("enrolment"))
_DONE_AT = select(ActivityState.done_at).where(ActivityState.enrolment_id == bindparam("enrolment"), ActivityState.key == bindparam("key"))
_OF_SEVERAL = _STANDINGS.where(ActivityState.enrolment_id.in_(bindparam("enrolments", expanding=True)))


# Of the enrolment at hand, and of one that is named.
_ITS_STANDINGS = rows_of(_STANDINGS.where(ActivityState.enrolment_id == Enrolment.id).correlate(Enrolment))
_PLACE = with_columns(_ITS_STANDINGS)
FOLLOWED_AND_STANDINGS = (followed_column(), rows_of(_STANDINGS.where(ActivityState.enrolment_id == bindparam("enrolment"))))


def find_place(person_id: int, course_key: str) -> tuple[Learning, dict[str, Standing]] | None:
    """Return how a person follows a course and how its activities stand, or None when they do not follow it."""
    row = read(_PLACE, person=person_id, course=course_key).first()
    if row is None:
        return None
    *learning, standings = tuple(row)
    return Learning(*learning), _standings(standings)


def read_followed_and_standings(learning: Any, standings: Any) -> tuple[Learning, dict[str, Standing]]:
    """Return what the columns ``FOLLOWED_AND_STANDINGS`` hold."""
    return read_followed(learning), _standings(standings)


def _standings(rows: Sequence[Sequence[Any]]) -> dict[str, Standing]:
    return next(iter(_by_enrolment(rows).values()), {})


def list_standings(enrolment_id: int) -> dict[str, Standing]:
    """Return how every touched activity of an enrolment stands, by key."""
    return _by_enrolment(read(_OF_ONE, enrolment=enrolment_id)).get(enrolment_id, {})


def standings_of(enrolment_ids: list[int]) -> dict[int, dict[str, Standing]]:
    """Return the standings of several enrolments at once, by enrolment and key."""
    return _by_enrolment(read(_OF_SEVERAL, enrolments=enrolment_ids))


def find_done_at(enrolment_id: int, key: str) -> datetime | None:
    """Return when an activity was done, or None."""
    return read(_DONE_AT, enrolment=enrolment_id, key=key).scalar()


def kept_of(enrolment_ids: Sequence[int]) -> dict[int, dict[str, Kept]]:
    """Return how every touched activity of several enrolments stands and since when it is done, by enrolment and key."""
    found: dict[int, dict[str, Kept]] = {each: {} for each in enrolment_ids}
    for enrolment_id, key, state, num, den, at in db.session.execute(_KEPT, {"enrolments": list(enrolment_ids)}):
        found[enrolment_id][key] = Kept(State(state), None if num is None else Fraction(num, den), at)
    return found


def _by_enrolment(rows: Iterable[Any]) -> dict[int, dict[str, Standing]]:
    found: dict[int, dict[str, Standing]] = {}
    for enrolment_id, key, state, num, den in rows:
        found.setdefault(enrolment_id, {})[key] = Standing(State(state), None if num is None else Fraction(num, den))
    return found
