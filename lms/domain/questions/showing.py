"""From a question to what a page shows of it, with feedback only where somebody decided to give it."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from lms.domain.questions.kind import Pieces
from lms.domain.questions.kinds import KINDS
from lms.domain.questions.marking import Marked
from lms.domain.questions.model import Question, Response, answer_id, feedback_id, text_id
from lms.domain.questions.typed import number_text
from lms.domain.questions.views import FeedbackView, OptionFeedback, QuestionView, Verdict


def question_view(
    question: Question,
    pieces: Pieces,
    order: tuple[int, ...],
    response: Response,
    *,
    number: int,
    lang: str,
) -> QuestionView:
    """Return what a learner sees of a question before it is marked, with the response given so far.

    ``question`` and ``pieces`` (HTML by piece id) are those of the language shown, ``lang``; ``order`` is that of the
    attempt's layout. Nothing here reaches marks, accepted texts or feedback.
    """
    kind = KINDS[question.kind]
    asked = kind.ask(question, order)
    visible = {name: pieces.get(name, "") for name in _visible(question)}
    controls = kind.view(asked, visible, response, lang)
    return QuestionView(
        key=question.key,
        number=number if question.is_marked else 0,
        kind=question.kind,
        html=visible[text_id(question.key)],
        lang=lang,
        points=number_text(question.points, lang) if question.is_marked and question.points else "",
        options=controls.options,
        rights=controls.rights,
        value=controls.value,
        parts=controls.parts,
    )


def _visible(question: Question) -> list[str]:
    """Return the ids of the pieces that may be seen before marking: the text and what stands before each answer."""
    return [text_id(question.key), *(answer_id(question.key, answer.number) for answer in question.answers)]


def with_feedback(
    view: QuestionView,
    question: Question,
    pieces: Pieces,
    order: tuple[int, ...],
    response: Response,
    marked: Marked,
    *,
    reveal: bool,
    typed_in: str,
    twins: Mapping[str, Question],
    hint: bool = False,
) -> QuestionView:
    """Return a view with what is said about the response; right answers only with ``reveal``, and that something is nearly
    right only with ``hint``.

    ``question`` and ``pieces`` are those of the language shown, ``twins`` the same question in the other languages,
    ``typed_in`` the language in which the response was typed.
    """
    if not question.is_marked:
        return view
    kind = KINDS[question.kind]
    review = kind.review(question, response, order, reveal=reveal, lang=view.lang, twins=twins)
    options: dict[int, OptionFeedback] = dict(review.options)
    general = []
    for number in kind.explain(question, response, typed_in, twins):
        html = pieces.get(feedback_id(question.key, number))
        if html and number in review.at:
            beside = review.at[number]
            options[beside] = replace(options.get(beside, OptionFeedback()), html=html)
        elif html:
            general.append(html)
    general.append(pieces.get(feedback_id(question.key), ""))
    feedback = FeedbackView(
        share=marked.share or Fraction(0),
        verdict=verdict(marked),
        options=options,
        general=tuple(html for html in general if html),
        answer=review.answer,
        nearly=review.nearly if hint else frozenset(),
    )
    return replace(view, feedback=feedback)


def verdict(marked: Marked) -> Verdict:
    """Return in one word what a response was worth."""
    if not marked.answered:
        return "unanswered"
    if not marked.points:
        return "answered"
    if marked.share is None:
        return "waiting"
    if marked.share == 1:
        return "right"
    return "partly" if marked.share else "wrong"
