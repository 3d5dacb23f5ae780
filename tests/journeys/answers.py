"""Answers to quizzes as people give them: by the words that stand beside the controls, in the language of the page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from flask import Flask
from playwright.sync_api import Locator, Page

from lms.commands.demo_answers import right_response, wrong_response
from lms.domain.courses.queries import find_published, get_outline
from lms.domain.courses.questionnaires import Questionnaire, get_questionnaire
from lms.domain.questions.kinds.gaps import gaps_of
from lms.domain.questions.model import Answer, Question, answer_id
from lms.domain.questions.typed import unescaped
from tests.support.tree import read_tree, squeezed

ANY = "[data-question]"
QUESTION = f"{ANY}:has(fieldset)"
GIVEN = """form => Array.from(form.querySelectorAll("[data-question]"), (place) => {
  const controls = Array.from(place.querySelectorAll("[name^='q-']"));
  const sent = controls.filter((each) => each.checked || !["radio", "checkbox"].includes(each.type));
  return [place.dataset.question, sent.map((each) => each.value).filter(Boolean)];
}).filter(([, values]) => values.length)"""


@dataclass(frozen=True)
class Step:
    """One thing done to one control: it is ticked or cleared, or ``text`` is typed into it or selected in it."""

    what: Literal["tick", "clear", "type", "select"]
    control: Locator
    text: str = ""

    def with_the_mouse(self) -> None:
        """Do it as most people do."""
        match self.what:
            case "tick":
                self.control.check()
            case "clear":
                self.control.uncheck()
            case "type":
                self.control.fill(self.text)
            case "select":
                self.control.select_option(label=self.text)


@dataclass(frozen=True)
class Answers:
    """Somebody's answers to one quiz in one language, right throughout or wrong throughout."""

    questionnaire: Questionnaire
    lang: str
    right: bool = True

    def give(self, page: Page, *, up_to: int | None = None, after: int = 0) -> list[str]:
        """Answer the questions of an attempt in their order, those after ``after`` and up to ``up_to``; return their keys."""
        places = questions(page)[after:up_to]
        for place in places:
            for step in self.steps(place):
                step.with_the_mouse()
        return [self.question(place).key for place in places]

    def begin(self, page: Page, number: int) -> None:
        """Do the first thing that answering the question of a number asks for; what was sent meanwhile can lock the rest."""
        next(self.steps(questions(page)[number - 1])).with_the_mouse()

    def steps(self, place: Locator) -> Iterator[Step]:
        """Yield what is to be done to answer the question at a place of the page."""
        question = self.question(place)
        response = (right_response if self.right else wrong_response)(question, self.lang)
        match question.kind:
            case "single" | "multiple":
                chosen = [response] if question.kind == "single" else response
                yield from _choose(place, [self._words(question, number) for number in chosen])
            case "truth":
                yield Step("tick", place.get_by_role("radio").nth(0 if response else 1))
            case "short" | "number" | "essay" | "reflection":
                yield Step("type", place.get_by_role("textbox"), response)
            case "matching":
                rights = {
                    self._words(question, int(left)): _right_side(question, right)
                    for left, right in response.items()
                }
                yield from _select(place.locator(".pair"), rights)
            case "ordering":
                places = {self._words(question, item): str(number) for number, item in enumerate(response, 1)}
                yield from _select(place.locator(".order-item"), places)
            case "gaps":
                for answer, gap, said in zip(question.answers, gaps_of(question), response, strict=True):
                    control = place.locator(f"[name='q-{question.key}.{answer.number}']")
                    yield Step("type", control, said) if gap.is_typed else Step("select", control, gap.alternatives[said - 1])

    def order(self, page: Page) -> list[tuple[str, list[int]]]:
        """Return the questions of an attempt in their order, each with the numbers of its answers in the order shown."""
        shown = []
        for place in questions(page):
            question = self.question(place)
            texts = [
                squeezed(text) for text in place.locator("label, .choice-text, option").all_text_contents()
            ]
            numbers = {
                words: answer.number for answer in question.answers for words in self._sides(question, answer)
            }
            shown.append((question.key, [numbers[text] for text in texts if text in numbers]))
        return shown

    def question(self, place: Locator) -> Question:
        """Return the question that stands at a place of the page, or the piece of information."""
        return self.questionnaire.wordings[self.lang].quiz.by_key[place.get_attribute("data-question") or ""]

    def _sides(self, question: Question, answer: Answer) -> list[str]:
        left = [self._words(question, answer.number)] if answer.text else []
        return [*left, _right_side(question, answer.number)] if question.kind == "matching" else left

    def _words(self, question: Question, number: int) -> str:
        """Return an answer as it reads on the page."""
        html = self.questionnaire.wordings[self.lang].pieces[answer_id(question.key, number)]
        return squeezed(read_tree(html, whole=False).text)


def answers_in(app: Flask, course: str, quiz: str, lang: str, *, right: bool = True) -> Answers:
    """Return the answers to a quiz of a course as it is published now."""
    with app.app_context():
        published = find_published(course)
        assert published is not None, f"{course} is not published"
        outline = get_outline(published.map_digest)
        activity = outline.find(quiz)
        assert activity is not None, f"{course} has no {quiz}"
        return Answers(get_questionnaire(outline, activity), lang, right)


def given(page: Page) -> dict[str, list[str]]:
    """Return the values that stand in the controls of each question that has an answer, in the order of the page."""
    return dict(page.locator("form#answers").evaluate(GIVEN))


def kinds(page: Page, answers: Answers) -> set[str]:
    """Return the kinds of what stands on a page of an attempt; typed and chosen gaps are told apart."""
    found = set()
    for place in page.locator(ANY).all():
        question = answers.question(place)
        ways = [f"gaps, {'typed' if gap.is_typed else 'chosen'}" for gap in gaps_of(question)] if question.kind == "gaps" else [question.kind]
        found.update(ways)
    return found


def questions(page: Page) -> list[Locator]:
    """Return the places at which the questions of an attempt stand."""
    return page.locator(QUESTION).all()


def _right_side(question: Question, number: int) -> str:
    return squeezed(unescaped(question.answer(number).plain))


def _choose(place: Locator, wanted: list[str]) -> Iterator[Step]:
    controls = place.locator(".choice-control")
    ticked = controls.evaluate_all(
        "controls => controls.map((each) => each.type === 'checkbox' && each.checked)"
    )
    for number, words in enumerate(place.locator(".choice-text").all_inner_texts()):
        if squeezed(words) in wanted:
            yield Step("tick", controls.nth(number))
        elif ticked[number]:
            yield Step("clear", controls.nth(number))


def _select(rows: Locator, wanted: Mapping[str, str]) -> Iterator[Step]:
    for number, words in enumerate(rows.locator("label, [id$='.words']").all_inner_texts()):
        if squeezed(words) in wanted:
            yield Step("select", rows.nth(number).locator("select"), wanted[squeezed(words)])
