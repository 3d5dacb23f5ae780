"""What a notice must say before it is published: to everybody who reads the course, and about something that there is."""

import pytest

from lms.domain.courses.notices import LONGEST, check_notice
from lms.domain.courses.rules import Refusal
from lms.kernel.refusals import Refused
from tests.support.outlines import activity, outline

COURSE = outline(activity("first"))
WRONG = [
    ("nothing said", {}, None, True, Refusal.NOTHING_SAID),
    ("a language that the course has not", {"en": "x", "fr": "x"}, None, True, Refusal.NOT_A_LANGUAGE),
    ("too long", {"en": "x" * (LONGEST + 1)}, None, True, Refusal.TOO_LONG),
    ("about what there is not", {"en": "x"}, "gone", False, Refusal.NO_SUCH_ACTIVITY),
]


@pytest.mark.parametrize(("said", "about", "known", "reason"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_is_refused(said: dict[str, str], about: str | None, known: bool, reason: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        check_notice(COURSE, said, activity=about, known=known)
    assert refused.value.reason is reason


def test_what_is_as_long_as_it_may_be_and_about_something_is_published() -> None:
    check_notice(COURSE, {"en": "x" * LONGEST}, activity="first", known=True)
