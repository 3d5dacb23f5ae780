"""Who gets the letter about a regrade: everybody whose mark it changed, one for all their attempts."""

from lms.domain.quizzes.facts import MarksRegraded
from lms.domain.quizzes.regrades import list_whom_to_write
from lms.web.mail.letters import post_each

KIND = "regrade"


def follow_regrade(fact: MarksRegraded) -> None:
    """Have everybody written to whose mark changed, once it is committed (follows quizzes)."""
    uid = fact.result["regrade"]
    post_each(KIND, {f"{KIND}:{uid}:{person}": {"regrade": uid, "person": person} for person in list_whom_to_write(uid)}, now=fact.at)
