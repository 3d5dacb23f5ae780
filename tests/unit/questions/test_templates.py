"""The template of each kind: native controls with names and labels, feedback in words, nothing secret."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import lms
from lms.domain.questions.draw import answer_order
from lms.domain.questions.marking import Given, mark_question
from lms.domain.questions.model import Question, pieces
from lms.domain.questions.showing import question_view, with_feedback
from lms.domain.questions.views import QuestionView
from lms.platform.markdown import render
from tests.support.audit_reading import has_ids_once_and_references_that_resolve, has_labels
from tests.support.quiz_texts import in_order, sound
from tests.support.tree import Node, read_tree, squeezed

WEB = Path(lms.__file__).parent / "web"
BODIES: dict[str, tuple[str, Any]] = {
    "single": ("- (x) **a**\n  > zz1\n- ( ) b\n\n  second paragraph\n  > zz2\n\n> zz3\n", 2),
    "multiple": ("- [x] a\n  > zz1\n- [x] b\n- [ ] c\n  > zz2\n\n> zz3\n", [1, 3]),
    "truth": ("= true\n\n> zz1\n", False),
    "short": ('= zz1\n=0% "quoted" <b>\n  > zz2\n\n> zz3\n', '"quoted" <b>'),
    "number": ("= 717\n\n> zz1\n", "1,5"),
    "matching": ("- one => A & B\n  > zz1\n- two => B\n- => C\n\n> zz2\n", {"1": 1, "2": 1}),
    "ordering": ("1. a\n   > zz1\n2. b\n3. c\n\n> zz2\n", [2, 3, None]),
    "gaps": ('{{717}} and\n\n- **{{*a "b"|c & d}}** or {{=zz1|=zz2}}\n\n> [!FEEDBACK]\n> zz3\n', ["7", 2, '"quoted" <b>']),
    "reflection": ("> [!FEEDBACK]\n> zz1\n", "One <b>\n\nTwo"),
    "essay": ("- (0-7) clear\n  > zz1\n- (0-7) short\n\n> zz2\n", "One <b>\n\nTwo"),
    "information": ("More to read.\n", None),
}


@cache
def environment() -> Environment:
    loader = FileSystemLoader([WEB / "learner" / "templates", WEB / "shell" / "templates"])
    env = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"]
    )
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    env.globals["ui_lang"] = "en"
    return env


def drawn(view: QuestionView, **more: Any) -> Node:
    """Return what a page shows of a question, as a strict tree."""
    html = environment().get_template("learner/_question.html").render(question=view, **more)
    return read_tree(f"<main>{html}</main>", whole=False)


def shown(kind: str, *, feedback: bool = False, reveal: bool = True, lang: str = "bg") -> QuestionView:
    quiz = in_order(f"## key {{kind={kind}}}\n\nText?\n\n{BODIES[kind][0]}\n## other\n\nText?\n\n= yes\n")
    question: Question = quiz.by_key["key"]
    assert question.kind == kind
    html = {name: render(text, document="d").html for name, text in pieces(quiz).items()}
    order, response = answer_order(question, "seed", shuffle=False), BODIES[kind][1]
    view = question_view(question, html, order, response, number=3, lang=lang)
    if not feedback:
        return view
    marked = mark_question(question, Given(response, "en"), {})
    return with_feedback(
        view, question, html, order, response, marked, reveal=reveal, typed_in="en", twins={}
    )


def controls(tree: Node) -> list[tuple[str, str, str]]:
    """Return the type, name and value of everything that can be filled in; of a select its chosen value."""
    found = []
    for node in tree.walk():
        if node.tag == "input":
            found.append(
                (
                    node.get("type"),
                    node.get("name"),
                    node.get("value") + ("*" if "checked" in node.attrs else ""),
                )
            )
        if node.tag == "select":
            chosen = [option.get("value") for option in node.walk() if "selected" in option.attrs]
            found.append(("select", node.get("name"), chosen[0] if chosen else ""))
    return found


def texts(tree: Node, name: str) -> list[str]:
    """Return the words of every element of this class."""
    return [squeezed(words(node)) for node in tree.walk() if name in node.get("class").split()]


def words(node: Node) -> str:
    return "".join(child if isinstance(child, str) else words(child) for child in node.children)


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("feedback", [False, True], ids=["asked", "told"])
def test_every_kind_is_sound_html_with_labels(kind: str, feedback: bool) -> None:
    tree = drawn(shown(kind, feedback=feedback))
    assert list(has_ids_once_and_references_that_resolve(tree, "/")) == []
    assert list(has_labels(tree, "/")) == []


@pytest.mark.parametrize("kind", BODIES)
def test_nothing_secret_stands_in_the_page_of_a_question(kind: str) -> None:
    html = environment().get_template("learner/_question.html").render(question=shown(kind))
    assert [secret for secret in ("zz", "717", "is-right", "is-wrong", "verdict") if secret in html] == []


CONTROLS: dict[str, list[tuple[str, str, str]]] = {
    "single": [("radio", "q-key", "1"), ("radio", "q-key", "2*")],
    "multiple": [("checkbox", "q-key", "1*"), ("checkbox", "q-key", "2"), ("checkbox", "q-key", "3*")],
    "truth": [("radio", "q-key", "1"), ("radio", "q-key", "2*")],
    "short": [("text", "q-key", '"quoted" <b>')],
    "number": [("text", "q-key", "1,5")],
    "gaps": [("text", "q-key.1", "7"), ("select", "q-key.2", "2"), ("text", "q-key.3", '"quoted" <b>')],
    "information": [],
}


@pytest.mark.parametrize("kind", CONTROLS)
def test_controls_carry_what_was_answered(kind: str) -> None:
    assert controls(drawn(shown(kind))) == CONTROLS[kind]


@pytest.mark.parametrize(("kind", "number"), [("matching", 2), ("ordering", 3)])
def test_pairs_and_items_have_a_select_each(kind: str, number: int) -> None:
    view = shown(kind)
    assert controls(drawn(view)) == [
        ("select", f"q-key.{option.value}", str(option.place or "")) for option in view.options
    ]
    assert len(view.options) == number


def test_a_question_is_a_group_with_its_number_points_and_text() -> None:
    tree = drawn(shown("single"))
    fieldset = next(node for node in tree.walk() if node.tag == "fieldset")
    assert (
        squeezed(words(next(node for node in fieldset.walk() if node.tag == "legend")))
        == "Question 3, 1 point"
    )
    described = fieldset.get("aria-describedby").split()
    assert [squeezed(words(node)) for node in tree.walk() if node.get("id") in described] == ["Text?"]


def test_the_language_of_the_words_is_told_where_it_is_not_that_of_the_page() -> None:
    spoken = [node.get("class") for node in drawn(shown("single")).walk() if node.get("lang") == "bg"]
    assert spoken == ["question-text", "choice-text", "choice-text"]
    assert [node for node in drawn(shown("single", lang="en")).walk() if "lang" in node.attrs] == []


def test_choices_with_more_than_words_are_named_by_it() -> None:
    quiz = sound("## key\n\nText?\n\n- ( ) a\n\n  - one\n  - two\n- (x) b\n\n  c\n")
    html = {name: render(text, document="d").html for name, text in pieces(quiz).items()}
    tree = drawn(question_view(quiz.by_key["key"], html, (1, 2), None, number=1, lang="en"))
    names = [node.get("aria-labelledby") for node in tree.walk() if node.tag == "input"]
    assert names == ["q-key.1.words", ""]
    assert texts(tree, "choice-text") == ["a one two", "bc"]
    assert list(has_ids_once_and_references_that_resolve(tree, "/")) == []


def test_choices_are_named_by_their_text() -> None:
    tree = drawn(shown("multiple"))
    labels = {node.get("for"): squeezed(words(node)) for node in tree.walk() if node.tag == "label"}
    assert [labels[node.get("id")] for node in tree.walk() if node.tag == "input"] == ["a", "b", "c"]


VERDICTS: dict[str, tuple[str, list[str], list[str]]] = {
    "single": (
        "Not right",
        ["This is right", "Your answer is not right"],
        ["choice is-right", "choice is-wrong"],
    ),
    "multiple": (
        "Not right",
        ["Your answer is right", "This is right", "Your answer is not right"],
        ["choice is-right", "choice is-right", "choice is-wrong"],
    ),
    "truth": (
        "Not right",
        ["This is right", "Your answer is not right"],
        ["choice is-right", "choice is-wrong"],
    ),
    "short": ("Not right", [], []),
    "number": ("Not right", [], []),
    "matching": (
        "Partly right: 50% of the points",
        ["Right", "Not right; it goes with: B"],
        ["pair is-right", "pair is-wrong"],
    ),
}


@pytest.mark.parametrize("kind", VERDICTS)
def test_feedback_is_told_in_words(kind: str) -> None:
    tree = drawn(shown(kind, feedback=True))
    verdict, beside, classes = VERDICTS[kind]
    assert sorted(texts(tree, "verdict")) == sorted([verdict, *beside])
    assert [node.get("class") for node in tree.walk() if node.tag == "li"] == classes


@pytest.mark.parametrize(("chosen", "said"), [(2, "Your answer is partly right"), (3, "This is partly right")])
def test_a_choice_that_is_worth_a_part_is_told_so_in_words_and_signs(chosen: int, said: str) -> None:
    quiz = sound("## key\n\nText?\n\n- (x) a\n- (50%) b\n- ( ) c\n")
    asked, marked = quiz.by_key["key"], mark_question(quiz.by_key["key"], Given(chosen, "en"), {})
    html = {name: render(text, document="d").html for name, text in pieces(quiz).items()}
    view = question_view(asked, html, (1, 2, 3), chosen, number=1, lang="en")
    tree = drawn(with_feedback(view, asked, html, (1, 2, 3), chosen, marked, reveal=True, typed_in="en", twins={}))
    choices = [node for node in tree.walk() if node.tag == "li"]
    assert [node.get("class") for node in choices][:2] == ["choice is-right", "choice is-partly"]
    assert texts(choices[0], "verdict") == ["This is right"]
    assert texts(choices[1], "verdict") == [said]


def test_gaps_are_controls_among_the_words_each_with_its_place_as_its_name() -> None:
    tree = drawn(shown("gaps"))
    labels = {node.get("for"): squeezed(words(node)) for node in tree.walk() if node.tag == "label"}
    assert labels == {"q-key.1": "Gap 1 of 31", "q-key.2": "Gap 2 of 32", "q-key.3": "Gap 3 of 33"}  # seen: 1, 2, 3
    assert [node.text for node in tree.walk() if node.get("aria-hidden") == "true"] == ["1", "2", "3"]
    assert [node.text for node in tree.walk() if node.tag == "option"] == ["Choose", 'a "b"', "c & d"]
    assert [node.get("lang") for node in tree.walk() if node.tag in ("label", "option")] == ["en", "en", "en", "", "", "en"]
    inside = next(node for node in tree.walk() if node.tag == "strong")
    assert [node.get("id") for node in inside.walk() if node.tag == "select"] == ["q-key.2"]
    assert "\ue000" not in words(tree)


def test_gaps_are_told_beneath_the_text_and_beside_each() -> None:
    tree = drawn(shown("gaps", feedback=True))
    assert texts(tree, "verdict") == [
        "Gap 1: not right; here belongs: 717",
        'Gap 2: not right; here belongs: a "b"',
        "Gap 3: not right; here belongs: zz1",
        "Not right",
    ]
    assert [node.get("class") for node in tree.walk() if "gap" in node.get("class").split()] == ["gap is-wrong"] * 3
    described = [node.get("aria-describedby") for node in tree.walk() if node.tag in ("input", "select")]
    assert described == ["q-key.1.feedback", "q-key.2.feedback", "q-key.3.feedback"]
    assert texts(drawn(shown("gaps", feedback=True, reveal=False)), "verdict") == ["Not right"]


@pytest.mark.parametrize("kind", ["reflection", "essay"])
def test_what_was_written_stands_in_its_field_line_by_line(kind: str) -> None:
    (field,) = [node for node in drawn(shown(kind)).walk() if node.tag == "textarea"]
    assert (field.get("name"), words(field).removeprefix("\n")) == ("q-key", "One <b>\n\nTwo")


def test_a_reflection_is_neither_marked_nor_judged() -> None:
    tree = drawn(shown("reflection", feedback=True))
    assert squeezed(words(next(node for node in tree.walk() if node.tag == "legend"))) == "Question 3, not marked"
    assert texts(tree, "verdict") == ["Answered"]
    assert [node.get("class") for node in tree.walk() if node.get("id") == "q-key.feedback"] == ["question-feedback"]
    assert "zz1" in words(tree)


def test_an_essay_waits_to_be_marked_and_shows_what_is_looked_at() -> None:
    tree = drawn(shown("essay", feedback=True))
    assert texts(tree, "verdict") == ["Waits to be marked"]
    assert [squeezed(words(node)) for node in tree.walk() if node.tag == "li"] == ["clear", "short"]


def test_items_are_told_their_places() -> None:
    tree = drawn(shown("ordering", feedback=True))
    assert sorted(texts(tree, "verdict")) == [
        "Not right; its place is 1",
        "Not right; its place is 2",
        "Not right; its place is 3",
        "Partly right: 50% of the points",
    ]


def test_without_right_answers_only_the_whole_is_judged() -> None:
    tree = drawn(shown("multiple", feedback=True, reveal=False))
    assert texts(tree, "verdict") == ["Not right"]
    assert texts(tree, "choice-feedback") == ["zz1", "zz2"]
    assert [node.get("class") for node in tree.walk() if node.tag == "li"] == ["choice"] * 3


def test_in_a_review_nothing_can_be_filled_in() -> None:
    fieldset = next(node for node in drawn(shown("single"), review=True).walk() if node.tag == "fieldset")
    assert "disabled" in fieldset.attrs
