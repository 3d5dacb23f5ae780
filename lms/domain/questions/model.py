"""What a quiz is made of (course-format §7): quiz, sections, questions and answers, as the author wrote them.

These objects hold the right answers. What a learner may see of them is another type: ``views.QuestionView``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

Response = Any  # data of the shapes of course-format G13; None where nothing was answered

LABEL = re.compile(r"\[([^\]\n]+)\]")
ABBREVIATION = re.compile(r"\*\[([^\]\n]+)\]:")


@dataclass(frozen=True)
class Answer:
    """One answer line and what belongs to it; ``number`` counts from 1 in the order in which it was written.

    ``text`` is Markdown: a choice, the left side of a pair, an item of an order. ``plain`` is plain text as it was
    typed, escapes included: an accepted text, a number, a right side, all that a gap holds. ``share`` is worth of the answer as written,
    from -1 to 1, and ``percent`` whether it was written as a percentage. ``low`` and ``high`` are the ends of a
    number, both included.
    """

    number: int
    line: int
    text: str = ""
    plain: str = ""
    share: Fraction = Fraction(0)
    percent: bool = False
    low: Fraction | None = None
    high: Fraction | None = None
    fixed: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class Question:
    """A question, or a piece of information between questions (``kind`` is then ``information``).

    ``settings`` are those of its heading by name (``see``, ``marking``, ``case``, ``kind`` …) except ``points`` and
    ``formerly``. ``digest`` is that of its block of the file (T2), 8 hex digits.
    """

    key: str
    kind: str
    points: Fraction
    text: str
    answers: tuple[Answer, ...] = ()
    feedback: str = ""
    settings: Mapping[str, str] = field(default_factory=dict, hash=False)
    formerly: tuple[str, ...] = ()
    line: int = 1
    digest: str = ""

    @property
    def is_marked(self) -> bool:
        """Whether this is a question at all; information is shown and never counted."""
        return self.kind != "information"

    def answer(self, number: int) -> Answer:
        """Return the answer with this number, as written, from 1."""
        return self.answers[number - 1]


@dataclass(frozen=True)
class Section:
    """A part of a quiz; ``draw`` says how many of its questions each attempt meets, None all of them."""

    title: str
    text: str = ""
    draw: int | None = None
    questions: tuple[Question, ...] = ()
    line: int = 1


@dataclass(frozen=True)
class Stamp:
    """What a translation says it was made from (T2); ``blocks`` has 8 hex digits per question of the source."""

    digest: str | None = None
    blocks: tuple[str, ...] = ()
    machine: bool = False


@dataclass(frozen=True)
class Quiz:
    """A whole quiz in one language, as its file says.

    ``mode`` is practice, test or survey; ``pass_mark`` percent or None; ``attempts`` None for unlimited; ``minutes``
    None for no limit. Questions that are broken are left out. ``digest`` is that of the file (T1), ``blocks`` those of all question blocks by key, in order,
    8 hex digits each (T2). ``definitions`` are the link definitions and
    abbreviations of the file, which hold for every piece.
    """

    title: str
    mode: str = "test"
    summary: str = ""
    description: str = ""
    introduction: str = ""
    sections: tuple[Section, ...] = ()
    pass_mark: int | None = None
    attempts: int | None = None
    minutes: int | None = None
    extra_time: str = ""
    grading: str = "best"
    shuffle: frozenset[str] = frozenset()
    show_answers: str = "after-attempt"
    page: str = "all"
    definitions: tuple[str, ...] = ()
    blocks: Mapping[str, str] = field(default_factory=dict, hash=False)
    stamp: Stamp | None = None
    file: str = ""
    digest: str = ""

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions and information in the order of the file."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def by_key(self) -> Mapping[str, Question]:
        """All questions by their key."""
        return {question.key: question for question in self.questions}

    @property
    def language(self) -> str:
        """The language of the file, by the folder in which it lies."""
        return PurePosixPath(self.file).parent.name

    @property
    def length(self) -> int:
        """How many questions an attempt meets."""
        return sum(
            section.draw or sum(question.is_marked for question in section.questions)
            for section in self.sections
        )


def text_id(key: str) -> str:
    """Return the piece id of a question's text."""
    return f"{key}/text"


def answer_id(key: str, number: int) -> str:
    """Return the piece id of an answer."""
    return f"{key}/answer/{number}"


def feedback_id(key: str, number: int | None = None) -> str:
    """Return the piece id of an answer's feedback, or of the feedback for all."""
    return f"{key}/feedback" if number is None else f"{key}/feedback/{number}"


def section_id(index: int) -> str:
    """Return the piece id of the text of the section with this index, from 0."""
    return f"section/{index}"


def pieces(quiz: Quiz) -> dict[str, str]:
    """Return the Markdown of every piece of a quiz by its id, each ready to be rendered alone (G1).

    Ids are ``intro``, ``section/<index>``, ``<question>/text``, ``<question>/answer/<n>``,
    ``<question>/feedback/<n>`` and ``<question>/feedback``; empty pieces are left out.
    """
    return {name: _with_definitions(text, quiz.definitions) for name, text in _texts(quiz) if text.strip()}


def _texts(quiz: Quiz) -> Iterator[tuple[str, str]]:
    yield "intro", quiz.introduction
    for index, section in enumerate(quiz.sections):
        yield section_id(index), section.text
        for question in section.questions:
            yield text_id(question.key), question.text
            for answer in question.answers:
                yield answer_id(question.key, answer.number), answer.text
                yield feedback_id(question.key, answer.number), answer.feedback
            yield feedback_id(question.key), question.feedback


def plain_label(label: str) -> str:
    """Return the label of a link in the form in which two are compared."""
    return " ".join(label.split()).casefold()


def defined_labels(definitions: tuple[str, ...]) -> frozenset[str]:
    """Return the labels of the links among the definitions of a file, as they are compared."""
    return frozenset(plain_label(found[1]) for each in definitions if (found := LABEL.match(each)))


def _with_definitions(text: str, definitions: tuple[str, ...]) -> str:
    """Return a piece with those definitions of the file that it uses beneath it."""
    labels = {plain_label(label) for label in LABEL.findall(text)}
    used = []
    for definition in definitions:
        abbreviation = ABBREVIATION.match(definition)
        if abbreviation:
            wanted = abbreviation[1] in text
        else:
            wanted = plain_label(LABEL.match(definition)[1]) in labels  # type: ignore[index]
        if wanted:
            used.append(definition)
    return f"{text}\n\n" + "\n".join(used) if used else text
