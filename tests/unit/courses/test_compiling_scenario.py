"""What is kept of a scenario: each piece as safe HTML under names of its own, and its words for searching."""

from typing import Any

from lms.domain.courses.compiling_scenario import Told, compile_scenario
from lms.domain.courses.format.library import CourseMap, read_course
from lms.domain.courses.scenarios import scene_anchor
from lms.platform.markdown import resolve_nothing, target_id
from tests.unit.format.a_course import COURSE_PATH, MODULE_PATH, a_course
from tests.unit.format.a_scenario import BG, BODY, EN, MODULES, TWO_LANGUAGES, scenario


def course_of(body: str, translation: str | None = None) -> CourseMap:
    """Return a course with this scenario."""
    changes: dict[str, str | None] = {COURSE_PATH: TWO_LANGUAGES, MODULE_PATH: MODULES, EN: scenario(body)}
    course_map, _problems = read_course("c", a_course(changes | ({BG: scenario(translation)} if translation else {})))
    assert course_map is not None
    return course_map


def compiled(body: str) -> Told:
    told = compile_scenario(course_of(body), "counter", "en", resolve_nothing)
    assert told is not None
    return told


def first(body: str) -> dict[str, Any]:
    """Return the first scene of a scenario."""
    scene: dict[str, Any] = compiled(body).body["scenes"][0]
    return scene


def test_every_scene_is_rendered_for_itself() -> None:
    told = compiled(f"It is *Monday*.\n\n{BODY}")
    assert told.body["introduction"] == "<p>It is <em>Monday</em>.</p>"
    assert told.body["scenes"][0] == {
        "key": "counter",
        "title": "The counter",
        "html": "<p>A woman asks to register.</p>",
        "good": False,
        "choices": [
            {"html": "Ask for proof", "to": "proof", "consequence": "<p>She shows savings.</p>"},
            {"html": "Turn her away", "to": "refused", "consequence": ""},
        ],
    }
    assert [(scene["key"], scene["good"], len(scene["choices"])) for scene in told.body["scenes"]] == [
        ("counter", False, 2), ("proof", False, 1), ("settled", True, 0), ("refused", False, 0),
    ]  # fmt: skip


def test_all_its_words_are_found_by_searching() -> None:
    assert compiled(f"It is *Monday*.\n\n{BODY}").text == (
        "It is Monday. The counter A woman asks to register. Ask for proof She shows savings. Turn her away "
        "The proof It is enough. Register her The end She thanks you. The refusal She leaves."
    )


def test_what_the_author_named_has_one_name_and_what_the_renderer_named_one_for_each_piece() -> None:
    body = "## A {#a}\n\n[On](#b), [here](#x)[^1]\n\n### X {#x}\n\n- [B](#b)\n  > So.[^1]\n\n## B {#b}\n\nEnd.[^1]\n\n[^1]: A note.\n"
    one, two = compiled(body).body["scenes"]
    assert '<a href="#counter--b">On</a>, <a href="#counter--x">here</a>' in one["html"]
    assert '<h3 id="counter--x">X</h3>' in one["html"]
    assert [each.count(f'id="counter-{place}--_fn-1"') for each, place in ((one["html"], 1), (one["choices"][0]["consequence"], "1-1"), (two["html"], 2))] == [1, 1, 1]


def test_the_name_of_a_scene_is_that_to_which_links_from_other_texts_lead() -> None:
    assert scene_anchor("counter", "a") == target_id("counter", "a") == "counter--a"


def test_titles_and_choices_hold_no_blocks_and_no_links() -> None:
    scene = first("## The *first* <b>a</b> <https://example.org> {#a}\n\n- [Say `no` to <https://example.org>](#b)\n- [Say *yes*](#b)\n\n## B {#b}\n")
    assert (scene["title"], [choice["html"] for choice in scene["choices"]]) == (
        "The first &lt;b&gt;a&lt;/b&gt; https://example.org",
        ["Say no to https://example.org", "Say <em>yes</em>"],
    )


def test_nothing_that_runs_comes_out_of_any_piece() -> None:
    evil = "<script>x</script><img src=x onerror=y>"
    scene = first(f"## A {evil} {{#a}}\n\n{evil}\n\n- [B {evil}](#b)\n  > {evil}\n\n## B {{#b}}\n")
    shown = [scene["title"], scene["html"], scene["choices"][0]["html"], scene["choices"][0]["consequence"]]
    assert [("<script" in each, "<img" in each) for each in shown] == [(False, False)] * 4


def test_a_translation_that_tells_another_story_is_not_kept() -> None:
    same = BODY.replace("The counter", "Гишето")
    told = compile_scenario(course_of(BODY, same), "counter", "bg", resolve_nothing)
    assert told is not None
    assert told.body["scenes"][0]["title"] == "Гишето"
    other = same.replace("- [Turn her away](#refused)\n", "")
    assert compile_scenario(course_of(BODY, other), "counter", "bg", resolve_nothing) is None
