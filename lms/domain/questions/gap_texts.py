"""Gaps in a running text (course-format G9): what one may hold, and the signs that keep its place in the HTML.

A gap is taken out before Markdown is read, so that nothing in it can be Markdown, and a sign with its number stands
there instead. The signs pass the renderer and the sanitiser as letters do; a control takes their place on the page.
"""

import re
from dataclasses import dataclass

from lms.domain.questions import typed
from lms.kernel.words import N_

OPEN, CLOSE = "\ue000", "\ue001"  # of the private use area: they mean nothing to anybody else
SIGN = re.compile(f"{OPEN}([0-9]{{1,4}}){CLOSE}")
TAG_OR_SIGN = re.compile(rf"<(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>|{SIGN.pattern}")
BAR = re.compile(r"\\[!-/:-@\[-`{-~]|(\|)")

EMPTY = N_("gap %(gap)s holds an empty text; write {{Article 20}}, {{=Article 20|=Art. 20}} or {{*right|wrong}}")
MIXTURE = N_("gap %(gap)s: each text that may be typed begins with =, like {{=Article 20|=Art. 20}}")
STARS = N_("gap %(gap)s has several texts to choose from: mark the one right one with a star, like {{*twenty|two}}")
ALONE = N_("gap %(gap)s has only one text to choose from: write others behind bars, like {{*twenty|two}}")



@dataclass(frozen=True)
class Gap:
    """What a gap holds: ``texts`` as written, accepted ones or alternatives; ``right`` is the number of the right
    alternative, from 1, or 0 where the gap is typed."""

    texts: tuple[str, ...]
    right: int = 0

    @property
    def is_typed(self) -> bool:
        """Whether a text is typed; else one of the alternatives is chosen."""
        return self.right == 0

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The alternatives as plain text in the order in which they were written; none where a text is typed."""
        return () if self.is_typed else tuple(" ".join(typed.unescaped(text).split()) for text in self.texts)

    @property
    def answer(self) -> str:
        """What is right, for people to read."""
        return typed.shown(self.texts[0]) if self.is_typed else self.alternatives[self.right - 1]


def read_gap(raw: str) -> Gap | str:
    """Return what stands between the braces of a gap as a gap, or the sentence that says what is wrong with it."""
    texts = _at_bars(raw)
    if not all(text.lstrip("=*").strip() for text in texts):
        return EMPTY
    equals = [text.startswith("=") for text in texts]
    if any(equals):
        return Gap(tuple(text[1:].strip() for text in texts)) if all(equals) else MIXTURE
    stars = [number for number, text in enumerate(texts, 1) if text.startswith("*")]
    if len(texts) == 1:
        return ALONE if stars else Gap(tuple(texts))
    if len(stars) != 1:
        return STARS
    return Gap(tuple(text.removeprefix("*").strip() for text in texts), stars[0])


def _at_bars(raw: str) -> list[str]:
    parts, start = [], 0
    for found in BAR.finditer(raw):
        if found[1]:
            parts.append(raw[start : found.start()].strip())
            start = found.end()
    return [*parts, raw[start:].strip()]


def sign(number: int) -> str:
    """Return what stands in a text for the gap with this number."""
    return f"{OPEN}{number}{CLOSE}"


def at_signs(html: str) -> tuple[list[str], list[int]]:
    """Return safe HTML cut where gaps are, and their numbers in the order in which they stand there.

    There is one part more than there are numbers. Only signs among words count: one inside a tag is left alone.
    """
    parts, numbers, start = [], list[int](), 0
    for found in TAG_OR_SIGN.finditer(html):
        if found[1]:
            parts.append(html[start : found.start()])
            numbers.append(int(found[1]))
            start = found.end()
    return [*parts, html[start:]], numbers
