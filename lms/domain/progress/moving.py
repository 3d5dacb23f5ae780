"""Moving to a new edition, by a learner's own choice; and what a correction carries over. Called inside a unit of work."""

from datetime import datetime

from lms.domain.courses.facts import EditionPublished
from lms.domain.courses.lineage import origins
from lms.domain.courses.outline import Outline
from lms.domain.courses.queries import get_chain, get_line_of, get_outline_of, list_history
from lms.domain.enrolment import service as enrolment_service
from lms.domain.enrolment.queries import Learning, get_followed, list_followers
from lms.domain.progress.carried_states import carry_over, raise_states
from lms.domain.progress.facts import LineFollowed
from lms.domain.progress.service import check_completion, follower_of
from lms.kernel.facts import announce

AT_ONCE = 500  # enrolments whose states are read together
IN_PLACE = ("correction", "key-fix")


def move(learning: Learning, line_id: int, *, now: datetime) -> None:
    """Let somebody follow another line of the course; what they have done keeps counting. A second click changes nothing."""
    if not enrolment_service.follow_line(learning.enrolment_id, line_id):
        return
    moved = get_followed(learning.enrolment_id)
    carry_over(moved)
    announce(
        LineFollowed(
            at=now,
            person_id=moved.person_id,
            enrolment_id=moved.enrolment_id,
            edition_id=moved.edition_id,
            object=moved.course_key,
            result={"from": learning.edition, "to": moved.edition},
        )
    )
    check_completion(follower_of(moved), now=now)


def follow_edition(fact: EditionPublished) -> None:
    """Carry over what was done under former keys that a correction names for the first time (follows courses)."""
    if fact.result["kind"] not in IN_PLACE:
        return
    outline = get_outline_of(fact.edition_id or 0)
    followers = list_followers(get_line_of(fact.edition_id or 0)) if any(each.formerly for each in outline.activities) else []
    if not followers:
        return
    head = followers[0]
    chain = get_chain(list_history(head.course_id), head.edition)
    if len(chain) < 2 or not _names_others(chain[-2], chain):
        return
    by_id = {follower.enrolment_id: follower for follower in followers}
    ids = list(by_id)
    for begin in range(0, len(ids), AT_ONCE):
        for enrolment_id in raise_states(chain, ids[begin : begin + AT_ONCE]):
            if by_id[enrolment_id].state == "active":
                check_completion(follower_of(by_id[enrolment_id]), now=fact.at)


def _names_others(before: Outline, chain: list[Outline]) -> bool:
    """Tell whether the last edition names former keys, known in earlier ones, that the one before it did not name."""
    named = {activity.key: set(activity.formerly) for activity in before.activities}
    last = {activity.key: set(activity.formerly) for activity in chain[-1].activities}
    return any(last[key] - named.get(key, set()) for key in origins(chain, len(chain) - 1))
