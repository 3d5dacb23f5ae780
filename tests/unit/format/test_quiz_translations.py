"""A translated quiz beside its source (course-format T2, T4, T5)."""

import pytest

from lms.domain.courses.format.quiz import read_quiz
from lms.domain.courses.format.quiz_compare import Comparison, compare_quizzes
from lms.domain.questions.model import Quiz
from lms.kernel.problems import Problems
from tests.support.quiz_texts import TWIN, in_order, read, sound, whole


def compare(source: str, translation: str, front: str = "") -> tuple[Comparison, list[str]]:
    """Return what may be used of a translation, and all that is found in it, as "severity line code"."""
    original = sound(source)
    problems = Problems()
    quiz = read_quiz(
        TWIN, whole(translation, front).encode(), translation=True, problems=problems, source=original
    )
    assert quiz is not None
    comparison = compare_quizzes(original, quiz, problems)
    return comparison, [f"{each.severity} {each.line} {each.code}" for each in problems.found]


def stamp(quiz: Quiz, **changed: str) -> str:
    """Return the stamps of a translation made before the questions named had changed."""
    blocks = ", ".join(changed.get(key, digest) for key, digest in quiz.blocks.items())
    return f"source_digest: {'0' * 64 if changed else quiz.digest}\nsource_blocks: [{blocks}]"


DIFFERENCES = [
    ("kind", "- (x) a\n- ( ) b", "- [x] a\n- [ ] b", "4 kind-differs", "- (x) в\n- ( ) г"),
    ("right answer", "- (x) a\n- ( ) b", "- ( ) a\n- (x) b", "9 key-differs", "- (Х) в\n- ( ) г"),
    ("share", "- (x) a\n- (50%) b", "- (x) a\n- (40%) b", "9 key-differs", "- (100%) a\n- (50%) b"),
    ("number of choices", "- (x) a\n- ( ) b", "- (x) a\n- ( ) b\n- ( ) c", "4 answers-differ", "- (x) a\n- ( ) b\n\n  - ( ) c"),
    ("boxes", "- [x] a\n- [x] b\n- [ ] c", "- [x] a\n- [ ] b\n- [ ] c", "9 key-differs", "- [x] в\n- [x] г\n- [ ] д"),
    ("truth", "= true", "= false", "8 value-differs", "= true\n\n> Обяснение"),
    ("truth in words", "= true", "= вярно", "4 kind-differs", "= true"),
    ("number", "= 720", "= 72", "8 value-differs", "= 720.0"),
    ("tolerance", "= 3.14 ± 0.01", "= 3.14 ± 0.1", "8 value-differs", "= 3.13..3.15"),
    ("share of a number", "= 5\n=50% 6", "= 5\n=0% 6", "9 value-differs", "= 5\n=50% 6\n  > Почти"),
    ("number of numbers", "= 5\n= 6", "= 5", "4 answers-differ", "= 5\n= 6"),
    ("number of pairs", "- a => b\n- c => d", "- a => b\n- c => d\n- e => f", "4 answers-differ", "- в => г\n- д => е"),
    ("pair and distractor", "- a => b\n- => d", "- => d\n- a => b", "8 key-differs", "- в => г\n- => д"),
    ("right sides that are the same", "- a => b\n- c => b\n- => d", "- a => b\n- c => e\n- => d", "9 key-differs", "- в => г\n- д => г\n- => е"),
    ("number of items", "1. a\n2. b", "1. a\n2. b\n3. c", "4 answers-differ", "1. в\n2. г"),
    ("no text of full share", "= yes", "=50% да", "4 no-right-answer", "=50% може би\n= да"),
    ("number of gaps", "{{a}} {{b}}", "{{в}}", "4 answers-differ", "{{г}} и {{в}}"),
    ("typed and chosen gap", "{{a}}", "{{*в|г}}", "8 answers-differ", "{{=в|=г}}"),
    ("chosen and typed gap", "b\n{{*a|b}}", "в\n{{=в|=г}}", "9 answers-differ", "в\n{{*в|г}}"),
    ("number of alternatives", "{{*a|b}}", "{{*в|г|д}}", "8 answers-differ", "{{*в|г}}"),
    ("right alternative", "{{a}} {{*a|b}}", "{{в}} {{в|*г}}", "8 key-differs", "{{в}} {{*в|г}}"),
    ("right alternative in another order", "{{a}} {{*a|b}}", "{{*в|г}} {{в}}", "8 answers-differ", "{{2:*в|г}} {{в}}"),
    ("no gap", "{{a}}", "в", "4 kind-differs", "{{=в}}"),
    ("number of texts", "= yes\n=50% perhaps", "= да\n= тъй вярно\n=50% може би", "", "= да"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "other", "found"), [row[1:4] for row in DIFFERENCES], ids=[row[0] for row in DIFFERENCES]
)
def test_a_difference_is_an_error_where_the_translation_claims_to_be_current(
    body: str, other: str, found: str
) -> None:
    comparison, told = compare(f"## q\n\nText?\n\n{body}\n", f"## q\n\nТекст?\n\n{other}\n")
    assert told == ([f"error {found}"] if found else [])
    assert comparison.usable == (frozenset() if found else {"q"})


@pytest.mark.parametrize(
    ("body", "same"), [(row[1], row[4]) for row in DIFFERENCES], ids=[row[0] for row in DIFFERENCES]
)
def test_other_words_are_no_difference(body: str, same: str) -> None:
    comparison, told = compare(f"## q\n\nText?\n\n{body}\n", f"## q\n\nТекст?\n\n{same}\n")
    assert (told, comparison.usable) == ([], {"q"})


SOURCE = "## one\n\nText?\n\n- (x) a\n- ( ) b\n\n## two\n\nText?\n\n= 5\n"
TRANSLATION = "## one\n\nТекст?\n\n- ( ) а\n- (x) б\n\n## two\n\nТекст?\n\n= 5\n"


def test_the_sentence_names_both_answers_and_both_lines() -> None:
    problems = Problems()
    source = sound(SOURCE)
    translation, _found = read(TRANSLATION, source=source)
    compare_quizzes(source, translation, problems)
    assert [str(problem) for problem in problems.found] == [
        "quizzes/c/bg/q.md:9: error: question one: answer 2 is marked right, but in en (line 8) answer 1 is [key-differs]"
    ]


def test_a_stale_question_that_differs_falls_back_to_the_source() -> None:
    comparison, told = compare(SOURCE, TRANSLATION, stamp(sound(SOURCE), one="00000000"))
    assert told == ["warning 6 question-falls-back"]
    assert (comparison.usable, comparison.stale, comparison.is_current) == ({"two"}, {"one"}, False)


def test_a_stale_question_that_only_says_it_otherwise_is_still_used() -> None:
    same = TRANSLATION.replace("- ( ) а\n- (x) б", "- (x) а\n- ( ) б")
    comparison, told = compare(SOURCE, same, stamp(sound(SOURCE), one="00000000"))
    assert (told, comparison.usable, comparison.stale) == ([], {"one", "two"}, {"one"})


def test_a_stale_text_of_no_full_share_falls_back_to_the_source() -> None:
    source, translation = "## q\n\nText?\n\n= yes\n", "## q\n\nТекст?\n\n=50% да\n"
    comparison, told = compare(source, translation, stamp(sound(source), q="00000000"))
    assert (told, comparison.usable) == (["warning 6 question-falls-back"], frozenset())


def test_a_question_that_did_not_change_must_agree_even_in_a_stale_file() -> None:
    comparison, told = compare(SOURCE, TRANSLATION, stamp(sound(SOURCE), two="00000000"))
    assert told == ["error 11 key-differs"]
    assert comparison.usable == {"two"}


def test_a_current_stamp_is_believed() -> None:
    assert compare(SOURCE, TRANSLATION, stamp(sound(SOURCE)))[1] == ["error 11 key-differs"]


def test_stamps_that_do_not_fit_make_the_whole_file_stale() -> None:
    front = f"source_digest: {'0' * 64}\nsource_blocks: [01234567]"
    comparison, told = compare(SOURCE, TRANSLATION, front)
    assert told == ["warning 6 question-falls-back"]
    assert comparison.stale == {"one", "two"}


def test_a_question_that_the_source_lacks_is_an_error() -> None:
    comparison, told = compare(SOURCE, f"{SOURCE}\n## three\n\nТекст?\n\n= 5\n")
    assert (told, comparison.usable) == (["error 17 question-unknown"], {"one", "two"})


def test_a_question_that_is_missing_is_a_warning() -> None:
    comparison, told = compare(SOURCE, "## one\n\nТекст?\n\n- (x) а\n- ( ) б\n")
    assert (told, comparison.missing, comparison.usable) == (
        ["warning 1 question-missing"],
        ("two",),
        {"one"},
    )


def test_questions_stand_in_the_order_of_the_source() -> None:
    two, one = "## two\n\nТекст?\n\n= 5\n\n", "## one\n\nТекст?\n\n- (x) а\n- ( ) б\n\n"
    assert compare(SOURCE, two + one)[1] == ["error 10 order-differs"]
    assert compare(SOURCE, one + two)[1] == []
    assert compare(SOURCE, two + one, stamp(sound(SOURCE), one="00000000"))[1] == ["warning 12 order-differs"]


def sections(*parts: str) -> str:
    return "\n".join(
        f"{heading}\n\n## {key}\n\nText?\n\n= 5\n" for heading, key in (part.split("/") for part in parts)
    )


def test_sections_are_those_of_the_source_with_other_titles() -> None:
    source = sections("# One/a", "# Two/b")
    comparison, told = compare(source, sections("# Едно/a", "# Две/b"))
    assert (told, comparison.sections) == ([], True)
    comparison, told = compare(source, sections("# Едно/a", "/b"))
    assert (told, comparison.sections) == (["error 4 sections-differ"], False)
    comparison, told = compare(sections("# One/a", "/b", "# Two/c"), sections("# Едно/a", "# Две/b", "/c"))
    assert (told, comparison.sections) == (["error 14 sections-differ"], False)


IN_TRANSLATIONS = [
    ("of a question", "## q {points=1}\n\nТекст?\n\n- (x) a\n- ( ) b\n", ["error 4 setting-in-translation"]),
    (
        "of a section",
        "# S {draw=1}\n\n## q\n\nТекст?\n\n- (x) a\n- ( ) b\n",
        ["error 4 setting-in-translation"],
    ),
    ("of an answer", "## q\n\nТекст?\n\n- (x) a\n- ( ) b {fixed}\n", ["error 9 setting-in-translation"]),
]


@pytest.mark.parametrize(
    ("translation", "found"), [row[1:] for row in IN_TRANSLATIONS], ids=[row[0] for row in IN_TRANSLATIONS]
)
def test_settings_live_in_the_source_only(translation: str, found: list[str]) -> None:
    source = (
        "# S\n\n## q\n\nText?\n\n- (x) a\n- ( ) b\n"
        if translation.startswith("# ")
        else "## q\n\nText?\n\n- (x) a\n- ( ) b\n"
    )
    assert compare(source, translation)[1] == found


def test_a_kind_that_the_source_states_holds_for_the_translation() -> None:
    source = "## q {kind=short}\n\nText?\n\n= 5\n\n## r {kind=information}\n\nText\n\n1. a\n2. b\n"
    translation = "## q\n\nТекст?\n\n= 5\n= пет\n\n## r\n\nТекст\n\n1. а\n2. б\n"
    comparison, told = compare(source, translation)
    assert (told, comparison.usable) == ([], {"q", "r"})


RUBRICS = [
    ("the same", "- (0-4) а\n- (1-2) б", []),
    ("a criterion less", "- (0-4) а", ["error 4 answers-differ"]),
    ("other points", "- (0-4) а\n- (0-2) б", ["error 9 key-differs"]),
    ("points spelled otherwise", "- (0-4) а\n- (1–2) б", ["error 9 bad-rubric"]),
    ("points backwards", "- (0-4) а\n- (2-1) б", ["error 9 bad-rubric"]),
    ("no points", "- (0-4) а\n- (0-0) б", ["error 9 rubric-without-points"]),
    ("settings", "- (0-4) а\n- (1-2) б {fixed}", []),
]


@pytest.mark.parametrize(("rubric", "told"), [row[1:] for row in RUBRICS], ids=[row[0] for row in RUBRICS])
def test_rubrics_are_compared(rubric: str, told: list[str]) -> None:
    source = in_order("## q {kind=essay points=4}\n\nText?\n\n- (0-4) a\n- (1-2) b\n\n## r\n\nText?\n\n= 5\n")
    problems = Problems()
    body = whole(f"## q\n\nТекст?\n\n{rubric}\n\n## r\n\nТекст?\n\n= 5\n").encode()
    translation = read_quiz(TWIN, body, translation=True, problems=problems, source=source)
    assert translation is not None
    compare_quizzes(source, translation, problems)
    assert [f"{each.severity} {each.line} {each.code}" for each in problems.found] == told


def test_what_is_written_down_is_of_one_kind_in_every_language() -> None:
    source = "## q {kind=reflection}\n\nText?\n\n## r\n\nText?\n\n= 5\n"
    assert compare(source, "## q\n\nТекст?\n\n- (0-4) а\n\n## r\n\nТекст?\n\n= 5\n")[1] == []
    assert compare(source, "## q {kind=reflection}\n\nТекст?\n\n## r\n\nТекст?\n\n= 5\n")[1] == ["error 4 setting-in-translation"]


def test_a_translated_essay_may_be_used() -> None:
    source, found = read("## q {kind=essay}\n\nText?\n\n- (0-4) a\n\n## r\n\nText?\n\n= 5\n")
    assert found == []
    translation, found = read("## q\n\nТекст?\n\n- (0-4) а\n\n## r\n\nТекст?\n\n= 5\n", source=source)
    problems = Problems()
    assert compare_quizzes(source, translation, problems).usable == {"q", "r"}
    assert (found, problems.found) == ([], [])


def test_a_translation_is_told_its_own_faults_only() -> None:
    """What the marks of a translation say is compared with the source and not judged a second time."""
    source = "## q\n\nText?\n\n- (x) a\n- ( ) b\n- ( ) c\n"
    assert compare(source, "## q\n\nТекст?\n\n- (x) а\n- ( ) б\n- ( ) б\n")[1] == ["warning 10 same-answer"]
    assert compare(source, "## q\n\nТекст?\n\n- ( ) а\n- ( ) б\n- ( ) в\n")[1] == ["error 8 key-differs"]
