"""What single responses are worth (the table of course-format §7)."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from lms.domain.questions.marking import Given, Marked, mark_question
from lms.domain.questions.model import Question
from tests.support.quiz_texts import question, sound

SINGLE = "- ( ) a\n- (x) b\n- (50%) c\n- (-25%) d\n"
MULTIPLE = "- [x] a\n- [ ] b\n- [x] c\n- [ ] d\n- [x] e\n"
PERCENT = "- [60%] a\n- [40%] b\n- [-50%] c\n- [ ] d\n"
SHORT = "= Article 20\n=50% Art* 20\n=0% Article 2\n"
NUMBER = "= 720\n=50% 700..740\n=0% 3.5 ± 0.5\n"
MATCHING = "- one => A\n- two => B\n- three => A\n- => C\n"
GAPS = "{{Article 20}} {{=one|=o*}} {{*yes|no}}\n"
ORDERING = "1. a\n2. b\n3. c\n4. d\n"

TABLE = [
    ("single right", SINGLE, "", 2, "1"),
    ("single wrong", SINGLE, "", 1, "0"),
    ("single part", SINGLE, "", 3, "1/2"),
    ("single below zero", SINGLE, "", 4, "0"),
    ("multiple all right", MULTIPLE, "", [1, 3, 5], "1"),
    ("multiple r/R", MULTIPLE, "", [1, 3], "2/3"),
    ("multiple r/R - w/W", MULTIPLE, "", [1, 3, 2], "1/6"),
    ("multiple never below zero", MULTIPLE, "", [1, 2, 4], "0"),
    ("multiple everything ticked", MULTIPLE, "", [1, 2, 3, 4, 5], "0"),
    ("multiple in any order", MULTIPLE, "", [5, 3, 1], "1"),
    ("multiple the same twice", MULTIPLE, "", [1, 1], "1/3"),
    ("multiple without wrong ones", "- [x] a\n- [x] b\n", "", [2], "1/2"),
    ("multiple all or nothing, all", MULTIPLE, "marking=all", [1, 3, 5], "1"),
    ("multiple all or nothing, one missing", MULTIPLE, "marking=all", [1, 3], "0"),
    ("multiple all or nothing, one too many", MULTIPLE, "marking=all", [1, 2, 3, 5], "0"),
    ("multiple sum", PERCENT, "", [1, 2], "1"),
    ("multiple sum of some", PERCENT, "", [1, 3], "1/10"),
    ("multiple sum below zero", PERCENT, "", [2, 3], "0"),
    ("multiple sum above one", "- [70%] a\n- [60%] b\n- [ ] c\n", "", [1, 2], "1"),
    ("truth right", "= true\n", "", True, "1"),
    ("truth wrong", "= true\n", "", False, "0"),
    ("truth of a false one", "= false\n", "", False, "1"),
    ("short right", SHORT, "", " article  20 ", "1"),
    ("short part by star", SHORT, "", "Art. 20", "1/2"),
    ("short common error", SHORT, "", "Article 2", "0"),
    ("short anything else", SHORT, "", "Article 3", "0"),
    ("short case", "= DNA\n", "case=yes", "dna", "0"),
    ("short share is no text", "= 50%\n", "", "50%", "1"),
    ("number right", NUMBER, "", "720", "1"),
    ("number lower end", NUMBER, "", "700", "1/2"),
    ("number upper end", NUMBER, "", "740", "1/2"),
    ("number just outside", NUMBER, "", "740.01", "0"),
    ("number in words", NUMBER, "", "seven hundred", "0"),
    ("number tolerance lower end", "= 3.14 ± 0.01\n", "", "3.13", "1"),
    ("number tolerance upper end", "= 3.14 +- 0.01\n", "", "3.15", "1"),
    ("number beyond tolerance", "= 3.14 ± 0.01\n", "", "3.1299999999", "0"),
    ("number below zero", "= -5..-3\n", "", "-4", "1"),
    ("number as a float would not have it", "= 0.1..0.3\n", "", "0.30000000000000001", "0"),
    ("matching all", MATCHING, "", {"1": 1, "2": 2, "3": 3}, "1"),
    ("matching the same text", MATCHING, "", {"1": 3, "2": 2, "3": 1}, "1"),
    ("matching a distractor", MATCHING, "", {"1": 4, "2": 2}, "1/3"),
    ("matching nothing right", MATCHING, "", {"2": 1}, "0"),
    ("ordering right", ORDERING, "", [1, 2, 3, 4], "1"),
    ("ordering neighbours", ORDERING, "", [2, 3, 4, 1], "2/3"),
    ("ordering two pairs", ORDERING, "", [3, 4, 1, 2], "2/3"),
    ("ordering backwards", ORDERING, "", [4, 3, 2, 1], "0"),
    ("ordering with a hole", ORDERING, "", [1, 2, None, 4], "1/3"),
    ("ordering not finished", ORDERING, "", [2, 3], "1/3"),
    ("ordering all or nothing", ORDERING, "marking=all", [2, 3, 4, 1], "0"),
    ("gaps all", GAPS, "", ["article  20", "one", 1], "1"),
    ("gaps, another text", GAPS, "", ["Article 20", "oh", 1], "1"),
    ("gaps, some", GAPS, "", ["Article 20", "two", 2], "1/3"),
    ("gaps, one missing", GAPS, "", [None, "one", 1], "2/3"),
    ("gaps, the last ones missing", GAPS, "", ["Article 20"], "1/3"),
    ("gaps, none", GAPS, "", ["20", "two", 2], "0"),
    ("gaps, case", "{{DNA}} {{=RNA|=rna}}\n", "case=yes", ["dna", "rna"], "1/2"),
    ("gaps, a star that is one", "{{=\\*}} {{a\\|b}}\n", "", ["*", "a|b"], "1"),
    ("ordering all", ORDERING, "marking=all", [1, 2, 3, 4], "1"),
]


def marked(asked: Question, body: Any, language: str = "en") -> Marked:
    return mark_question(asked, Given(body, language), {})


@pytest.mark.parametrize(
    ("body", "settings", "response", "share"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_response_has_its_share(body: str, settings: str, response: Any, share: str) -> None:
    assert marked(question(body, settings), response).share == Fraction(share)


def test_a_mark_is_the_share_of_the_points() -> None:
    asked = question(MULTIPLE, "points=2.5")
    assert marked(asked, [1]).mark == Fraction(5, 6)


def test_a_reflection_counts_as_answered_and_is_worth_no_points() -> None:
    asked = question("", "kind=reflection")
    assert [(each.points, each.mark, each.answered) for each in (marked(asked, "I thought so."), marked(asked, " "))] == [
        (0, 0, True),
        (0, 0, False),
    ]


def test_an_essay_is_marked_by_a_person() -> None:
    asked = question("- (0-4) clear\n", "kind=essay points=8")
    assert [(each.points, each.mark, each.answered) for each in (marked(asked, "Well."), marked(asked, ""))] == [
        (8, None, True),
        (8, 0, False),
    ]


@pytest.mark.parametrize("kind", ["reflection", "essay"])
def test_what_is_no_text_is_no_writing(kind: str) -> None:
    asked = question("", f"kind={kind}")
    assert [marked(asked, said).answered for said in (1, True, ["a"], {"a": 1}, "a")] == [False, False, False, False, True]


NOTHING = [
    ("single", SINGLE, [None]),
    ("multiple", MULTIPLE, [None, []]),
    ("truth", "= true\n", [None]),
    ("short", SHORT, [None, "", "  \n"]),
    ("number", NUMBER, [None, "", " "]),
    ("matching", MATCHING, [None, {}, {"1": None}]),
    ("ordering", ORDERING, [None, [], [None, None]]),
    ("gaps", GAPS, [None, [], [None, None, None], [" ", ""]]),
]


@pytest.mark.parametrize(("body", "responses"), [row[1:] for row in NOTHING], ids=[row[0] for row in NOTHING])
def test_nothing_given_is_unanswered_and_worth_nothing(body: str, responses: list[Any]) -> None:
    asked = question(body)
    results = [marked(asked, response) for response in responses] + [mark_question(asked, None, {})]
    assert {(each.share, each.answered) for each in results} == {(Fraction(0), False)}


MISFITS = [
    ("single", SINGLE, [0, 5, "2", 2.0, True, [2], -1]),
    ("multiple", MULTIPLE, [1, [0], [6], ["1"], [True], {"1": 1}]),
    ("truth", "= true\n", ["true", 1, 0, []]),
    ("short", SHORT, [20, ["Article 20"], True]),
    ("number", NUMBER, [720, [], 7.2]),
    ("matching", MATCHING, [[1], {"4": 1}, {"1": 9}, {"1": "1"}, {"x": 1}, {"1": True}]),
    ("ordering", ORDERING, [{"1": 1}, [1, 1], [5], [1, 2, 3, 4, 1], ["1"], [True]]),
    ("gaps", GAPS, ["Article 20", {"1": "Article 20"}, [1], [True], [None, None, "yes"], [None, None, 0], [None, None, 3], [None, None, True], ["Article 20"] * 4]),
]


@pytest.mark.parametrize(("body", "responses"), [row[1:] for row in MISFITS], ids=[row[0] for row in MISFITS])
def test_what_is_no_response_is_worth_nothing(body: str, responses: list[Any]) -> None:
    asked = question(body)
    results = [marked(asked, response) for response in responses]
    assert {(each.share, each.answered) for each in results} == {(Fraction(0), False)}


def test_a_number_is_read_in_the_language_in_which_it_was_typed() -> None:
    asked = question("= 1000\n")
    assert marked(asked, "1,000", "en").share == 1
    assert marked(asked, "1,000", "bg").share == 0


def test_what_is_typed_into_a_gap_is_marked_against_the_texts_of_all_languages() -> None:
    asked, twin = question("{{one}} {{*yes|no}} {{two}}\n"), question("{{=едно|=един}} {{*да|не}} {{две}}\n")
    shares = [
        mark_question(asked, Given(said, "en"), {"bg": twin}).share
        for said in (["един", 1, "two"], ["едно", 2, "две"], ["две", 2, "one"])
    ]
    assert shares == [1, Fraction(2, 3), 0]


def test_a_text_is_marked_against_the_texts_of_all_languages() -> None:
    asked, twin = question("= deliberation\n=0% *\n"), question("= обсъждане\n=50% делиберация\n=0% *\n")
    shares = [
        mark_question(asked, Given(text, "en"), {"bg": twin}).share
        for text in ("deliberation", "Обсъждане", "делиберация", "voting")
    ]
    assert shares == [1, 1, Fraction(1, 2), 0]


@given(
    st.integers(1, 255).map(lambda bits: [bool(bits >> place & 1) for place in range(bits.bit_length())]),
    st.sets(st.integers(1, 8)),
)
def test_multiple_is_right_over_all_right_less_wrong_over_all_wrong(
    key: list[bool], ticked: set[int]
) -> None:
    ticked = {number for number in ticked if number <= len(key)}
    asked = question(
        "".join(f"- [{'x' if right else ' '}] answer {place}\n" for place, right in enumerate(key))
    )
    right = sum(key[number - 1] for number in ticked)
    wrong = len(ticked) - right
    all_right, all_wrong = sum(key), len(key) - sum(key)
    event("all are right" if not all_wrong else "some are wrong")
    event("below zero" if all_wrong and right * all_wrong < wrong * all_right else "zero or above")
    expected = Fraction(right, all_right) - (Fraction(wrong, all_wrong) if all_wrong else 0)
    assert marked(asked, sorted(ticked)).share == (max(expected, Fraction(0)) if ticked else 0)


@given(st.integers(2, 7).flatmap(lambda size: st.permutations(range(1, size + 1))))
def test_ordering_counts_the_items_followed_by_the_next_one(items: list[int]) -> None:
    asked = question("".join(f"{number}. item {number}\n" for number in range(1, len(items) + 1)))
    followed = sum(items.index(number) + 1 == items.index(number + 1) for number in range(1, len(items)))
    event("all" if followed == len(items) - 1 else "none" if not followed else "some")
    assert marked(asked, items).share == Fraction(followed, len(items) - 1)


EVERY = "".join(
    f"## k{number}\n\nText?\n\n{body}\n"
    for number, body in enumerate((SINGLE, MULTIPLE, PERCENT, SHORT, NUMBER, MATCHING, ORDERING, GAPS, "= true\n"))
)
LIKELY = st.one_of(
    st.integers(1, 4),
    st.lists(st.integers(1, 5), max_size=4, unique=True),
    st.lists(st.integers(1, 3) | st.none(), max_size=4),
    st.tuples(st.sampled_from(["article 20", "", None]), st.sampled_from(["o", "x", None]), st.integers(0, 3) | st.none()).map(list),
    st.dictionaries(st.sampled_from("123"), st.integers(1, 4) | st.none(), max_size=3),
    st.sampled_from(["article 20", "720", "3,5", "no", ""]),
    st.booleans(),
)
WILD = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from("123456"), inner, max_size=4),
    max_leaves=6,
)


@given(st.sampled_from(sound(EVERY).questions), LIKELY | WILD, st.sampled_from(["en", "bg"]))
def test_no_data_breaks_marking(asked: Question, body: Any, language: str) -> None:
    result = marked(asked, body, language)
    event(f"{asked.kind}: {'answered' if result.answered else 'not answered'}")
    assert result.share is not None
    assert 0 <= result.share <= 1
