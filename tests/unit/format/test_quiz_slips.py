"""Slips of the pen that make text of answers or of headings: each is told, and its near miss stays silent (G4 to G8)."""

import pytest

from tests.support.quiz_texts import read

OTHER = "\n\n## other\n\nText?\n\n= yes\n"
CHOICES = "- ( ) b\n- (x) c"


def found(body: str) -> list[str]:
    """Return all that is found in a question ``q`` whose body begins in line 6 of the file."""
    return read(f"## q\n\n{body}{OTHER}")[1]


FIRST = [
    ("no blank after the mark", "- (x)a", CHOICES),
    ("no blank in the mark", "- () a", CHOICES),
    ("no blank in the box", "- [] a", CHOICES),
    ("blanks around the sign", "- [ x ] a", CHOICES),
    ("unknown sign", "- (v) a", CHOICES),
    ("share without its sign", "- (50) a", CHOICES),
    ("blank before the sign", "- (50 %) a", CHOICES),
    ("no mark", "- a", CHOICES),
    ("star", "* (x) a", CHOICES),
    ("no hyphen", "(x) a", CHOICES),
    ("dash", "– (x) a", CHOICES),
    ("no blank after the hyphen", "-(x) a", CHOICES),
    ("indented by one", " - (x) a", CHOICES),
    ("indented by two", "  - (x) a", CHOICES),
    ("feedback of its own", "- (x)a\n  > because", CHOICES),
    ("two lines", "- (x)a\n  that goes on", CHOICES),
    ("no blank after =", "=yes", "= no"),
    ("blank in the share", "=50 % yes", "= no"),
    ("no blank after the share", "=50%yes", "= no"),
    ("two signs", "== yes", "= no"),
    ("empty text", "= ", "= no"),
    ("number without a blank", "1.a", "2. b\n3. c"),
    ("number with a bracket", "1) a", "2. b\n3. c"),
    ("arrow without blanks", "- a=>b", "- c => d\n- e => f"),
]


@pytest.mark.parametrize(("first", "others"), [row[1:] for row in FIRST], ids=[row[0] for row in FIRST])
def test_a_first_answer_that_is_none_is_told(first: str, others: str) -> None:
    assert found(f"Text?\n\n{first}\n{others}") == ["error 8 bad-mark"]


def test_every_lost_answer_is_told_and_the_others_are_read_as_ever() -> None:
    quiz, told = read(f"## q\n\nText?\n\n- (x)a\n- ()b\n{CHOICES}\n")
    assert told == ["error 8 bad-mark", "error 9 bad-mark"]
    assert [answer.text for answer in quiz.by_key["q"].answers] == ["b", "c"]


ABOVE = [
    ("a paragraph", "Text?\n"),
    ("a paragraph in two lines", "Text\n– with a dash?\n"),
    ("a list of the text", "Text?\n\n- one\n- two\n\n"),
    ("links", "Text?\n\n- [x](https://example.org)\n\n"),
    ("words in brackets", "Text?\n\n- (optional) bring paper\n- (v) five\n\n"),
    ("tasks with stars", "Text?\n\n* [x] done\n* [ ] to do\n\n"),
    ("tasks", "Text?\n\n- [x] done\n- [ ] to do\n\nWhich?\n\n"),
    ("marked words", "Text?\n\n==Important== words\n"),
    ("a rule", "Text?\n\n* * *\n"),
    ("arrow", "Text?\n\n=> hence\n"),
    ("code", "Text?\n\n`=yes`\n"),
    ("numbers in words", "Text?\n\n1.5 million people\n"),
    ("numbers in brackets", "(1) one\n(i) two\n(50%) three\n"),
    ("quotation", "> - (x) a\n> - ( ) b\n\n"),
    ("equality", "x + y\n= 5\n\nWhich?\n\n"),
    ("sign of equality in words", "Text?\n\n2 + 2 = 4\n\n"),
]


@pytest.mark.parametrize("text", [row[1] for row in ABOVE], ids=[row[0] for row in ABOVE])
def test_what_is_meant_for_text_stays_silent(text: str) -> None:
    assert found(f"{text}{CHOICES}") == []


LEFT = [
    ("accepted text", "= yes\n\nAnd?\n\n", ["warning 6 answer-in-text"]),
    ("two accepted texts", "= yes\n= yeah\n\nAnd?\n\n", ["warning 6 answer-in-text"]),
    ("choices", "- (x) a\n- ( ) b\n\nAnd?\n\n", ["warning 6 answer-in-text"]),
    ("choices with a quote between", "- (x) a\n\n> because\n\n", ["warning 6 answer-in-text"]),
    ("first of a loose list", "- (x)a\n\n", ["warning 6 answer-in-text"]),
    ("box without a blank", "- [x]a\n\n", ["warning 6 answer-in-text"]),
    ("share", "- (50 %) a\n\n", ["warning 6 answer-in-text"]),
    ("first answer that goes on", "(x) a\ngoes on\n", ["warning 6 answer-in-text"]),
    (
        "two runs",
        "- (x) a\n\nOr?\n\n* (x) b\n  c\n* ( ) d\n\nAnd?\n\n",
        ["warning 6 answer-in-text", "warning 10 answer-in-text"],
    ),
]


@pytest.mark.parametrize(("text", "told"), [row[1:] for row in LEFT], ids=[row[0] for row in LEFT])
def test_answers_that_are_left_in_the_text_are_a_warning(text: str, told: list[str]) -> None:
    assert found(f"{text}{CHOICES}") == told


LOST = [
    ("indented by one", " - (x) a\n - ( ) b", ["error 8 bad-mark"], "- (x) a\n- ( ) b"),
    ("indented by four", "    - (x) a\n    - ( ) b", ["error 8 bad-mark"], "- (x) a\n- ( ) b\n\n    - (x) c"),
    ("indented list", "  - a\n  - b", ["error 8 list-without-marks"], "  - a\n  - b\n\nMore."),
    ("no hyphens", "(x) a\n( ) b", ["error 8 bad-mark"], "(x1) a\n(i) b"),
    ("no hyphens, right beneath the text", "Which?\n( ) a\n(x) b", ["error 9 bad-mark"], "Which?\nThe one (x) or ( )?"),
    ("no hyphens, with feedback", "(x) a\n( ) b\n\n> because", ["error 8 bad-mark"], "> (x) a"),
    ("boxes alone", "[ ] a\n[x] b", ["error 8 bad-mark"], "[x](https://example.org) a"),
    ("answer that goes on", "( ) a\n(x) b\ngoes on", ["error 8 bad-mark"], "goes on (x)"),
    ("dashes", "– (x) a\n– ( ) b", ["error 8 bad-mark"], "– (sic) a\n– b"),
    ("no hyphens, apart", "(x) a\n\n( ) b", ["warning 8 answer-in-text", "error 10 bad-mark"], "(a) a\n\n(b) b"),
    ("no blank after =", "=yes", ["error 8 bad-mark"], "==yes== indeed"),
    ("no blank after the share", "=50%yes", ["error 8 bad-mark"], "=> 50% yes"),
    ("two signs", "== yes", ["error 8 bad-mark"], "`== yes`"),
    ("no blank after the number", "1.a\n2.b", ["warning 8 bad-mark"], "1.5 million\n2.5 million"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "told"), [row[1:3] for row in LOST], ids=[row[0] for row in LOST])
def test_a_question_that_loses_all_its_answers_is_told(body: str, told: list[str]) -> None:
    assert found(f"Text?\n\n{body}") == told


@pytest.mark.parametrize("body", [row[3] for row in LOST], ids=[row[0] for row in LOST])
def test_a_text_that_ends_otherwise_stays_silent(body: str) -> None:
    assert found(f"Text?\n\n{body}") == []


@pytest.mark.parametrize("body", [row[1] for row in LOST], ids=[row[0] for row in LOST])
def test_information_that_is_stated_may_end_in_anything(body: str) -> None:
    assert read(f"## q {{kind=information}}\n\nText:\n\n{body}{OTHER}")[1] == []


def test_what_editions_hold_is_read_as_it_always_was() -> None:
    for body in ("(x) a\n( ) b", "=yes", "    - (x) a", "- a\n - b", "1.a"):
        quiz, _told = read(f"## q\n\nText?\n\n{body}{OTHER}")
        assert quiz.by_key["q"].kind == "information"


HEADINGS = [
    ("question", "   ## r\n\nMore.", ["error 8 heading-indented"], "   ### r\n\nMore."),
    ("section", " # Part\n\nMore.", ["error 8 heading-indented"], " #hashtag"),
    ("deep", "    ## r", ["error 8 heading-indented"], "```\n    ## r\n```"),
    ("in an answer", "- (x) a\n- ( ) b\n\n  ## r", ["error 11 heading-indented"], "- (x) a\n- ( ) b\n\n  ### r"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "told"), [row[1:3] for row in HEADINGS], ids=[row[0] for row in HEADINGS])
def test_an_indented_heading_is_told_for_it_opens_nothing(body: str, told: list[str]) -> None:
    assert found(f"Text?\n\n{body}") == told


@pytest.mark.parametrize("body", [row[3] for row in HEADINGS], ids=[row[0] for row in HEADINGS])
def test_other_indented_lines_are_no_headings(body: str) -> None:
    assert found(f"Text?\n\n{body}") == []


NUMBERS = [
    ("hyphen", "= 10-20", "= 10..20"),
    ("dash with blanks", "= 10 – 20", "= 10 .. 20"),
    ("three dots", "= 10...20", "= 2026-11-21"),
    ("dots in one sign", "= 10…20", "= A-20"),
    ("tolerance in percent", "= 10 ± 5%", "= 10 ± 5"),
    ("tolerance with a slash", "= 10 +/- 5", "= 10 +- 5"),
    ("range with commas", "= 3,14..3,15", "= 3.14..3.15"),
    ("one of several", "= ten to twenty\n= 10-20", "= 10..20\n= ten to twenty"),
    ("share", "= 5\n=50% 4-6", "= 5\n=50% 4..6"),
]


@pytest.mark.parametrize("body", [row[1] for row in NUMBERS], ids=[row[0] for row in NUMBERS])
def test_two_numbers_that_are_no_range_are_a_warning(body: str) -> None:
    last = 8 + body.count("\n")
    assert found(f"Text?\n\n{body}") == [f"warning {last} looks-like-number"]
    assert read(f"## q {{kind=short}}\n\nText?\n\n{body}{OTHER}")[1] == []


@pytest.mark.parametrize("body", [row[2] for row in NUMBERS], ids=[row[0] for row in NUMBERS])
def test_ranges_tolerances_and_other_texts_are_none(body: str) -> None:
    assert found(f"Text?\n\n{body}") == []
