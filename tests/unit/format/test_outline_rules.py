"""What must hold between the parts of an outline (N1, N2, N3, §3)."""

import pytest

from lms.domain.courses.format.checker import check_course, check_uids
from tests.unit.format.a_course import (
    COURSE,
    COURSE_PATH,
    LESSON,
    MODULE_PATH,
    TEST,
    TODAY,
    a_course,
    found,
    lesson,
)

TWO = COURSE.replace("[one]", "[one, two]")
SECOND = 'title: {en: "Two"}\n'
QUIZ = {"quizzes/c/en/check.md": TEST}


def module(*lines: str, head: str = "") -> str:
    return f'title: {{en: "One"}}\n{head}activities:\n' + "".join(f"  {line}\n" for line in lines)


def test_an_activity_key_may_stand_once_in_a_course() -> None:
    assert found({COURSE_PATH: TWO, "modules/c/two.yaml": module("- lesson: first")}) == [
        "modules/c/two.yaml:3: error: first is an activity already, in modules/c/one.yaml:3: every activity has its own key [duplicate-key]"
    ]


@pytest.mark.parametrize("key", ["name", "notebook"])
def test_no_activity_has_the_address_of_another_page_of_the_course(key: str) -> None:
    changes = {MODULE_PATH: module("- lesson: first", f"- lesson: {key}"), f"content/c/en/{key}.md": LESSON}
    assert found(changes) == [
        f"{MODULE_PATH}:4: error: {key} is the address of another page of every course, so no activity can have it as its key [reserved-key]"
    ]


def test_an_activity_that_had_such_a_key_may_say_so() -> None:
    changes = {MODULE_PATH: module("- lesson: first", "  formerly: [notebook]")}
    assert found(changes) == []


def test_a_module_may_be_called_like_an_activity() -> None:
    changes = {
        COURSE_PATH: TWO.replace("two", "first"),
        "modules/c/first.yaml": module("- lesson: other"),
        "content/c/en/other.md": LESSON,
    }
    assert found(changes) == []


def test_a_former_key_may_not_be_a_current_one() -> None:
    changes = {
        MODULE_PATH: module("- lesson: first", "  formerly: [other]", "- lesson: other"),
        "content/c/en/other.md": LESSON,
    }
    assert found(changes) == [
        f"{MODULE_PATH}:4: error: other is the key of something now, so nothing can have been called so formerly [former-is-current]"
    ]


def test_two_activities_may_have_been_one() -> None:
    changes = {
        MODULE_PATH: module("- lesson: first", "  formerly: [both]", "- lesson: other", "  formerly: [both]"),
        "content/c/en/other.md": LESSON,
    }
    assert found(changes) == []


def test_a_former_module_key_may_not_be_a_current_one() -> None:
    assert found({MODULE_PATH: module("- lesson: first", head="formerly: [one]\n")}) == [
        f"{MODULE_PATH}:2: error: one is the key of something now, so nothing can have been called so formerly [former-is-current]"
    ]


def test_modules_in_a_circle_could_never_begin() -> None:
    changes = {
        COURSE_PATH: TWO,
        MODULE_PATH: module("- lesson: first", head="after: [two]\n"),
        "modules/c/two.yaml": f"{SECOND}after: [one]\nactivities: []\n",
    }
    assert found(changes) == [
        f"{MODULE_PATH}:2: error: module one comes after itself: nobody could ever begin it [circle]",
        "modules/c/two.yaml:2: error: module two comes after itself: nobody could ever begin it [circle]",
    ]


def test_a_module_may_come_after_another_but_not_after_none() -> None:
    second = {COURSE_PATH: TWO, "modules/c/two.yaml": f"{SECOND}after: [one]\nactivities: []\n"}
    assert found(second) == []
    assert found({MODULE_PATH: module("- lesson: first", head="after: [nought]\n")}) == [
        f"{MODULE_PATH}:2: error: there is no module nought [unknown-module]"
    ]


UNSERVED = ["discussion", "assignment", "live"]


@pytest.mark.parametrize("kind", UNSERVED)
def test_a_required_activity_that_the_site_cannot_serve_is_an_error(kind: str) -> None:
    said = found({MODULE_PATH: module("- lesson: first", f"- {kind}: x"), "content/c/en/x.md": LESSON})
    assert (
        f"{MODULE_PATH}:4: error: this site cannot serve the {kind} x yet: take it out, or write required: false [kind-not-served]"
        in said
    )


@pytest.mark.parametrize("kind", UNSERVED)
def test_an_optional_one_is_only_a_warning(kind: str) -> None:
    said = found(
        {
            MODULE_PATH: module("- lesson: first", f"- {kind}: x", "  required: false"),
            "content/c/en/x.md": LESSON,
        }
    )
    assert said == [
        f"{MODULE_PATH}:4: warning: this site cannot serve the {kind} x yet: learners will not see it [kind-not-served]"
    ]


def test_a_guide_is_only_read() -> None:
    guide = COURSE.replace("kind: course", "kind: guide") + 'certificate:\n  title: {en: "x"}\n'
    assert found({COURSE_PATH: guide, MODULE_PATH: module("- lesson: first", "- quiz: check"), **QUIZ}) == [
        f"{COURSE_PATH}:8: error: a guide is only read: it has no certificate [not-in-a-guide]",
        f"{MODULE_PATH}:4: error: a guide holds lessons, scenarios and cards only, so check cannot be a quiz [not-in-a-guide]",
    ]
    assert found({COURSE_PATH: COURSE.replace("kind: course", "kind: guide")}) == []


def test_completion_names_what_there_is() -> None:
    course = COURSE + "completion:\n  activities: [first, last]\n  quizzes: {first: 1, none: 2}\n"
    assert found({COURSE_PATH: course}) == [
        f"{COURSE_PATH}:9: error: there is no activity last [unknown-activity]",
        f"{COURSE_PATH}:10: error: first is no quiz [unknown-activity]",
        f"{COURSE_PATH}:10: error: there is no activity none [unknown-activity]",
    ]


def test_a_score_needs_a_quiz_that_is_marked() -> None:
    scored = COURSE + "completion:\n  score: 70\n"
    assert found({COURSE_PATH: scored}) == [
        f"{COURSE_PATH}:9: error: a score is asked for, but no quiz has a pass mark: name the quizzes that count [score-without-quiz]"
    ]
    assert found({COURSE_PATH: scored, MODULE_PATH: module("- lesson: first", "- quiz: check"), **QUIZ}) == []


def test_open_and_check_first_name_what_there_is() -> None:
    assert found(
        {
            COURSE_PATH: COURSE + "open: [one, six]\n",
            MODULE_PATH: module("- lesson: first", head="check_first: first\n"),
        }
    ) == [
        f"{COURSE_PATH}:8: error: there is no module six [unknown-module]",
        f"{MODULE_PATH}:2: error: first is no quiz of this module [unknown-activity]",
    ]
    assert (
        found({MODULE_PATH: module("- lesson: first", "- quiz: check", head="check_first: check\n"), **QUIZ})
        == []
    )


def test_a_trainers_document_is_no_activity() -> None:
    assert found({MODULE_PATH: module("- lesson: first") + "trainer: [first]\n"}) == [
        f"{MODULE_PATH}:4: error: first is an activity that learners see, so it cannot be a trainer's document [trainer-is-activity]"
    ]


def test_learners_are_not_led_to_a_trainers_document_but_trainers_are() -> None:
    notes = {
        MODULE_PATH: module("- lesson: first") + "trainer: [notes, more]\n",
        "content/c/en/more.md": lesson("[[notes]]\n"),
    }
    assert found({**notes, "content/c/en/notes.md": LESSON}) == []
    assert found(
        {**notes, "content/c/en/notes.md": LESSON, "content/c/en/first.md": lesson("See [[notes]].\n")}
    ) == [
        "content/c/en/first.md:5: error: notes is a trainer's document: learners cannot follow this link [broken-link]"
    ]


def test_a_survey_and_its_file_agree() -> None:
    survey = TEST.replace("pass: 50", "mode: survey")
    said = found({MODULE_PATH: module("- lesson: first", "- quiz: check"), "quizzes/c/en/check.md": survey})
    assert (
        f"{MODULE_PATH}:4: error: check is a quiz here, but its file says mode: survey [survey-mode]" in said
    )
    said = found({MODULE_PATH: module("- lesson: first", "- survey: check", "  required: false"), **QUIZ})
    assert (
        f"{MODULE_PATH}:4: error: check is a survey here, but its file says mode: test [survey-mode]" in said
    )


def test_a_uid_names_one_course_only() -> None:
    one, _ = check_course("c", a_course(), TODAY)
    other, _ = check_course(
        "d", {path.replace("/c/", "/d/"): body for path, body in a_course().items()}, TODAY
    )
    assert one is not None
    assert other is not None
    assert [str(problem) for problem in check_uids([one, other]).found] == [
        "modules/d/course.yaml:2: error: this uid is that of the course c: every course has its own [duplicate-uid]"
    ]
    assert check_uids([one]).found == []


OPTIONAL_LIVE = module("- lesson: first", "- live: meeting", "  required: false")


@pytest.mark.parametrize("asked", ["[first, meeting]", "all"])
def test_completion_cannot_ask_for_what_the_site_cannot_serve(asked: str) -> None:
    changes = {COURSE_PATH: f"{COURSE}completion: {{activities: {asked}}}\n", MODULE_PATH: OPTIONAL_LIVE, "content/c/en/meeting.md": LESSON}
    assert found(changes) == [
        f"{MODULE_PATH}:4: error: this site cannot serve the live meeting yet, and completion asks for it:"
        " nobody could complete the course [kind-not-served]"
    ]


@pytest.mark.parametrize("asked", ["[first]", "required"])
def test_completion_may_leave_out_what_the_site_cannot_serve(asked: str) -> None:
    changes = {COURSE_PATH: f"{COURSE}completion: {{activities: {asked}}}\n", MODULE_PATH: OPTIONAL_LIVE, "content/c/en/meeting.md": LESSON}
    assert [each for each in found(changes) if "error" in each] == []


@pytest.mark.parametrize(
    ("course", "outline", "line"),
    [
        pytest.param(COURSE.replace("[one]", "[]"), None, 7, id="no modules"),
        pytest.param(COURSE, module("- lesson: first", "  required: false"), 7, id="nothing required"),
        pytest.param(f"{COURSE}completion: {{activities: []}}\n", module("- lesson: first"), 8, id="an empty list"),
        pytest.param(COURSE, 'title: {en: "One"}\nactivities: []\n', 7, id="an empty module"),
    ],
)
def test_a_course_that_asks_for_nothing_would_be_complete_at_once(course: str, outline: str | None, line: int) -> None:
    said = found({COURSE_PATH: course, MODULE_PATH: outline})
    assert [each for each in said if "error" in each] == [
        f"{COURSE_PATH}:{line}: error: this course asks for nothing, so it would be complete at once:"
        " require an activity, or make it a guide [asks-for-nothing]"
    ]


@pytest.mark.parametrize(
    "course",
    [
        pytest.param(COURSE.replace("kind: course", "kind: guide"), id="a guide"),
        pytest.param(f"{COURSE}completion: {{activities: all}}\n", id="all is asked for"),
        pytest.param(f"{COURSE}completion: {{activities: [], score: 50, quizzes: {{check: 1}}}}\n", id="a score is asked for"),
    ],
)
def test_a_course_may_ask_for_something_else_than_what_is_required(course: str) -> None:
    with_quiz = [] if "guide" in course else ["- quiz: check", "  required: false"]
    quiz = {} if "guide" in course else QUIZ
    assert found({COURSE_PATH: course, MODULE_PATH: module("- lesson: first", "  required: false", *with_quiz), **quiz}) == []


def test_passing_a_quiz_without_a_pass_mark_shows_nothing() -> None:
    outline = module("- lesson: first", "- quiz: check", head="check_first: check\n")
    without = {"quizzes/c/en/check.md": TEST.replace("pass: 50\n", "")}
    assert found({MODULE_PATH: outline, **without}) == [
        f"{MODULE_PATH}:2: error: quiz check has no pass mark, so nobody could show by it that they know the module already"
        " [check-without-pass]"
    ]
    assert found({MODULE_PATH: outline, **QUIZ}) == []


def test_of_a_module_that_cannot_be_read_only_its_own_problem_is_said() -> None:
    changes = {
        COURSE_PATH: f"{TWO}open: [one]\ncompletion: {{activities: [first], score: 50}}\n",
        MODULE_PATH: 'title: {en: "One"}\nactivities:\n\t- lesson: first\n',
        "modules/c/two.yaml": f"{SECOND}after: [one]\nactivities:\n  - lesson: other\n",
        "content/c/en/other.md": lesson("See [[first]]."),
    }
    assert [each.rpartition(" [")[2] for each in found(changes)] == ["yaml-tab]"]
    assert found(changes)[0].startswith(f"{MODULE_PATH}:3: error: ")


def test_a_trainers_document_that_is_missing_is_said_where_it_is_named() -> None:
    assert found({MODULE_PATH: module("- lesson: first", head="trainer: [notes]\n")}) == [
        f"{MODULE_PATH}:2: error: there is no file content/c/en/notes.md [missing-document]"
    ]
