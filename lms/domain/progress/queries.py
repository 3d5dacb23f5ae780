"""Reading progress: each one statement."""

from fractions import Fraction

from sqlalchemy import bindparam, select

from lms.domain.progress.models import ActivityState
from lms.domain.progress.rules import Standing, State
from lms.platform.database import read

_STANDINGS = select(
    ActivityState.enrolment_id, ActivityState.key, ActivityState.state, ActivityState.score_num, ActivityState.score_den
).where(ActivityState.enrolment_id.in_(bindparam("enrolments", expanding=True)))


def list_standings(enrolment_id: int) -> dict[str, Standing]:
    """Return how every touched activity of an enrolment stands, by key."""
    return standings_of([enrolment_id]).get(enrolment_id, {})


def standings_of(enrolment_ids: list[int]) -> dict[int, dict[str, Standing]]:
    """Return the standings of several enrolments at once, by enrolment and key."""
    found: dict[int, dict[str, Standing]] = {}
    for enrolment_id, key, state, num, den in read(_STANDINGS, enrolments=enrolment_ids):
        found.setdefault(enrolment_id, {})[key] = Standing(State(state), None if num is None else Fraction(num, den))
    return found
