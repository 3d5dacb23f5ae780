"""Answers to quizzes as people give them: by the words that stand beside the controls, in the language of the page."""

from dataclasses import dataclass

from flask import Flask
from playwright.sync_api import Locator, Page

from lms.commands.demo_answers import right_response, wrong_response
from lms.domain.courses.queries import find_published, get_outline
from lms.domain.courses.questionnaires import Questionnaire, get_questionnaire
from lms.domain.questions.model import Question, answer_id
from lms.domain.questions.typed import unescaped
from tests.support.tree import read_tree, squeezed


@dataclass(frozen=True)
class Answers:
    """Somebody's answers to one quiz in one language, right throughout or wrong throughout."""

    questionnaire: Questionnaire
    lang: str
    right: bool = True

    def give(self, page: Page, *, up_to: int | None = None, after: int = 0) -> list[str]:
        """Answer the questions of an attempt in their order, those after ``after`` and up to ``up_to``; return their keys."""
        places = page.locator("[data-question]:has(fieldset)").all()[after:up_to]
        return [self.answer(place) for place in places]

    def answer(self, place: Locator) -> str:
        """Answer the question that stands at a place of the page, and return its key."""
        key = place.get_attribute("data-question") or ""
        question = self.questionnaire.wordings[self.lang].quiz.by_key[key]
        response = (right_response if self.right else wrong_response)(question, self.lang)
        match question.kind:
            case "single" | "multiple":
                chosen = [response] if question.kind == "single" else response
                _choose(place, [self._words(question, number) for number in chosen])
            case "truth":
                place.get_by_role("radio").nth(0 if response else 1).check()
            case "short" | "number":
                place.get_by_role("textbox").fill(response)
            case "matching":
                rights = {self._words(question, int(left)): _right_side(question, right) for left, right in response.items()}
                _select(place, ".pair", rights)
            case "ordering":
                _select(place, ".order-item", {self._words(question, item): str(n) for n, item in enumerate(response, 1)})
        return key

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


def given(place: Locator) -> list[str]:
    """Return what stands in the controls of a question: the words chosen, typed or selected."""
    chosen = place.locator(".choice:has(:checked) .choice-text").all_inner_texts()
    typed = [each.input_value() for each in place.get_by_role("textbox").all()]
    selected = place.locator("option:checked").all_inner_texts()
    return [squeezed(each) for each in (*chosen, *typed, *selected)]


def _right_side(question: Question, number: int) -> str:
    return squeezed(unescaped(question.answer(number).plain))


def _choose(place: Locator, wanted: list[str]) -> None:
    controls = place.locator(".choice-control")
    ticked = controls.evaluate_all("controls => controls.map((each) => each.type === 'checkbox' && each.checked)")
    for number, words in enumerate(place.locator(".choice-text").all_inner_texts()):
        if squeezed(words) in wanted:
            controls.nth(number).check()
        elif ticked[number]:
            controls.nth(number).uncheck()


def _select(place: Locator, row: str, wanted: dict[str, str]) -> None:
    rows = place.locator(row)
    for number, words in enumerate(rows.locator("label, [id$='.words']").all_inner_texts()):
        if squeezed(words) in wanted:
            rows.nth(number).locator("select").select_option(label=wanted[squeezed(words)])
