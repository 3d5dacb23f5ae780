"""Who gets the letter about a notice: everybody on the way through the course, and if it says so those who hold its certificate."""

from lms.domain.certificates.queries import list_holders
from lms.domain.courses.facts import NoticePublished
from lms.domain.courses.queries import find_published
from lms.domain.enrolment.queries import list_people_in
from lms.kernel.refusals import Missing
from lms.web.mail.letters import post_each

KIND = "notice"


def follow_notice(fact: NoticePublished) -> None:
    """Have everybody written to whom a notice is for, once it is committed (follows courses); nobody gets two letters."""
    course = find_published(fact.object)
    if course is None:
        raise Missing(f"course {fact.object}")
    uid = fact.result["notice"]
    follow = dict.fromkeys(list_people_in(course.course_id), False)
    hold = dict.fromkeys(list_holders(course.course_id, now=fact.at), True) if fact.result["holders"] else {}
    post_each(KIND, {f"{KIND}:{uid}:{person}": {"notice": uid, "person": person, "holds": holds} for person, holds in {**hold, **follow}.items()}, now=fact.at)
