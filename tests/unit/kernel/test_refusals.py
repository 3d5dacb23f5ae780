"""A refusal carries which rule it was and what its sentence needs."""

from enum import StrEnum

from lms.kernel.refusals import Missing, Refused


class Refusal(StrEnum):
    """Why it cannot be done."""

    FULL = "full"


def test_a_refusal_knows_its_reason_and_facts() -> None:
    refused = Refused(Refusal.FULL, seats=12)
    assert (refused.reason, refused.facts, str(refused)) == (Refusal.FULL, {"seats": 12}, "full")


def test_what_is_missing_is_told_to_the_log() -> None:
    assert (Missing("course x").what, str(Missing("course x"))) == ("course x", "course x")
