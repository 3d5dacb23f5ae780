"""A text with gaps to be filled in; a response has for each gap what was typed, or the number of what was chosen.

``["Article 20", 1]``: gaps count from 1 as they were written in the source. What is typed is marked against the
accepted texts of all languages (G12).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from lms.domain.questions import typed
from lms.domain.questions.choices import difference_in_number
from lms.domain.questions.counting import AnswerCount, Counted, as_typed, total
from lms.domain.questions.findings import Findings
from lms.domain.questions.gap_texts import Gap, at_signs, read_gap
from lms.domain.questions.kind import NONE, ONE, Difference, Fields, Pieces, Rank, Review, Unfit, first, place
from lms.domain.questions.model import Answer, Question, Response, text_id
from lms.domain.questions.views import Asked, Controls, OptionFeedback, OptionView
from lms.kernel.words import N_

forms = frozenset({"gaps"})
settings = frozenset({"case"})


def gap_of(answer: Answer) -> Gap:
    """Return what a gap holds; what cannot be read was told and left out (``read``)."""
    gap = read_gap(answer.plain)
    assert isinstance(gap, Gap), "read() lets no other gap through"
    return gap


def gaps_of(question: Question) -> list[Gap]:
    """Return the gaps of a question in the order of their numbers."""
    return [gap_of(answer) for answer in question.answers]


def read(answers: tuple[Answer, ...], line: int, findings: Findings) -> tuple[Answer, ...]:
    """Return the gaps; those that cannot be read are noted."""
    for answer in answers:
        gap = read_gap(answer.plain)
        if not isinstance(gap, Gap):
            findings.error(answer.line, "bad-gap", gap, gap=answer.number)
    return answers


def check(question: Question, findings: Findings) -> None:
    """Warn of a text that stands twice in one gap."""
    case = question.settings.get("case") == "yes"
    for answer, gap in zip(question.answers, gaps_of(question), strict=True):
        texts = gap.texts if gap.is_typed else gap.alternatives
        if len({typed.normalised(text, case=case and gap.is_typed) for text in texts}) < len(texts):
            findings.warning(
                answer.line,
                "same-answer",
                N_("question %(key)s: gap %(gap)s has the same text twice"),
                key=question.key,
                gap=answer.number,
            )


def compare(source: Question, twin: Question) -> Difference | None:
    """Return the first gap that is not of the form of the source's; what is typed may differ, in number too (T4)."""
    pairs = zip(twin.answers, source.answers, gaps_of(twin), gaps_of(source), strict=False)
    return difference_in_number(source, twin) or next(filter(None, (_difference(*pair) for pair in pairs)), None)


def _difference(mine: Answer, theirs: Answer, gap: Gap, other: Gap) -> Difference | None:
    facts = {"gap": mine.number, "there": theirs.line}
    if gap.is_typed != other.is_typed:
        sentence = N_("question %(key)s: gap %(gap)s is typed in one language and chosen in the other; see %(language)s (line %(there)s)")
        return Difference(mine.line, "answers-differ", sentence, facts)
    if len(gap.alternatives) != len(other.alternatives):
        sentence = N_("question %(key)s: gap %(gap)s has %(mine)s alternatives, but %(theirs)s in %(language)s (line %(there)s)")
        numbers = {"mine": len(gap.alternatives), "theirs": len(other.alternatives)}
        return Difference(mine.line, "answers-differ", sentence, {**facts, **numbers})
    if gap.right != other.right:
        sentence = N_(
            "question %(key)s: in gap %(gap)s alternative %(answer)s is marked right, but in %(language)s (line %(there)s) alternative %(other)s is"
        )
        return Difference(mine.line, "key-differs", sentence, {**facts, "answer": gap.right, "other": other.right})
    return None


def order(question: Question, *, shuffle: bool, rank: Rank) -> tuple[int, ...]:
    """Return the alternatives of all gaps, counted through, gap by gap in the order shown."""
    shown: list[int] = []
    for gap in gaps_of(question):
        numbers = range(len(shown) + 1, len(shown) + len(gap.alternatives) + 1)
        shown += sorted(numbers, key=rank) if shuffle else numbers
    return tuple(shown)


def _lists(question: Question, order: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return for each gap the numbers of its own alternatives in the order shown, none where it is typed."""
    lists, start = [], 0
    for gap in gaps_of(question):
        end = start + len(gap.alternatives)
        lists.append(tuple(number - start for number in order[start:end]))
        start = end
    return lists


def ask(question: Question, order: tuple[int, ...]) -> Asked:
    """Return the gaps with their alternatives in the order shown, and nothing of what is to be typed."""
    lists = zip(gaps_of(question), _lists(question, order), strict=True)
    return Asked(
        question.key,
        question.kind,
        question.points,
        lists=tuple(tuple((number, gap.alternatives[number - 1]) for number in shown) for gap, shown in lists),
    )


def take(question: Question, fields: Fields, order: tuple[int, ...]) -> Response:
    """Return what the form holds for each gap; an alternative counts by its place on the page."""
    taken: list[str | int | None] = []
    for number, shown in enumerate(_lists(question, order), 1):
        said = first(fields, f"q-{question.key}.{number}")
        chosen = place(said, len(shown)) if shown else None
        taken.append((shown[chosen - 1] if chosen else None) if shown else typed.cleaned(said) or None)
    return taken if any(each is not None for each in taken) else None


def accept(question: Question, body: Any) -> Response:
    """Return a text or a number for each gap, None for one that is empty; those that are missing are empty."""
    gaps = gaps_of(question)
    if body is None:
        return None
    if not isinstance(body, list) or len(body) > len(gaps):
        raise Unfit(question.key)
    said = [*body, *[None] * (len(gaps) - len(body))]
    if not all(each is None or _fits(gap, each) for gap, each in zip(gaps, said, strict=True)):
        raise Unfit(question.key)
    taken = [(typed.cleaned(each) or None) if isinstance(each, str) else each for each in said]
    return taken if any(each is not None for each in taken) else None


def _fits(gap: Gap, said: Any) -> bool:
    return isinstance(said, str) if gap.is_typed else type(said) is int and 1 <= said <= len(gap.texts)


def _accepted(question: Question, twins: Mapping[str, Question]) -> list[list[str]]:
    """Return for each gap the texts that any language accepts."""
    others = [gaps_of(twin) for twin in twins.values() if len(twin.answers) == len(question.answers)]
    return [
        [text for each in (gap, *(gaps[index] for gaps in others)) if each.is_typed for text in each.texts]
        for index, gap in enumerate(gaps_of(question))
    ]


def _takes(accepted: list[str], said: str, *, case: bool) -> bool:
    return any(typed.matches(text, said, case=case) for text in accepted)


def _right(question: Question, response: Response, twins: Mapping[str, Question]) -> list[bool]:
    """Return for each gap whether what is in it is right in any language."""
    case = question.settings.get("case") == "yes"
    told = []
    for gap, accepted, said in zip(gaps_of(question), _accepted(question, twins), response or [None] * len(question.answers), strict=True):
        if isinstance(said, str):
            told.append(_takes(accepted, said, case=case))
        else:
            told.append(said is not None and said == gap.right)
    return told


def mark(question: Question, response: Response, language: str, twins: Mapping[str, Question]) -> Fraction:
    """Return right gaps ÷ gaps."""
    right = _right(question, response, twins)
    return Fraction(sum(right), len(right))


def explain(question: Question, response: Response, language: str, twins: Mapping[str, Question]) -> tuple[int, ...]:
    """Return nothing: gaps have no feedback of their own."""
    return ()


def view(asked: Asked, pieces: Pieces, response: Response, lang: str) -> Controls:
    """Return the text cut at its gaps, and the gaps in the order in which they stand in it in this language."""
    parts, numbers = at_signs(pieces.get(text_id(asked.key), ""))
    given = response or [None] * len(asked.lists)
    options = []
    for number in numbers:
        said, shown = given[number - 1], asked.lists[number - 1]
        chosen = next((value for value, (each, _text) in enumerate(shown, 1) if each == said), None)
        rights = tuple((value, text) for value, (_number, text) in enumerate(shown, 1))
        words = said if isinstance(said, str) else ""
        options.append(OptionView(number, lang=lang, chosen=said is not None, place=chosen, rights=rights, typed=words))
    return Controls(tuple(options), parts=tuple(parts))


def review(
    question: Question, response: Response, order: tuple[int, ...], *, reveal: bool, lang: str, twins: Mapping[str, Question]
) -> Review:
    """Return for each gap whether it is right, and what belongs there, if that may be told."""
    right = _right(question, response, twins)
    told = zip(question.answers, gaps_of(question), right, strict=True)
    said = zip(question.answers, _accepted(question, twins), response or [None] * len(question.answers), right, strict=True)
    return Review(
        {answer.number: OptionFeedback(is_right, answer=gap.answer) for answer, gap, is_right in told if reveal},
        nearly=frozenset(
            answer.number
            for answer, accepted, text, is_right in said
            if isinstance(text, str) and not is_right and any(typed.is_nearly(each, text) for each in accepted)
        ),
    )


def analyse(question: Question, given: Sequence[Counted], twins: Mapping[str, Question]) -> tuple[AnswerCount, ...]:
    """Return for each gap what was typed into it, or how often each of its alternatives was chosen."""
    case, accepted = question.settings.get("case") == "yes", _accepted(question, twins)
    found: list[AnswerCount] = []
    for index, gap in enumerate(gaps_of(question)):
        said = [Counted(each.body[index], each.language, each.count) for each in given if each.body[index] is not None]
        if gap.is_typed:
            found += as_typed(
                said,
                alike=lambda each: typed.normalised(each.body, case=case),
                worth=lambda each, texts=accepted[index]: ONE if _takes(texts, each.body, case=case) else NONE,  # type: ignore[misc]
                gap=index + 1,
            )
        else:
            numbers = range(1, len(gap.alternatives) + 1)
            found += [
                AnswerCount(total(each for each in said if each.body == number), ONE if number == gap.right else NONE, (number,), gap=index + 1)
                for number in numbers
            ]
    return tuple(found)
