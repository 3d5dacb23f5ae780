"""Who sees what, in sentences made from the very permissions that the guards check: the two cannot differ."""

from functools import lru_cache

from babel.lists import format_list

from lms.domain.people.permissions import TOLD, Permission, Relation, who_may
from lms.domain.people.phrases import ALONE, WHAT, WHO
from lms.web.shell.languages import habits
from lms.web.shell.words import gettext as _


def who_sees(*permissions: Permission) -> list[str]:
    """Return a sentence for each of these permissions, or for all that people are told: who sees it."""
    return [_(WHAT[permission], who=_who(who_may(permission))) for permission in permissions or TOLD]


def who_sees_notes() -> str:
    """Return the sentence beside every note."""
    return _note_is_seen_by(habits())


@lru_cache(64)
def _note_is_seen_by(_habits: str) -> str:
    """Say it once in each language; a page with ten notes says it ten times."""
    return who_sees(Permission.SEE_NOTES)[0]


def _who(relations: tuple[Relation, ...]) -> str:
    if relations == (Relation.OWNER,):
        return _(ALONE)
    return _in_a_row(tuple(_(WHO[relation]) for relation in relations), habits())


@lru_cache(256)
def _in_a_row(words: tuple[str, ...], locale: str) -> str:
    return format_list(words, locale=locale)
