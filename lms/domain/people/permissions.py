"""Who may do what, on one page: each permission, and the relations that grant it.

A relation is between a visitor and the thing asked for; it is found out by the guard, never claimed by the visitor.
No role is a power over everything: an administrator gets what is listed here and nothing else.
"""

from enum import StrEnum


class Relation(StrEnum):
    """How a visitor stands to the thing asked for."""

    ANYBODY = "anybody"
    GUEST = "somebody without an account who has left something here"
    SIGNED_IN = "signed in"
    SELF = "signed in, and not an administrator who looks as somebody else"
    MAY_SEE_COURSE = "may see the course"
    READS_OPEN = "may read this part of the course without an account"
    ENROLLED = "enrolled in the course"
    TEACHES = "teaches or edits the course"
    OWNER = "the person whose it is"
    HAS_ADDRESS = "knows its address, which nobody can guess"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """Something that an address lets people do."""

    SEE_COURSE = "see the page of a course"
    ENROL = "enrol in a course"
    SEE_OWN_LEARNING = "see one's own courses"
    KEEP_OWN_ACCOUNT = "see and change one's own account"
    END_SIGN_IN = "end a sign-in"
    LEARN = "read the lessons of a course and mark them as done"
    TAKE_QUIZ = "start a quiz, or send a survey"
    ANSWER = "answer and submit an attempt, and see its review"
    SEE_MEDIA = "see the pictures of a course"
    KEEP_NOTES = "write notes beside the passages of a lesson"
    SEE_NOTES = "read the notes that somebody wrote"
    SEE_HANDOUTS = "read what a course holds for those who teach it"
    TEACH = "see what one teaches and what waits to be done there"
    DECIDE_ATTEMPTS = "give further attempts at a quiz to those who ask"
    MARK = "read and mark the texts of learners that a person must mark"
    MEND_KEY = "read what was typed into a quiz, never by whom, and accept more of it as right"
    SEE_ANALYSIS = "see how the questions of a course were answered, without anybody's name"
    NAME_CERTIFICATE = "say how one's name stands on certificates"
    SEE_CERTIFICATE = "see a certificate with everything that it claims"
    SEE_NAME = "see what somebody is called"
    SEE_EMAIL = "see somebody's e-mail address"
    SEE_PROGRESS = "see how far somebody has got"
    SEE_RESULT = "see the results of somebody's quizzes"
    SEE_REPORTS = "see who has got how far"
    ADMINISTER = "see who has an account and how the site runs, and change it"


PERMISSIONS: dict[Permission, frozenset[Relation]] = {
    Permission.SEE_COURSE: frozenset({Relation.MAY_SEE_COURSE}),
    Permission.ENROL: frozenset({Relation.SIGNED_IN}),
    Permission.SEE_OWN_LEARNING: frozenset({Relation.SIGNED_IN}),
    Permission.KEEP_OWN_ACCOUNT: frozenset({Relation.SELF}),
    Permission.END_SIGN_IN: frozenset({Relation.OWNER}),
    Permission.LEARN: frozenset({Relation.ENROLLED, Relation.READS_OPEN}),
    Permission.TAKE_QUIZ: frozenset({Relation.ENROLLED, Relation.READS_OPEN}),
    Permission.ANSWER: frozenset({Relation.OWNER}),
    Permission.SEE_MEDIA: frozenset({Relation.MAY_SEE_COURSE, Relation.ENROLLED}),
    Permission.KEEP_NOTES: frozenset({Relation.ENROLLED, Relation.READS_OPEN}),
    Permission.SEE_NOTES: frozenset({Relation.OWNER}),
    Permission.SEE_HANDOUTS: frozenset({Relation.TEACHES, Relation.ADMINISTRATOR}),
    Permission.TEACH: frozenset({Relation.TEACHES, Relation.ADMINISTRATOR}),
    Permission.DECIDE_ATTEMPTS: frozenset({Relation.TEACHES, Relation.ADMINISTRATOR}),
    Permission.MARK: frozenset({Relation.TEACHES, Relation.ADMINISTRATOR}),
    Permission.MEND_KEY: frozenset({Relation.TEACHES, Relation.ADMINISTRATOR}),
    Permission.SEE_ANALYSIS: frozenset({Relation.TEACHES, Relation.ADMINISTRATOR}),
    Permission.NAME_CERTIFICATE: frozenset({Relation.OWNER}),
    Permission.SEE_CERTIFICATE: frozenset({Relation.HAS_ADDRESS}),
    Permission.SEE_NAME: frozenset({Relation.OWNER, Relation.TEACHES, Relation.ADMINISTRATOR}),
    Permission.SEE_EMAIL: frozenset({Relation.OWNER, Relation.ADMINISTRATOR}),
    Permission.SEE_PROGRESS: frozenset({Relation.OWNER, Relation.ADMINISTRATOR}),
    Permission.SEE_RESULT: frozenset({Relation.OWNER, Relation.ADMINISTRATOR}),
    Permission.SEE_REPORTS: frozenset({Relation.ADMINISTRATOR}),
    Permission.ADMINISTER: frozenset({Relation.ADMINISTRATOR}),
}

# Refused with "no such page" rather than "not for you": that such a thing exists is itself nobody's business.
HIDDEN = frozenset(
    {
        Permission.ANSWER,
        Permission.DECIDE_ATTEMPTS,
        Permission.END_SIGN_IN,
        Permission.MARK,
        Permission.MEND_KEY,
        Permission.SEE_ANALYSIS,
        Permission.SEE_COURSE,
        Permission.SEE_HANDOUTS,
        Permission.SEE_MEDIA,
        Permission.TEACH,
    }
)

# What people are told about who sees it, in this order; the sentences stand in phrases.py.
TOLD = (
    Permission.SEE_NAME,
    Permission.SEE_EMAIL,
    Permission.SEE_PROGRESS,
    Permission.SEE_RESULT,
    Permission.ANSWER,
    Permission.MARK,
    Permission.MEND_KEY,
    Permission.SEE_ANALYSIS,
    Permission.SEE_NOTES,
    Permission.SEE_CERTIFICATE,
)


def who_may(permission: Permission) -> tuple[Relation, ...]:
    """Return the relations that grant a permission, in the order in which people are told them: themselves first."""
    granting = PERMISSIONS[permission]
    return tuple(sorted(granting, key=lambda relation: (relation is not Relation.OWNER, list(Relation).index(relation))))


def may(permission: Permission, relations: frozenset[Relation]) -> bool:
    """Tell whether somebody with these relations to a thing may do this with it."""
    return not PERMISSIONS[permission].isdisjoint(relations)
