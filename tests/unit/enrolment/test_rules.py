"""Who may see a course, and who may enrol in it."""

import pytest

from lms.domain.enrolment.rules import Refusal, may_see_course, why_not_enrol

VISIBLE, HIDDEN = True, False


@pytest.mark.parametrize(
    ("visibility", "signed_in", "enrolled", "expected"),
    [
        pytest.param("public", False, False, VISIBLE, id="a stranger, a public course"),
        pytest.param("public", True, False, VISIBLE, id="somebody signed in, a public course"),
        pytest.param("signed-in", False, False, HIDDEN, id="a stranger, a course for people signed in"),
        pytest.param("signed-in", True, False, VISIBLE, id="somebody signed in, a course for them"),
        pytest.param("invited", False, False, HIDDEN, id="a stranger, a course for invited people"),
        pytest.param("invited", True, False, HIDDEN, id="somebody signed in but not invited"),
        pytest.param("invited", True, True, VISIBLE, id="somebody invited"),
        pytest.param("made-up", True, False, HIDDEN, id="a visibility that nobody knows hides"),
    ],
)
def test_who_may_see_a_course(visibility: str, signed_in: bool, enrolled: bool, expected: bool) -> None:
    assert may_see_course(visibility, signed_in=signed_in, enrolled=enrolled) is expected


@pytest.mark.parametrize(
    ("visibility", "is_published", "state", "expected"),
    [
        pytest.param("public", True, None, None, id="for the first time"),
        pytest.param("public", True, "active", Refusal.ALREADY_ENROLLED, id="twice"),
        pytest.param("public", True, "completed", Refusal.ALREADY_ENROLLED, id="after completing it"),
        pytest.param("public", True, "withdrawn", None, id="after withdrawing"),
        pytest.param("public", False, None, Refusal.NOT_PUBLISHED, id="before it is published"),
        pytest.param("invited", True, None, Refusal.NOT_VISIBLE, id="without being invited"),
        pytest.param("invited", False, None, Refusal.NOT_VISIBLE, id="hidden before not published"),
        pytest.param("signed-in", True, None, None, id="for people signed in"),
    ],
)
def test_who_may_enrol(
    visibility: str, is_published: bool, state: str | None, expected: Refusal | None
) -> None:
    assert why_not_enrol(visibility, is_published=is_published, signed_in=True, state=state) == expected


@pytest.mark.parametrize(
    ("visibility", "is_published", "state", "expected"),
    [
        pytest.param("public", True, None, Refusal.IS_A_GUIDE, id="that is published"),
        pytest.param("public", True, "withdrawn", Refusal.IS_A_GUIDE, id="that was a course when they withdrew"),
        pytest.param("public", False, None, Refusal.NOT_PUBLISHED, id="that is not published"),
        pytest.param("invited", True, None, Refusal.NOT_VISIBLE, id="that they cannot see"),
    ],
)
def test_nobody_enrols_in_a_guide(visibility: str, is_published: bool, state: str | None, expected: Refusal) -> None:
    assert why_not_enrol(visibility, is_published=is_published, signed_in=True, state=state, is_guide=True) == expected


def test_a_stranger_cannot_enrol_in_what_they_cannot_see() -> None:
    assert why_not_enrol("signed-in", is_published=True, signed_in=False, state=None) == Refusal.NOT_VISIBLE
