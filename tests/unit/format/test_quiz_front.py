"""The settings of a quiz, and which of them its mode allows (course-format §7, G10, T5)."""

import pytest

from tests.support.quiz_texts import read, sound

QUESTION = "## q\n\nText?\n\n= x\n"

FAULTS = [
    ("unknown setting", "colour: red", ["error 3 unknown-key"], "x-colour: red"),
    ("unknown mode", "mode: exam", ["error 3 bad-value"], "mode: test"),
    ("no pass mark", "pass: 0", ["error 3 bad-value"], "pass: 1"),
    ("pass mark above 100", "pass: 101", ["error 3 bad-value"], "pass: 100"),
    ("pass mark with a sign", "pass: 70%", ["error 3 bad-value"], "pass: 70"),
    ("no attempt", "attempts: 0", ["error 3 bad-value"], "attempts: 1"),
    ("attempts in words", "attempts: many", ["error 3 bad-value"], "attempts: unlimited"),
    ("half a minute", "minutes: 0.5", ["error 3 bad-value"], "minutes: 1"),
    ("grading", "grading: worst", ["error 3 bad-value"], "grading: first"),
    ("shuffle without brackets", "shuffle: answers", ["error 3 bad-value"], "shuffle: [answers]"),
    ("shuffle the same twice", "shuffle: [answers, answers]", ["error 3 duplicate-value"], "shuffle: [answers, questions]"),
    ("show answers", "show_answers: later", ["error 3 bad-value"], "show_answers: never"),
    ("page", "page: two", ["error 3 bad-value"], "page: one"),
    ("stamps in the source", "machine: true", ["error 3 unknown-key"], "summary: S\ndescription: D"),
    ("pass in practice", "mode: practice\npass: 70", ["error 4 setting-against-mode"], "mode: practice\ngrading: latest"),
    ("minutes in practice", "minutes: 5\nmode: practice", ["error 3 setting-against-mode"], "minutes: 5"),
    ("answers after each in a test", "mode: test\nshow_answers: after-each", ["error 4 setting-against-mode"], "mode: practice\nshow_answers: after-each"),
    ("the same without a mode", "show_answers: after-each", ["error 3 setting-against-mode"], "show_answers: after-attempt"),
    ("answers after a pass mark that is none", "show_answers: after-pass", ["warning 3 answers-never-shown"], "pass: 50\nshow_answers: after-pass"),
    ("answers after the last of any number", "show_answers: after-last", ["warning 3 answers-never-shown"], "attempts: 2\nshow_answers: after-last"),
    ("pass in a survey", "mode: survey\npass: 50", ["error 4 setting-against-mode"], "mode: test\npass: 50"),
    ("attempts at a survey", "mode: survey\nattempts: 1", ["error 4 setting-against-mode"], "mode: practice\nattempts: 1"),
    ("minutes for a survey", "mode: survey\nminutes: 5", ["error 4 setting-against-mode"], "mode: survey"),
    ("extra time for a survey", "mode: survey\nextra_time: No", ["error 4 setting-against-mode"], "mode: test\nextra_time: No"),
    ("grading of a survey", "grading: best\nmode: survey", ["error 3 setting-against-mode"], "grading: best\nmode: practice"),
    ("a survey that is mixed", "mode: survey\nshuffle: [answers]", ["error 4 setting-against-mode"], "mode: survey\nsummary: S"),
    ("answers shown after a survey", "mode: survey\nshow_answers: after-last", ["error 4 setting-against-mode"], "mode: practice\nshow_answers: never"),
    ("a survey in pages", "mode: survey\npage: one", ["error 4 setting-against-mode"], "mode: practice\npage: one"),
]  # fmt: skip


@pytest.mark.parametrize(("front", "found"), [row[1:3] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_is_told_with_its_line(front: str, found: list[str]) -> None:
    assert read(QUESTION, front)[1] == found


@pytest.mark.parametrize("front", [row[3] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_near_miss_stays_silent(front: str) -> None:
    assert read(QUESTION, front)[1] == []


def test_a_setting_that_is_wrong_leaves_its_default() -> None:
    quiz, _found = read(QUESTION, "attempts: many\nshuffle: all\npass: half")
    assert (quiz.attempts, quiz.shuffle, quiz.pass_mark) == (None, frozenset(), None)


IN_TRANSLATIONS = [
    ("mode", "mode: test", ["error 3 setting-in-translation"]),
    ("pass", "pass: 70", ["error 3 setting-in-translation"]),
    (
        "all of them",
        "shuffle: []\npage: all",
        ["error 3 setting-in-translation", "error 4 setting-in-translation"],
    ),
    ("unknown", "colour: red", ["error 3 unknown-key"]),
    ("digest", "source_digest: abc", ["error 3 bad-value"]),
    ("blocks", "source_blocks: [123]", ["error 3 bad-value"]),
    ("machine", "machine: yes", ["error 3 bad-value"]),
    ("texts", "summary: S\ndescription: D", []),
    ("stamps", f"source_digest: {'0' * 64}\nsource_blocks: [01234567]\nmachine: true", []),
]


@pytest.mark.parametrize(
    ("front", "found"), [row[1:] for row in IN_TRANSLATIONS], ids=[row[0] for row in IN_TRANSLATIONS]
)
def test_a_translation_has_texts_and_stamps_and_no_settings(front: str, found: list[str]) -> None:
    assert read(QUESTION, front, source=sound(QUESTION))[1] == found


def test_a_survey_has_no_points_so_none_can_differ() -> None:
    drawn = "# A {draw=1}\n\n## q\n\nText?\n\n= x\n\n## r {kind=reflection}\n\nText?\n\n## s {points=2}\n\nText?\n\n= x\n"
    assert read(drawn, "page: all")[1] == ["error 13 draw-points"]
    assert read(drawn, "mode: survey")[1] == ["error 5 setting-against-mode"]
    assert read(drawn.replace(" {draw=1}", ""), "mode: survey")[1] == []
    longest = "".join(f"## q{n}\n\nText?\n\n- ( ) one\n- (x) the longest\n- ( ) two\n\n" for n in range(4))
    assert read(longest, "mode: survey")[1] == []
    assert read("## q {kind=reflection}\n\nText?\n", "mode: survey")[1] == []
    assert read("Text.\n", "mode: survey")[1] == ["error 1 no-questions"]


UNMARKED = [
    ("no right choice", "- ( ) a\n- ( ) b", "error 5 no-right-answer"),
    ("no right box", "- [ ] a\n- [ ] b", "error 5 no-right-answer"),
    ("all boxes right", "- [x] a\n- [x] b", "warning 5 all-right"),
    ("less than all points", "- [40%] a\n- [50%] b\n- [ ] c", "warning 5 full-marks-unreachable"),
    ("no right text", "=50% a", "error 5 no-right-answer"),
]


@pytest.mark.parametrize(("body", "found"), [row[1:] for row in UNMARKED], ids=[row[0] for row in UNMARKED])
def test_a_survey_has_no_marks_so_none_can_be_wrong(body: str, found: str) -> None:
    text = f"## q\n\nText?\n\n{body}\n"
    assert read(text, "mode: survey")[1] == []
    assert read(text, "page: all")[1] == [found]
    survey, _found = read(text, "mode: survey")
    assert read(text, source=survey)[1] == []
