"""Who may enrol: decided from facts, without application or database."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why somebody may not enrol in a course."""

    NOT_VISIBLE = "course-not-visible"
    NOT_PUBLISHED = "course-not-published"
    IS_A_GUIDE = "course-is-a-guide"
    ALREADY_ENROLLED = "already-enrolled"
    NOTHING_TO_WITHDRAW = "nothing-to-withdraw"


def why_not_enrol(visibility: str, *, is_published: bool, signed_in: bool, state: str | None, is_guide: bool = False) -> Refusal | None:
    """Return why a person may not enrol in a course, or None when they may.

    ``visibility`` is the course's (public, signed-in or invited); ``state`` is that of the person's latest enrolment in
    it, or None; ``is_guide`` that it is only read. Whoever has withdrawn may begin again, which is the next enrolment; recertification comes with due dates.
    """
    if not may_see_course(visibility, signed_in=signed_in, enrolled=state is not None):
        return Refusal.NOT_VISIBLE
    if not is_published:
        return Refusal.NOT_PUBLISHED
    if is_guide:
        return Refusal.IS_A_GUIDE
    return Refusal.ALREADY_ENROLLED if state in ("active", "completed") else None


def may_see_course(visibility: str, *, signed_in: bool, enrolled: bool) -> bool:
    """Tell whether somebody may see that a course exists, and its page."""
    return enrolled or visibility == "public" or (visibility == "signed-in" and signed_in)
