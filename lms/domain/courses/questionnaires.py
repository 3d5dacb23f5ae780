"""A quiz of an edition as it is taken: the source that marks, its translations that are shown, its rendered pieces.

The source alone decides what is right; a translation lends its words, question by question, and falls back to the
source where it is missing or out of date. Everything here is determined by digests, so it is kept in memory.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from lms.domain.courses.changes_of_quizzes import has_same_key
from lms.domain.courses.digests import page_digest
from lms.domain.courses.format.quiz import read_quiz
from lms.domain.courses.outline import Activity, Outline
from lms.domain.courses.queries import get_blob, get_page
from lms.domain.questions.draw import Place, answer_order, as_written, layout
from lms.domain.questions.keys import quiz_with_key
from lms.domain.questions.kinds import KINDS
from lms.domain.questions.marking import (
    Given,
    Marked,
    accepted,
    mark_question,
    mark_quiz,
    twins_of,
)
from lms.domain.questions.model import Question, Quiz, section_id, text_id
from lms.domain.questions.showing import question_view, with_feedback
from lms.domain.questions.views import QuestionView
from lms.kernel.problems import Problems
from lms.kernel.refusals import Missing
from lms.platform.cache import Shelf

GivenAnswers = Mapping[str, Given]

# Orders the answers of a question outside of any attempt. It is no secret: a practice shows what is right at once.
ALONE = "in a text"
FEEDBACK = "/feedback"
ATTEMPTS_KEPT = 1024  # those of a whole exam; each is asked for some fifty times

_questionnaires: Shelf["Questionnaire"] = Shelf(128)


@dataclass(frozen=True)
class Rendered:
    """A piece of a quiz as safe HTML, and the language that it is in."""

    html: str
    lang: str


@dataclass(frozen=True)
class Part:
    """A section of a quiz as one attempt meets it; ``title`` is plain text, ``text`` safe HTML, either may be empty."""

    title: str
    text: str
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True)
class Wording:
    """A quiz in one language: what was read, its rendered pieces, and the questions whose words may be used.

    ``originals`` are pieces of the source, of the questions among those that are out of date.
    """

    quiz: Quiz
    pieces: Mapping[str, str]
    usable: frozenset[str]
    originals: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Alone:
    """A question of a practice as it stands in a text; nothing of it is kept, so only what was just sent is an answer."""

    view: QuestionView
    is_answered: bool


@dataclass(frozen=True)
class Layout:
    """What one attempt meets, in its order: the places by key, and the keys of the questions, information left out."""

    places: Mapping[str, Place]
    marked: tuple[str, ...]


@dataclass(frozen=True)
class Questionnaire:
    """A quiz of an edition in all its languages."""

    source: str
    wordings: Mapping[str, Wording]
    drawn_from: Quiz | None = None  # says which questions an attempt meets and in what order, where that is not the quiz that marks
    keys: Mapping[str, Quiz] | None = None  # what is right in the other languages, where that is not what their wordings say

    @cached_property
    def quiz(self) -> Quiz:
        """The quiz in the source language: the one that marks."""
        return self.wordings[self.source].quiz

    @cached_property
    def translations(self) -> dict[str, Quiz]:
        """The quiz in its other languages."""
        if self.keys is not None:
            return dict(self.keys)
        return {language: wording.quiz for language, wording in self.wordings.items() if language != self.source}

    @cached_property
    def _layouts(self) -> Shelf[Layout]:
        return Shelf(ATTEMPTS_KEPT)

    def _laid_out(self, seed: str) -> Layout:
        """Return what an attempt with this seed meets; it is asked for at every answer, so it is kept."""
        return self._layouts.get(seed, lambda: self._lay_out(seed))

    def _lay_out(self, seed: str) -> Layout:
        places = as_written(self.quiz) if self.quiz.mode == "survey" else layout(self.drawn_from or self.quiz, seed)
        return Layout({place.key: place for place in places}, tuple(place.key for place in places if self.quiz.by_key[place.key].is_marked))

    def piece(self, name: str, lang: str) -> Rendered:
        """Return a piece that is not a question's in ``lang``, or in the source language where it is missing."""
        if lang in self.wordings and self.wordings[lang].pieces.get(name):
            return Rendered(self.wordings[lang].pieces[name], lang)
        return Rendered(self.wordings[self.source].pieces.get(name, ""), self.source)

    def drawn(self, seed: str) -> tuple[str, ...]:
        """Return the keys of the questions that an attempt with this seed meets, information left out."""
        return self._laid_out(seed).marked

    def take(self, seed: str, key: str, fields: Mapping[str, list[str]]) -> Any:
        """Return the response to a question that a form holds, as data (G13); None where nothing was answered."""
        question = self.quiz.by_key[key]
        return accepted(question, KINDS[question.kind].take(question, fields, self._laid_out(seed).places[key].order))

    def ask_alone(self, key: str, number: int, lang: str, fields: Mapping[str, list[str]] | None = None) -> Alone:
        """Return one question outside of any attempt, as it is asked in a text; with the answer in a form, what is said to it."""
        question = self.quiz.by_key[key]
        place = Place(0, key, answer_order(question, ALONE, shuffle="answers" in self.quiz.shuffle))
        body = None if fields is None else accepted(question, KINDS[question.kind].take(question, fields, place.order))
        given = None if body is None else Given(body, lang)
        return Alone(self._view(place, number, given, lang, explained=given is not None, reveal=True), is_answered=given is not None)

    def marked(self, seed: str, given: GivenAnswers) -> tuple[Marked, ...]:
        """Return what the answers to the questions that an attempt met are worth, in its order (G10)."""
        return mark_quiz(self.quiz, self.drawn(seed), given, self.translations)

    def to_read_again(self, seed: str, given: GivenAnswers) -> tuple[str, ...]:
        """Return the places (``see``) behind the questions that were not answered fully right, in the order of the quiz."""
        missed = {each.key for each in self.marked(seed, given) if each.points and each.share is not None and each.share != 1}
        places = (question.settings.get("see", "") for question in self.quiz.questions if question.key in missed)
        return tuple(dict.fromkeys(place for place in places if place))

    def shown(self, seed: str, given: GivenAnswers, lang: str, *, explain: Collection[str] | None, reveal: bool) -> tuple[Part, ...]:
        """Return what an attempt shows in ``lang``, with the answers given so far.

        ``explain`` names the questions to which feedback is given now, None all of them; right answers only if
        ``reveal`` as well.
        """
        parts: dict[int, list[QuestionView]] = {index: [] for index in range(len(self.quiz.sections))}
        number = 0
        for place in self._laid_out(seed).places.values():
            number += self.quiz.by_key[place.key].is_marked
            explained = explain is None or place.key in explain
            parts[place.section].append(self._view(place, number, given.get(place.key), lang, explained=explained, reveal=reveal))
        return tuple(self._part(index, tuple(questions), lang) for index, questions in parts.items() if questions)

    def _part(self, index: int, questions: tuple[QuestionView, ...], lang: str) -> Part:
        wording = self.wordings.get(lang) or self.wordings[self.source]
        section = wording.quiz.sections[index] if index < len(wording.quiz.sections) else self.quiz.sections[index]
        return Part(section.title, self.piece(section_id(index), lang).html, questions)

    def _view(self, place: Place, number: int, given: Given | None, lang: str, *, explained: bool, reveal: bool) -> QuestionView:
        question, wording, spoken = self._worded(place.key, lang)
        response = accepted(question, given.body) if given else None
        view = question_view(question, wording.pieces, place.order, response, number=number, lang=spoken)
        view = replace(view, original=self._original(place, wording))
        if not explained or not question.is_marked or (explained and given is None and not reveal):
            return view
        source = self.quiz.by_key[place.key]
        twins = twins_of(source, self.translations)
        marked = mark_question(source, given, twins)
        others = {language: twin for language, twin in {self.source: source, **twins}.items() if language != spoken}
        typed_in = given.language if given else spoken
        return with_feedback(
            view, question, wording.pieces, place.order, response, marked, reveal=reveal, typed_in=typed_in, twins=others, hint=self.quiz.mode == "practice"
        )

    def _original(self, place: Place, wording: Wording) -> QuestionView | None:
        """Return a question as the source puts it now, where the words shown are of an older one."""
        if text_id(place.key) not in wording.originals:
            return None
        return question_view(self.quiz.by_key[place.key], wording.originals, place.order, None, number=0, lang=self.source)

    def _worded(self, key: str, lang: str) -> tuple[Question, Wording, str]:
        """Return a question in the words of ``lang`` if they may be used, else of the source, under the source's settings."""
        wording = self.wordings.get(lang)
        source = self.quiz.by_key[key]
        if wording is None or lang == self.source or key not in wording.usable:
            return source, self.wordings[self.source], self.source
        return twins_of(source, {lang: wording.quiz}).get(lang, source), wording, lang


def get_questionnaire(outline: Outline, activity: Activity) -> Questionnaire:
    """Return the quiz of an activity of an edition."""
    digest = page_digest("questionnaire", *(f"{lang}:{doc.file}:{doc.page}" for lang, doc in sorted(activity.documents.items())))
    return _questionnaires.get(digest, lambda: _read(outline, activity))


def _read(outline: Outline, activity: Activity) -> Questionnaire:
    source = _wording(outline, activity, outline.source, None)
    others = (lang for lang in activity.documents if lang != outline.source)
    wordings = {outline.source: source, **{lang: _wording(outline, activity, lang, source.quiz) for lang in others}}
    return Questionnaire(outline.source, wordings)


def _wording(outline: Outline, activity: Activity, lang: str, source: Quiz | None) -> Wording:
    """Return a quiz in one language. What was published has been checked, so what is found here was known then."""
    document = activity.documents[lang]
    quiz = _read_quiz(outline.key, activity.key, lang, source, lambda _path: get_blob(document.file))
    kept = json.loads(get_page(document.page))
    return Wording(quiz, kept["pieces"], frozenset(kept["usable"]), kept["originals"])


def _read_quiz(course: str, key: str, lang: str, source: Quiz | None, body: Callable[[str], bytes]) -> Quiz:
    """Return a quiz in one language as its file says; it was checked when it was published."""
    path = f"quizzes/{course}/{lang}/{key}.md"
    quiz = read_quiz(path, body(path), translation=source is not None, problems=Problems(), source=source, is_checked=True)
    if quiz is None:
        raise Missing(f"quiz {path} of an edition")
    return quiz


def with_key(own: Questionnaire, newest: Questionnaire) -> Questionnaire:
    """Return the quiz that an attempt met, marked and explained by the key of a newer edition of its line.

    Texts that are typed are right where they are right in any language now, in a language that the attempt did not know too.
    """
    if own is newest:
        return own
    keys = {
        language: quiz_with_key(own.wordings[language].quiz, quiz) if language in own.wordings else quiz for language, quiz in newest.translations.items()
    }
    wordings = {language: _worded_anew(wording, newest.wordings.get(language)) for language, wording in own.wordings.items()}
    return Questionnaire(own.source, wordings, drawn_from=own.drawn_from or own.quiz, keys=keys)


def have_same_key(old: Questionnaire, new: Questionnaire) -> bool:
    """Tell whether the same is right in two editions of a quiz, in every language."""
    if old.wordings.keys() != new.wordings.keys():
        return False
    return all(has_same_key(wording.quiz, new.wordings[language].quiz) for language, wording in old.wordings.items())


def _worded_anew(own: Wording, newest: Wording | None) -> Wording:
    """Return a wording with the key of the newest one, and with the feedback that explains it."""
    if newest is None:
        return own
    kept = {name: html for name, html in own.pieces.items() if FEEDBACK not in name}
    told = {name: html for name, html in newest.pieces.items() if FEEDBACK in name}
    return replace(own, quiz=quiz_with_key(own.quiz, newest.quiz), pieces={**kept, **told})


def questionnaire_in(files: Mapping[str, bytes], outline: Outline, activity: Activity) -> Questionnaire:
    """Return a quiz of an edition that is not published yet, out of its files, as far as marks need it."""
    wordings: dict[str, Wording] = {}
    for language in (outline.source, *(each for each in activity.documents if each != outline.source)):
        source = wordings[outline.source].quiz if wordings else None
        wordings[language] = Wording(_read_quiz(outline.key, activity.key, language, source, lambda path: files[path]), {}, frozenset())
    return Questionnaire(outline.source, wordings)
