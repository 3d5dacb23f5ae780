"""A question with the answer key of a later edition: it asks what it asked, and what is right is what is right now.

The key of a question are the shares of its answers, its accepted texts and numbers, and how they are compared. Feedback
explains the key, so it goes with it. Everything else that an attempt has met stays: wording, order, draw and points.
"""

from collections.abc import Mapping
from dataclasses import replace

from lms.domain.questions.gap_texts import Gap, read_gap
from lms.domain.questions.model import Answer, Question, Quiz
from lms.domain.questions.typed import unescaped

OF_THE_KEY = ("case", "marking")


def quiz_with_key(own: Quiz, newest: Quiz) -> Quiz:
    """Return a quiz whose questions are marked by the key of the newest one, as far as it has them."""
    sections = tuple(
        replace(section, questions=tuple(question_with_key(each, newest.by_key.get(each.key)) for each in section.questions))
        for section in own.sections
    )
    return replace(own, sections=sections)


def question_with_key(own: Question, newest: Question | None) -> Question:
    """Return a question with the key of the newest one; as it is where that is none, or another question."""
    if newest is None or newest.kind != own.kind:
        return own
    settings: Mapping[str, str] = {
        **{name: value for name, value in own.settings.items() if name not in OF_THE_KEY},
        **{name: value for name, value in newest.settings.items() if name in OF_THE_KEY},
    }
    return replace(own, answers=_answers(own, newest), settings=settings, feedback=newest.feedback)


def _answers(own: Question, newest: Question) -> tuple[Answer, ...]:
    """Return the answers: worth what they are worth now, in the words that were met where words were met."""
    if len(own.answers) != len(newest.answers) or own.kind in ("short", "number"):  # nobody has seen those before
        return newest.answers
    pairs = list(zip(own.answers, newest.answers, strict=True))
    if own.kind == "gaps":
        return tuple(replace(is_, plain=_gap(was.plain, is_.plain)) for was, is_ in pairs)
    keeps_rights = own.kind == "matching" and _equal_rights(own) == _equal_rights(newest)
    return tuple(replace(is_, text=was.text, fixed=was.fixed, plain=was.plain if keeps_rights else is_.plain) for was, is_ in pairs)


def _gap(own: str, newest: str) -> str:
    """Return what a gap holds: accepted texts as they are now, alternatives as they were with the one that is right now."""
    was, is_ = read_gap(own), read_gap(newest)
    if not (isinstance(was, Gap) and isinstance(is_, Gap)) or is_.is_typed or len(was.texts) != len(is_.texts):
        return newest
    return "|".join(("*" if number == is_.right else "") + _as_text(text) for number, text in enumerate(was.texts, 1))


def _as_text(text: str) -> str:
    return "\\" + text if text.startswith(("*", "=")) else text


def _equal_rights(question: Question) -> list[int]:
    rights = [" ".join(unescaped(answer.plain).split()) for answer in question.answers]
    return [rights.index(right) for right in rights]
