"""What single and multiple choice have in common: a list of choices, one or several of them chosen."""

from collections import Counter
from collections.abc import Collection, Iterable

from lms.domain.questions.counting import AnswerCount
from lms.domain.questions.findings import Findings
from lms.domain.questions.kind import Difference, Pieces, Rank, clamped
from lms.domain.questions.model import Answer, Question, answer_id
from lms.domain.questions.views import Asked, Controls, OptionFeedback, OptionView
from lms.kernel.words import N_


def check(question: Question, findings: Findings) -> None:
    """Warn of choices that can hardly be meant: one alone, all right, the same twice."""
    if len(question.answers) == 1:
        findings.warning(
            question.line, "one-answer", N_("question %(key)s has only one answer"), key=question.key
        )
    elif all(answer.share == 1 for answer in question.answers):
        findings.warning(
            question.line, "all-right", N_("question %(key)s: every answer is right"), key=question.key
        )
    check_texts(question, question.answers, findings)


def check_texts(question: Question, answers: Collection[Answer], findings: Findings) -> None:
    """Warn of two answers with the same text."""
    seen: dict[str, Answer] = {}
    for answer in answers:
        earlier = seen.setdefault(" ".join(answer.text.split()).casefold(), answer)
        if earlier is not answer:
            findings.warning(
                answer.line,
                "same-answer",
                N_("question %(key)s: answers %(first)s and %(second)s are the same"),
                key=question.key,
                first=earlier.number,
                second=answer.number,
            )


def order(question: Question, *, shuffle: bool, rank: Rank) -> tuple[int, ...]:
    """Return the numbers of the choices in the order shown; fixed ones keep their places (G11)."""
    numbers = [answer.number for answer in question.answers]
    if shuffle:
        loose = iter(sorted((answer.number for answer in question.answers if not answer.fixed), key=rank))
        numbers = [answer.number if answer.fixed else next(loose) for answer in question.answers]
    return tuple(numbers)


def compare(source: Question, twin: Question) -> Difference | None:
    """Return where the marks of the choices differ, told as one right answer against another where that is it."""
    number = difference_in_number(source, twin)
    if number:
        return number
    for mine, theirs in zip(twin.answers, source.answers, strict=True):
        if mine.share != theirs.share:
            break
    else:
        return None
    right, wanted = _only_right(twin), _only_right(source)
    if right and wanted and right.number != wanted.number:
        return Difference(
            right.line,
            "key-differs",
            N_(
                "question %(key)s: answer %(answer)s is marked right, but in %(language)s (line %(there)s) answer %(other)s is"
            ),
            {"answer": right.number, "there": wanted.line, "other": wanted.number},
        )
    return Difference(
        mine.line,
        "key-differs",
        N_("question %(key)s: answer %(answer)s has another mark than in %(language)s (line %(there)s)"),
        {"answer": mine.number, "there": theirs.line},
    )


def difference_in_number(source: Question, twin: Question) -> Difference | None:
    """Return that there are more or fewer answers than in the source, if so."""
    if len(source.answers) == len(twin.answers):
        return None
    return Difference(
        twin.line,
        "answers-differ",
        N_("question %(key)s has %(mine)s answers, but %(theirs)s in %(language)s (line %(there)s)"),
        {"mine": len(twin.answers), "theirs": len(source.answers), "there": source.line},
    )


def _only_right(question: Question) -> Answer | None:
    right = [answer for answer in question.answers if answer.share == 1]
    return right[0] if len(right) == 1 else None


def ask(question: Question, shown: tuple[int, ...]) -> Asked:
    """Return the choices without their marks."""
    return Asked(question.key, question.kind, question.points, options=shown)


def view(asked: Asked, pieces: Pieces, chosen: Collection[int], lang: str) -> Controls:
    """Return the choices as controls, those chosen marked as such."""
    options = (
        OptionView(value, pieces.get(answer_id(asked.key, number), ""), lang, number in chosen)
        for value, number in enumerate(asked.options, 1)
    )
    return Controls(tuple(options))


def flags(
    question: Question, shown: tuple[int, ...], chosen: Collection[int], *, reveal: bool, one_only: bool
) -> dict[int, OptionFeedback]:
    """Return by value whether each choice is right, of all with ``reveal``.

    Where ``one_only`` may be chosen, the verdict tells of that one anyway, and another may be right for a part of the
    points; where several may, shares below all points only say how much each right one adds.
    """
    told = {}
    for value, number in enumerate(shown, 1):
        share = question.answer(number).share
        is_told = reveal or (one_only and number in chosen)
        told[value] = OptionFeedback(share > 0 if is_told else None, partly=is_told and one_only and 0 < share < 1)
    return told


def counts(question: Question, chosen: Iterable[tuple[int, int]]) -> tuple[AnswerCount, ...]:
    """Return how often each choice was made, from its number and how often, in the order in which they were written."""
    made = Counter[int]()
    for number, count in chosen:
        made[number] += count
    return tuple(AnswerCount(made[answer.number], clamped(answer.share), (answer.number,)) for answer in question.answers)
