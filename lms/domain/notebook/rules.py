"""Which note belongs to which passage, and what becomes of a note that was changed in two windows: pure decisions.

A passage is a call-out of a lesson that asks its reader for something. Its key is made from what it asks in the language
in which the course was written, so that a note stays beside it in every language and through every correction of the
text around it. Where its title changes it is another passage: the note that was there is kept with what was asked then.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.kernel.digest import digest_of

LONGEST_NOTE = 20_000  # signs
LONGEST_JOINED = 200_000  # of texts from several windows
LONGEST_PROMPT = 500
BETWEEN = "\n\n———\n\n"  # stands between two texts of which neither may be lost
SHORT = 12  # hex digits


class Refusal(StrEnum):
    """Why a note is not kept."""

    TOO_LONG = "note-too-long"
    NOT_A_NOTE = "not-a-note"
    SOMEBODY_ELSES = "note-of-somebody-else"


@dataclass(frozen=True)
class Asking:
    """A call-out of a lesson that asks for something: its kind, its title and text without tags, the id of its title, its end."""

    kind: str
    label: str
    title: str
    text: str
    end: int


@dataclass(frozen=True)
class Passage:
    """A place of a lesson that asks for something: ``prompt`` is what it asks, in the language in which it is shown.

    ``end`` is where in the HTML of the lesson its note has its place, ``label`` the id of the element that says the prompt.
    """

    key: str
    kind: str
    prompt: str
    label: str
    end: int


@dataclass(frozen=True)
class Stored:
    """A note as it is kept; ``client`` and ``seq`` are those of its last change, ``seq`` below 0 where that joined two texts."""

    body: str
    version: int
    client: str
    seq: int


@dataclass(frozen=True)
class Said:
    """A note as somebody sends it: ``base`` is the version on which they wrote, 0 where there was none.

    ``client`` is the window, which numbers what it sends; "" for a form without a script.
    """

    body: str
    base: int
    client: str = ""
    seq: int = 0


@dataclass(frozen=True)
class Outcome:
    """What is to be kept: ``changed`` says whether that is new, ``joined`` whether it holds more than was sent."""

    body: str
    seq: int
    changed: bool
    joined: bool = False


def list_passages(shown: Sequence[Asking], source: Sequence[Asking]) -> tuple[Passage, ...]:
    """Return the passages of a lesson as it is shown, under the keys that they have in the language of the course.

    The second exercise of a translation is the second of its source. Where a translation is out of step with its source,
    so that there are not as many of each kind, its passages have keys of their own: a note is rather kept apart than put
    beside another question.
    """
    in_step = [each.kind for each in shown] == [each.kind for each in source]
    keys = _keys(source if in_step else shown)
    return tuple(
        Passage(key, each.kind, (each.title or each.text)[:LONGEST_PROMPT], each.label, each.end)
        for key, each in zip(keys, shown, strict=True)
    )


def _keys(asking: Sequence[Asking]) -> list[str]:
    seen: Counter[str] = Counter()
    keys = []
    for each in asking:
        words = " ".join(unicodedata.normalize("NFKC", each.title or each.text).casefold().split())
        key = f"{each.kind}-{digest_of(words)[:SHORT]}"
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return keys


def clean_body(body: str) -> str:
    """Return a note as it is kept: its lines end in one way, and signs that nobody sees and databases refuse are gone."""
    lines = body.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))


def why_not_keep(body: str) -> Refusal | None:
    """Return why a note cannot be kept, or None when it can."""
    return Refusal.TOO_LONG if len(body) > LONGEST_NOTE else None


def settle(stored: Stored | None, said: Said) -> Outcome:
    """Return what is to be kept of a note that is stored and one that is sent.

    The same save that arrives twice is one change. Whoever wrote on the newest version, or on their own, replaces it;
    what somebody else has written in another window since is never replaced: both texts are kept, one below the other.
    """
    if stored is None:
        return Outcome(said.body, said.seq, changed=bool(said.body.strip()))
    is_own = bool(said.client) and said.client == stored.client
    if is_own and said.seq <= abs(stored.seq):
        return Outcome(stored.body, stored.seq, changed=False, joined=stored.seq < 0)
    if stored.body == said.body:
        return Outcome(stored.body, stored.seq, changed=False)
    if said.base == stored.version or (is_own and stored.seq > 0) or said.body.startswith(stored.body):
        return Outcome(said.body, said.seq, changed=True)
    joined = join(stored.body, said.body)
    return Outcome(joined, -said.seq, changed=joined != stored.body, joined=True)


def join(kept: str, other: str) -> str:
    """Return both texts, one below the other; one that says nothing new is left out."""
    if not other.strip() or other.strip() in (part.strip() for part in kept.split(BETWEEN)):
        return kept
    return f"{kept.rstrip()}{BETWEEN}{other}" if kept.strip() else other
