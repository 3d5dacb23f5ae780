"""Who gets letters about attempts: whoever can decide on a further one, and the learner, when it is decided or a text is marked."""

from lms.domain.quizzes.facts import FurtherAttemptAsked, FurtherAttemptDecided, TextMarked
from lms.domain.quizzes.further import get_request, list_deciders
from lms.web.mail.letters import post, post_each

ASKED = "attempt-asked"
DECIDED = "attempt-decided"
MARKED = "texts-marked"


def follow_asked(fact: FurtherAttemptAsked) -> None:
    """Write to those who can decide, once it is committed (follows quizzes); after some days to the administrators as well."""
    uid, again = fact.result["request"], bool(fact.result.get("again"))
    deciders = list_deciders(get_request(uid).course_id, again=again)
    turn = "again" if again else "first"
    post_each(ASKED, {f"{ASKED}:{uid}:{turn}:{person}": {"request": uid, "person": person, "again": again} for person in deciders}, now=fact.at)


def follow_decided(fact: FurtherAttemptDecided) -> None:
    """Write to the learner what was decided (follows quizzes)."""
    uid = fact.result["request"]
    post(DECIDED, f"{DECIDED}:{uid}", {"request": uid, "person": fact.person_id}, now=fact.at)


def follow_marked(fact: TextMarked) -> None:
    """Write to the learner, once everything of their attempt is marked (follows quizzes); marked anew, they are told anew."""
    if fact.result["whole"] is not None:
        uid = fact.object.partition("/")[2]
        post(MARKED, f"{MARKED}:{uid}:{fact.at:%Y%m%d%H%M%S}", {"attempt": uid, "person": fact.person_id}, now=fact.at)
