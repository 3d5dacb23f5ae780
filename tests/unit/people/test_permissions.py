"""Who may do what: the whole table once more, written by hand, so that no change of it goes unseen."""

import pytest

from lms.domain.people.permissions import HIDDEN, PERMISSIONS, Permission, Relation, may

ANYBODY, SIGNED_IN, SEES, ENROLLED, OWNER, ADMIN = (
    Relation.ANYBODY,
    Relation.SIGNED_IN,
    Relation.MAY_SEE_COURSE,
    Relation.ENROLLED,
    Relation.OWNER,
    Relation.ADMINISTRATOR,
)

GUEST, SELF, READS_OPEN = Relation.GUEST, Relation.SELF, Relation.READS_OPEN
HAS_ADDRESS = Relation.HAS_ADDRESS
OF_PEOPLE = {Permission.SEE_NAME, Permission.SEE_EMAIL, Permission.SEE_PROGRESS, Permission.SEE_RESULT}

# What somebody with exactly this one relation may do.
EXPECTED = {
    ANYBODY: set(),
    GUEST: set(),
    SELF: {Permission.KEEP_OWN_ACCOUNT},
    READS_OPEN: {Permission.LEARN, Permission.TAKE_QUIZ, Permission.KEEP_NOTES},
    HAS_ADDRESS: {Permission.SEE_CERTIFICATE},
    SIGNED_IN: {Permission.ENROL, Permission.SEE_OWN_LEARNING},
    SEES: {Permission.SEE_COURSE, Permission.SEE_MEDIA},
    ENROLLED: {Permission.LEARN, Permission.TAKE_QUIZ, Permission.SEE_MEDIA, Permission.KEEP_NOTES},
    OWNER: {Permission.ANSWER, Permission.END_SIGN_IN, Permission.SEE_NOTES, Permission.NAME_CERTIFICATE, *OF_PEOPLE},
    Relation.TEACHES: {Permission.SEE_ANALYSIS, Permission.SEE_HANDOUTS, Permission.SEE_NAME, Permission.TEACH, Permission.DECIDE_ATTEMPTS, Permission.MARK, Permission.MEND_KEY},
    ADMIN: {Permission.SEE_ANALYSIS, Permission.SEE_HANDOUTS, Permission.TEACH, Permission.DECIDE_ATTEMPTS, Permission.MARK, Permission.MEND_KEY, Permission.SEE_REPORTS, Permission.ADMINISTER, *OF_PEOPLE},
}


def test_every_permission_says_who_has_it() -> None:
    assert set(PERMISSIONS) == set(Permission)


def test_every_relation_is_expected_here() -> None:
    assert set(EXPECTED) == set(Relation)


@pytest.mark.parametrize("relation", Relation, ids=lambda relation: relation.value)
def test_what_a_relation_lets_people_do(relation: Relation) -> None:
    assert {permission for permission in Permission if may(permission, frozenset({relation}))} == EXPECTED[
        relation
    ]


@pytest.mark.parametrize("permission", Permission, ids=lambda permission: permission.value)
def test_nobody_may_do_anything_without_a_relation(permission: Permission) -> None:
    assert not may(permission, frozenset())


def test_being_an_administrator_is_no_power_over_learning() -> None:
    administrator = frozenset({ANYBODY, SIGNED_IN, ADMIN})
    assert not may(Permission.LEARN, administrator)
    assert not may(Permission.ANSWER, administrator)
    assert not may(Permission.SEE_NOTES, administrator)
    assert not may(Permission.KEEP_NOTES, administrator)


def test_what_is_nobodys_business_is_hidden() -> None:
    assert {
        Permission.SEE_COURSE,
        Permission.ANSWER,
        Permission.SEE_ANALYSIS,
        Permission.SEE_MEDIA,
        Permission.END_SIGN_IN,
        Permission.SEE_HANDOUTS,
        Permission.TEACH,
        Permission.DECIDE_ATTEMPTS,
        Permission.MARK,
        Permission.MEND_KEY,
    } == HIDDEN
