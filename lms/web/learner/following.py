"""How somebody who only reads comes to follow a course: by leaving something in it.

Reading an open module takes no account and writes nothing. With the first lesson marked as done, the first note or the
first practice a visitor becomes a guest who is enrolled; what is left is theirs, and becomes their account's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import abort, request

from lms.domain.enrolment import service as enrolment
from lms.domain.enrolment.queries import find_learning
from lms.domain.people import service as people
from lms.domain.people.queries import Visitor
from lms.platform.database import end_reading, unit_of_work
from lms.platform.limits import Rule
from lms.web.learner.loaders import Place
from lms.web.shell.limits import client_address, within
from lms.web.shell.visitors import keep_guest, now, somebody

# Each is a row that stays for weeks; an office behind one address has room for everybody in it.
NEW_GUESTS = Rule("new-guests", "300/hour; 1000/day")
TOO_MANY = 429


@contextmanager
def following(place: Place) -> Iterator[Place]:
    """Open the unit of work in which somebody leaves something in a course; whoever does not follow it does from now on."""
    asking = somebody()
    if asking is None and not within(NEW_GUESTS, client_address()):
        abort(TOO_MANY)
    end_reading()
    token = ""
    with unit_of_work():
        if not place.is_followed:
            token, place = _begin(place, asking)
        yield place
    if token:
        keep_guest(token)


def _begin(place: Place, asking: Visitor | None) -> tuple[str, Place]:
    """Enrol whoever is here, as a guest where nobody is known; return the token of a new guest, and the course as they follow it."""
    token, person_id = "", asking.id if asking else people.add_guest(now=now())
    if asking is None:
        token = people.sign_in(person_id, instead_of=None, agent=request.user_agent.string, now=now())
    enrolment.enrol(person_id, place.learning.course_id, signed_in=place.has_account, now=now())
    learning = find_learning(person_id, place.learning.course_key)
    assert learning is not None, "an enrolment was just made"
    return token, replace(place, learning=learning)
