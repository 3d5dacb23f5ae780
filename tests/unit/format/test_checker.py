"""All findings of a course at once, in the form that people and programs read (§10)."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.courses.format.checker import as_json, check_course
from lms.domain.courses.format.library import read_course
from tests.unit.format.a_course import (
    COURSE,
    COURSE_PATH,
    LESSON,
    LESSON_PATH,
    MODULE,
    MODULE_PATH,
    TEST,
    TODAY,
    a_course,
    found,
    lesson,
)

TWO_LANGUAGES = COURSE.replace("[en]", "[en, bg]")
PRACTICE = TEST.replace("pass: 50", "mode: practice")
WITH_QUIZ = MODULE + "  - quiz: check\n"


def without_yaml_warnings(changes: Mapping[str, str | None]) -> list[str]:
    return [line for line in found(changes) if not line.startswith("modules/")]


def test_a_course_that_is_right_is_silent() -> None:
    assert found() == []


def test_every_problem_of_every_file_is_said_at_once() -> None:
    changes = {
        COURSE_PATH: COURSE + "level: high\n",
        MODULE_PATH: MODULE + "  - lesson: gone\n",
        LESSON_PATH: lesson("![](media/a.svg)\n"),
    }
    assert found(changes) == [
        f"{LESSON_PATH}:5: error: picture without alt text: write ![what it shows](media/a.svg), or {{.decorative}} [missing-alt]",
        f"{LESSON_PATH}:5: error: media/a.svg is not there: media lie in content/c/media/ [missing-media]",
        f"{COURSE_PATH}:8: error: level must be one of introductory, intermediate, advanced, trainer [bad-value]",
        f"{MODULE_PATH}:4: error: there is no file content/c/en/gone.md [missing-document]",
    ]


def test_json_is_a_list_of_objects_with_five_names() -> None:
    _, problems = check_course("c", a_course({LESSON_PATH: lesson("<b>х</b>\n")}), TODAY)
    assert json.loads(as_json(problems.found)) == [
        {"file": LESSON_PATH, "line": 5, "severity": "warning", "code": "raw-html", "message": f"{tag} is shown as text: of raw HTML only <br> <sub> <sup> <kbd> <abbr> are allowed"}
        for tag in ("</b>", "<b>")
    ]  # fmt: skip
    assert as_json([]) == "[]"


def test_a_file_that_is_not_utf_8_is_an_error() -> None:
    files = a_course() | {LESSON_PATH: "---\ntitle: Първи\n---\nТекст\n".encode("cp1251")}
    _, problems = check_course("c", files, TODAY)
    assert [str(problem) for problem in problems.found] == [
        f"{LESSON_PATH}:2: error: this file is not UTF-8: save it as UTF-8 [not-utf8]"
    ]


def test_files_that_nothing_refers_to_are_warnings() -> None:
    assert found(
        {
            "content/c/en/extra.md": LESSON,
            "modules/c/two.yaml": MODULE,
            "quizzes/c/en/q.md": TEST,
            "content/c/fr/first.md": LESSON,
        }
    ) == [
        "content/c/en/extra.md:1: warning: nothing in the course refers to this file [unused-file]",
        "content/c/fr/first.md:1: warning: nothing in the course refers to this file [unused-file]",
        "modules/c/two.yaml:1: warning: nothing in the course refers to this file [unused-file]",
        "quizzes/c/en/q.md:1: warning: nothing in the course refers to this file [unused-file]",
    ]


def test_files_of_another_course_do_not_belong_here() -> None:
    assert (
        "content/d/en/first.md:1: error: this file does not belong to the course c [foreign-path]"
        in found({"content/d/en/first.md": LESSON})
    )


def test_names_that_some_systems_cannot_tell_apart_are_errors() -> None:
    said = found({"content/c/media/Ж.svg": "x", "content/c/media/ж.svg": "x"})
    assert said[-2:] == [
        "content/c/media/ж.svg:1: error: some systems cannot tell this name from content/c/media/Ж.svg [name-clash]",
        "content/c/media/ж.svg:1: warning: nothing shows this file [unused-media]",
    ]


def test_a_course_key_that_is_none_is_an_error() -> None:
    _, problems = check_course("My course", {}, TODAY)
    assert [problem.code for problem in problems.found] == ["bad-key", "missing-course"]


PICTURE = lesson("![A ladder](media/a.svg)\n")
WORDS = '<svg xmlns="http://www.w3.org/2000/svg"><text>word</text></svg>'


def test_a_drawing_with_words_is_asked_for_its_twin() -> None:
    files: dict[str, str | None] = {
        COURSE_PATH: TWO_LANGUAGES,
        LESSON_PATH: PICTURE,
        "content/c/media/a.svg": WORDS,
    }
    asked = "content/c/media/a.svg:1: warning: this holds words, and there is no twin for bg: media/bg/a.svg [missing-twin]"
    assert asked in without_yaml_warnings(files)
    assert [line for line in found({**files, "content/c/media/a.svg": "<svg/>"}) if "twin" in line] == []
    assert [line for line in found({**files, COURSE_PATH: COURSE}) if "twin" in line] == []


def test_a_twin_belongs_to_its_language() -> None:
    files: dict[str, str | None] = {
        COURSE_PATH: TWO_LANGUAGES,
        LESSON_PATH: PICTURE,
        "content/c/bg/first.md": PICTURE,
        "content/c/media/a.svg": WORDS,
        "content/c/media/bg/a.svg": WORDS,
    }
    assert [line for line in without_yaml_warnings(files) if "unstamped" not in line] == []
    course_map, _ = read_course("c", a_course(files))
    assert course_map is not None
    assert [course_map.media_path("media/a.svg", lang) for lang in ("en", "bg", "fr")] == [
        "content/c/media/a.svg",
        "content/c/media/bg/a.svg",
        "content/c/media/a.svg",
    ]
    assert [
        course_map.media_path(path, "en")
        for path in ("media/b.svg", "a.svg", "../media/a.svg", "media/../media/a.svg")
    ] == [None] * 4


def test_a_twin_without_an_original_that_is_shown_is_unused() -> None:
    files: dict[str, str | None] = {
        COURSE_PATH: TWO_LANGUAGES,
        "content/c/media/bg/a.svg": "x",
        "content/c/bg/first.md": LESSON,
    }
    assert "content/c/media/bg/a.svg:1: warning: nothing shows this file [unused-media]" in found(files)


QUIZ_PATH = "quizzes/c/en/check.md"


def in_quiz(quiz: str, **more: str) -> list[str]:
    files: dict[str, str | None] = {
        MODULE_PATH: WITH_QUIZ,
        QUIZ_PATH: quiz,
        **{f"content/c/media/{name}.svg": body for name, body in more.items()},
    }
    return found(files)


QUIZ_TEXTS = [
    ("picture without alt text", "Look: ![](media/a.svg)", f"{QUIZ_PATH}:8: error: picture without alt text: write ![what it shows](media/a.svg), or {{.decorative}} [missing-alt]"),
    ("missing picture", "Look: ![a](media/b.svg)", f"{QUIZ_PATH}:8: error: media/b.svg is not there: media lie in content/c/media/ [missing-media]"),
    ("broken link", "See [[second]].", f"{QUIZ_PATH}:8: error: there is no activity second [broken-link]"),
    ("formula", "$x_1_2$?", f"{QUIZ_PATH}:8: error: this formula cannot be read: $x_1_2$ [bad-formula]"),
    ("list beneath text", "Which?\n- a\n- b\n\nAnd?", f"{QUIZ_PATH}:9: error: this looks like a list, but is none: leave a blank line before it [not-a-list]"),
    ("unknown call-out", "> [!FOO] Yes?", f"{QUIZ_PATH}:8: error: [!FOO] is not known here; known are NOTE, TIP, IMPORTANT, WARNING, CASE, EXERCISE, REFLECT, FURTHER [unknown-callout]"),
    ("raw html", "<i>Yes</i>?", f"{QUIZ_PATH}:8: warning: <i> is shown as text: of raw HTML only <br> <sub> <sup> <kbd> <abbr> are allowed [raw-html]"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"), [case[1:] for case in QUIZ_TEXTS], ids=[case[0] for case in QUIZ_TEXTS]
)
def test_the_texts_of_a_quiz_are_checked_like_those_of_a_lesson(text: str, said: str) -> None:
    assert said in in_quiz(TEST.replace("Yes?", text), a="x")


def test_plain_answers_of_a_quiz_are_no_markdown() -> None:
    short = TEST.replace("= true", "= <i> and ![](x)\n= [[nowhere]]")
    assert in_quiz(short) == []
    matching = TEST.replace("= true", "- a => <b>\n- b => [[c]]")
    assert in_quiz(matching) == []


SURVEY = "---\ntitle: Opinions\nmode: survey\n---\n\n## a\n\nGood?\n\n- ( ) Yes\n- ( ) No\n"


@pytest.mark.parametrize("more", ["", "    required: false\n"], ids=["required", "optional"])
def test_a_survey_is_sound_whether_it_is_required_or_not(more: str) -> None:
    assert found({MODULE_PATH: f"{MODULE}  - survey: check\n{more}", QUIZ_PATH: SURVEY}) == []


def test_where_a_question_leads_must_be_there() -> None:
    assert in_quiz(TEST.replace("## a", "## a {see=first}")) == []
    assert in_quiz(TEST.replace("## a", "## a {see=first#b}")) == [
        f"{QUIZ_PATH}:6: error: there is no link target {{#b}} in content/c/en/first.md [broken-link]"
    ]


def test_a_question_of_a_practice_quiz_may_stand_in_a_lesson() -> None:
    shows = {MODULE_PATH: WITH_QUIZ, LESSON_PATH: lesson("![[check#a]]\n\n[[check]] and [[check#a]]\n")}
    assert found({**shows, QUIZ_PATH: PRACTICE}) == []
    assert found({**shows, QUIZ_PATH: TEST}) == [
        f"{LESSON_PATH}:5: error: only questions of a practice quiz can stand in a text, and check is none [not-practice]"
    ]
    assert found({**shows, QUIZ_PATH: PRACTICE.replace("## a", "## b")}) == [
        f"{LESSON_PATH}:5: error: quiz check has no question a [broken-link]",
        f"{LESSON_PATH}:7: error: quiz check has no question a [broken-link]",
    ]


def test_a_link_to_a_former_key_says_what_it_is_called_now() -> None:
    module = MODULE + "  - lesson: new\n    formerly: [old]\n"
    assert found({MODULE_PATH: module, "content/c/en/new.md": LESSON, LESSON_PATH: lesson("[[old]]\n")}) == [
        f"{LESSON_PATH}:5: error: old is called new now [broken-link]"
    ]


def test_a_translated_quiz_is_compared_with_its_source() -> None:
    files: dict[str, str | None] = {
        COURSE_PATH: TWO_LANGUAGES,
        MODULE_PATH: WITH_QUIZ,
        QUIZ_PATH: TEST,
        "quizzes/c/bg/check.md": "---\ntitle: Тест\n---\n\n## a\n\nДа?\n\n= false\n",
    }
    said = [line for line in found(files) if line.startswith("quizzes/c/bg") and "error" in line]
    assert [line.split(":")[:2] for line in said] == [["quizzes/c/bg/check.md", "9"]]
    assert "line 10" in said[0]


def test_a_transcript_is_read_and_checked_though_it_is_no_activity() -> None:
    film = lesson("![A film](media/a.mp4){captions=media/a.vtt speaks-for-itself transcript=words}\n")
    files: dict[str, str | None] = {
        LESSON_PATH: film,
        "content/c/en/words.md": lesson("<i>\n"),
        "content/c/media/a.mp4": "x",
        "content/c/media/a.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nx\n",
    }
    assert [line.partition(": ")[0] for line in found(files)] == ["content/c/en/words.md:5"]


def test_titles_come_in_the_language_asked_for_or_in_the_source() -> None:
    course_map, _ = read_course(
        "c", a_course({COURSE_PATH: TWO_LANGUAGES, "content/c/bg/first.md": LESSON.replace("First", "Първи")})
    )
    assert course_map is not None
    assert [course_map.title_of("first", lang) for lang in ("en", "bg", "fr")] == [
        ("First", "en"),
        ("Първи", "bg"),
        ("First", "en"),
    ]
    assert course_map.title_of("nothing", "bg") == ("nothing", "en")


PIECES = st.sampled_from(["\n", "\n\n", "- a", "  - b", "> ", "> [!CASE] x", "```", "## ", "### x", "|a|b|\n|-|-|\n", "[a](b)", "![", "](media/x.svg)", "{.decorative}", "{#x}", "[[first#x]]", "[^1]: x", "<div>", "<!--", "-->", "$x$", "`", "*", "\\", "[x]: y", ": x", "---", "\t", "\ufeff", "{captions=a transcript=first}", "[", "]", "(", ")"])  # fmt: skip


@given(st.lists(PIECES, max_size=20).map("".join))
def test_whatever_an_author_types_is_read_and_only_found_fault_with(body: str) -> None:
    files = a_course(
        {COURSE_PATH: TWO_LANGUAGES, LESSON_PATH: lesson(body), "content/c/bg/first.md": lesson(body[::-1])}
    )
    course_map, problems = check_course("c", files, TODAY)
    assert course_map is not None
    assert [problem for problem in problems.found if problem.file not in files] == []
