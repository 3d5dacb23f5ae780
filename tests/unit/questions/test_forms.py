"""What a form holds becomes a response as data (G13), by the places on the page and not by the numbers in the file."""

from typing import Any

import pytest

from lms.domain.questions.gap_texts import sign
from lms.domain.questions.kinds import KINDS
from lms.domain.questions.showing import question_view
from lms.domain.questions.views import OptionView
from tests.support.quiz_texts import question

SINGLE, MULTIPLE = "- ( ) a\n- (x) b\n- ( ) c\n", "- [ ] a\n- [x] b\n- [ ] c\n"
MATCHING = "- one => A\n- => D\n- two => B\n- three => A\n"
ORDERING = "1. a\n2. b\n3. c\n"
GAPS = "{{*a|b|c}} {{one}} {{*d|e}}\n"  # the alternatives are counted through: 1, 2, 3 and 4, 5

TAKEN: list[tuple[str, str, tuple[int, ...], dict[str, list[str]], Any]] = [
    ("single by place", SINGLE, (3, 1, 2), {"q-key": ["1"]}, 3),
    ("single, first of several", SINGLE, (3, 1, 2), {"q-key": ["2", "1"]}, 1),
    ("single, nothing", SINGLE, (3, 1, 2), {}, None),
    ("multiple by place, in order", MULTIPLE, (3, 1, 2), {"q-key": ["1", "3"]}, [2, 3]),
    ("multiple, the same twice", MULTIPLE, (1, 2, 3), {"q-key": ["1", "1"]}, [1]),
    ("multiple, nothing", MULTIPLE, (1, 2, 3), {"q-key": []}, None),
    ("true", "= true\n", (), {"q-key": ["1"]}, True),
    ("false", "= true\n", (), {"q-key": ["2"]}, False),
    ("short as typed", "= yes\n", (), {"q-key": ["  Yes, please\0 "]}, "Yes, please"),
    ("short, blank", "= yes\n", (), {"q-key": ["  "]}, None),
    ("number as typed", "= 720\n", (), {"q-key": ["1 000,5"]}, "1 000,5"),
    ("matching by places", MATCHING, (3, 1, 2), {"q-key.1": ["2"], "q-key.2": ["3"], "q-key.3": [""]}, {"1": 1, "3": 2}),
    ("matching, nothing", MATCHING, (3, 1, 2), {"q-key.1": [""]}, None),
    ("ordering by places", ORDERING, (3, 1, 2), {"q-key.1": ["3"], "q-key.2": ["2"], "q-key.3": ["1"]}, [2, 1, 3]),
    ("ordering, not finished", ORDERING, (3, 1, 2), {"q-key.1": ["2"]}, [None, 3, None]),
    ("ordering, nothing", ORDERING, (3, 1, 2), {"q-key.1": [""]}, None),
    ("gaps by places", GAPS, (3, 1, 2, 5, 4), {"q-key.1": ["1"], "q-key.2": [" One\0 "], "q-key.3": ["2"]}, [3, "One", 1]),
    ("gaps, not finished", GAPS, (3, 1, 2, 5, 4), {"q-key.2": ["  "], "q-key.3": ["1"]}, [None, None, 2]),
    ("gaps, nothing", GAPS, (3, 1, 2, 5, 4), {"q-key.1": [""], "q-key.2": [" "]}, None),
    ("gaps, the alternatives of another gap", GAPS, (3, 1, 2, 5, 4), {"q-key.1": ["4"], "q-key.3": ["3"]}, None),
    ("information", "", (), {"q-key": ["1"]}, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "order", "fields", "response"), [row[1:] for row in TAKEN], ids=[row[0] for row in TAKEN]
)
def test_a_form_is_taken(
    body: str, order: tuple[int, ...], fields: dict[str, list[str]], response: Any
) -> None:
    asked = question(body)
    taken = KINDS[asked.kind].take(asked, fields, order)
    assert taken == response
    assert KINDS[asked.kind].accept(asked, taken) == response


@pytest.mark.parametrize("kind", ["reflection", "essay"])
def test_what_is_written_keeps_its_lines_and_much_of_its_length(kind: str) -> None:
    asked = question("", f"kind={kind}")
    for said, kept in ((" a\r\n\r\nb\0 ", "a\n\nb"), (" \r\n", None), ("x" * 20_001, "x" * 20_000)):
        assert KINDS[kind].take(asked, {"q-key": [said]}, ()) == kept
        assert KINDS[kind].accept(asked, said) == kept


def test_everything_on_one_place_is_no_order() -> None:
    """Two items on one place are on none: else "all first" would be the order of the file, which is the right one."""
    asked = question(ORDERING)
    same = {f"q-key.{value}": ["1"] for value in (1, 2, 3)}
    assert KINDS["ordering"].take(asked, same, (3, 1, 2)) is None
    two = {"q-key.1": ["1"], "q-key.2": ["1"], "q-key.3": ["2"]}
    assert KINDS["ordering"].take(asked, two, (3, 1, 2)) == [None, 2, None]


RUBBISH = ["", "0", "4", "-1", "1.5", "٣", "²", "1e0", " 1", "99999", "x", "None", "\0"]


@pytest.mark.parametrize("value", RUBBISH, ids=repr)
@pytest.mark.parametrize(
    ("body", "order"),
    [
        (SINGLE, (1, 2, 3)),
        (MULTIPLE, (1, 2, 3)),
        ("= true\n", ()),
        (MATCHING, (1, 2, 3)),
        (ORDERING, (1, 2, 3)),
        ("{{*a|b|c}} {{*d|e|f}}\n", (1, 2, 3, 4, 5, 6)),
    ],
    ids=["single", "multiple", "truth", "matching", "ordering", "gaps"],
)
def test_what_is_no_place_is_no_answer(body: str, order: tuple[int, ...], value: str) -> None:
    asked = question(body)
    fields = {name: [value] for name in ("q-key", "q-key.1", "q-key.2")}
    assert KINDS[asked.kind].take(asked, fields, order) is None


SHOWN: list[tuple[str, str, tuple[int, ...], Any]] = [
    ("single", SINGLE, (3, 1, 2), 3),
    ("multiple", MULTIPLE, (3, 1, 2), [1, 3]),
    ("truth", "= true\n", (), False),
    ("short", "= yes\n", (), "perhaps"),
    ("number", "= 720\n", (), "1,5"),
    ("matching", MATCHING, (3, 1, 2), {"1": 2, "4": 3}),
    ("ordering", ORDERING, (3, 1, 2), [2, None, 3]),
    ("gaps", GAPS, (3, 1, 2, 5, 4), [3, "One", 1]),
    ("gaps, not finished", GAPS, (3, 1, 2, 5, 4), [None, None, 2]),
]


@pytest.mark.parametrize(
    ("body", "order", "response"), [row[1:] for row in SHOWN], ids=[row[0] for row in SHOWN]
)
def test_what_was_answered_is_shown_and_taken_again(body: str, order: tuple[int, ...], response: Any) -> None:
    asked = question(body)
    view = question_view(asked, {"key/text": asked.text}, order, response, number=1, lang="en")
    fields: dict[str, list[str]] = {"q-key": [view.value] if view.value else []}
    for option in view.options:
        if option.typed:
            fields[f"q-key.{option.value}"] = [option.typed]
        elif option.place is not None:
            fields[f"q-key.{option.value}"] = [str(option.place)]
        elif option.chosen:
            fields["q-key"].append(str(option.value))
    assert KINDS[asked.kind].take(asked, fields, order) == response


def test_a_question_is_shown_in_its_order() -> None:
    pieces = {
        "key/text": "<p>Text?</p>",
        "key/answer/1": "<p>a</p>",
        "key/answer/2": "<p>b</p>",
        "key/answer/3": "<p>c</p>",
    }
    view = question_view(question(SINGLE, "points=0.5"), pieces, (3, 1, 2), 1, number=4, lang="bg")
    assert (view.key, view.number, view.kind, view.html, view.lang, view.points) == (
        "key",
        4,
        "single",
        "<p>Text?</p>",
        "bg",
        "0,5",
    )
    assert view.options == (
        OptionView(1, "<p>c</p>", "bg"),
        OptionView(2, "<p>a</p>", "bg", chosen=True),
        OptionView(3, "<p>b</p>", "bg"),
    )


def test_pairs_are_shown_with_right_sides_as_plain_text_in_their_order() -> None:
    pieces = {"key/answer/1": "<p>one</p>", "key/answer/3": "<p>two</p>", "key/answer/4": "<p>three</p>"}
    view = question_view(
        question(MATCHING.replace("B", r"B \* b")), pieces, (3, 1, 2), {"3": 3}, number=1, lang="en"
    )
    assert view.rights == ((1, "B * b"), (2, "A"), (3, "D"))
    assert view.options == (
        OptionView(1, "<p>one</p>", "en"),
        OptionView(2, "<p>two</p>", "en", chosen=True, place=1),
        OptionView(3, "<p>three</p>", "en"),
    )


def test_gaps_are_shown_among_the_words_with_their_alternatives_as_plain_text() -> None:
    asked = question(r"{{*a|b \* b}} and {{one}}." + "\n")
    view = question_view(asked, {"key/text": f"<p>{asked.text}</p>"}, (2, 1), [2, None], number=1, lang="en")
    assert view.parts == ("<p>Text?\n\n", " and ", ".</p>")
    assert view.options == (
        OptionView(1, lang="en", chosen=True, place=1, rights=((1, "b * b"), (2, "a"))),
        OptionView(2, lang="en"),
    )


def test_gaps_stand_where_each_language_has_them_and_keep_their_names() -> None:
    asked = question("{{*a|b}} {{one}}\n")
    view = question_view(asked, {"key/text": f"{sign(2)} <b title='{sign(1)}'>{sign(1)}</b>"}, (1, 2), [2, "x"], number=1, lang="en")
    assert [(option.value, option.place, option.typed) for option in view.options] == [(2, None, "x"), (1, 2, "")]
    assert view.parts == ("", f" <b title='{sign(1)}'>", "</b>")


def test_information_has_no_number_and_no_points() -> None:
    view = question_view(question(""), {"key/text": "<p>Text?</p>"}, (), None, number=3, lang="en")
    assert (view.number, view.points, view.options, view.html) == (0, "", (), "<p>Text?</p>")
