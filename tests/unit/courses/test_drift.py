"""Changing one sentence of the source makes exactly that block stale in exactly the other languages (course-format T1 to T3)."""

import re
from dataclasses import replace
from functools import cache
from typing import get_args

import pytest

from lms.domain.courses.drift import Text, lesson_text, original_questions
from lms.domain.courses.format.library import CourseMap, read_course
from lms.domain.courses.format.stamping import stamp
from lms.exchange.folders import read_folder
from lms.platform.markdown import Resolved, Target
from lms.platform.markdown_places import find_places, without_places
from lms.settings import CHECKOUT
from tests.unit.format.a_course import COURSE, COURSE_PATH, LESSON_PATH, MODULE, MODULE_PATH, a_course, lesson

SHIPPED = "citizen-engagement"
BULGARIAN = LESSON_PATH.replace("/en/", "/bg/")
TWO_LANGUAGES = COURSE.replace("[en]", "[en, bg]")
CHANGED = "zq-changed"
ENDS = {
    "p": "</p>$", "h2": "</h2>$", "h3": "</h3>$", "ul": "</ul>$", "ol": "</ol>$", "table": "</table></div>$", "figure": "</figure>$",
    "quote": "</blockquote>$", "footnote": "$", "definition": "$", "dl": "</dl>$", "code": "</pre>$",
    **dict.fromkeys(("note", "tip", "important", "warning", "case", "exercise", "reflect", "further"), "</aside>$"),
}  # fmt: skip


def nowhere(kind: Target, target: str) -> Resolved | None:
    return Resolved("/x", "X", "en") if kind in get_args(Target) else None


def map_of(key: str, files: dict[str, bytes]) -> CourseMap:
    found, _problems = read_course(key, files)
    assert found is not None
    return found


@cache
def shipped() -> dict[str, bytes]:
    return read_folder(CHECKOUT, SHIPPED)


def text_of(course_map: CourseMap, key: str, lang: str) -> Text:
    return lesson_text(course_map, key, lang, nowhere, nowhere)


@cache
def plain() -> CourseMap:
    return map_of(SHIPPED, shipped())


def every_block() -> list[tuple[str, int, str]]:
    """Return each block of the shipped course in which a sentence can be changed: its lesson, place and kind."""
    sources = {key: found for (key, lang), found in plain().lessons.items() if lang == plain().course.source}
    return [(key, place, block.kind) for key, found in sources.items() for place, block in enumerate(found.blocks) if block.kind != "hr"]


def with_block_changed(key: str, place: int) -> CourseMap:
    """Return the shipped course with a word more at the end of one block of a lesson."""
    source = plain().source_lesson(key)
    lines = source.text.split("\n")
    number = source.blocks[place].last_line - source.first_line
    last = lines[number]
    ends = {"table": " |", "figure": last[last.index("](") :] if "](" in last else ""}  # the word stands before what ends such a line
    end = ends.get(source.blocks[place].kind, "")
    lines[number] = f"{last.removesuffix(end)} {CHANGED}{end}"
    changed = replace(source, text="\n".join(lines), digest="another")
    return replace(plain(), lessons={**plain().lessons, (key, plain().course.source): changed})


def test_each_block_of_the_shipped_course_is_stale_alone_and_in_the_other_language_alone() -> None:
    wrong = []
    for key, place, kind in every_block():
        changed = with_block_changed(key, place)
        stale = {each: found.blocks for each in changed.lessons if (found := changed.freshness_of(*each)).state != "current"}
        if stale != {(key, "bg"): (place,)}:
            wrong.append((key, place, kind))
    assert (wrong, len(every_block()) > 150) == ([], True)


@pytest.mark.slow
def test_one_block_of_each_kind_in_each_lesson_is_marked_where_it_stands() -> None:
    blocks = {(key, kind): place for key, place, kind in every_block()}
    keys = {key for key, _kind in blocks}
    unmarked = {key: text_of(plain(), key, "bg") for key in keys}
    assert {key for key, text in unmarked.items() if text.originals or text.is_behind} == set()
    wrong = []
    for (key, kind), place in blocks.items():
        found = text_of(with_block_changed(key, place), key, "bg")
        (mark,) = find_places(found.html)
        behind = found.html[: mark.start].rstrip().rpartition("\n")[2]
        others = [line for line in without_places(found.html).split("\n") if line]
        if (
            [CHANGED in html for html in found.originals.values()] != [True]
            or others != [line for line in unmarked[key].html.split("\n") if line]
            or not re.search(ENDS[kind], behind)
        ):
            wrong.append((key, kind, behind))
    assert wrong == []


def drifted(before: str, after: str, translation: str) -> CourseMap:
    """Return a course whose translation was made from ``before``, while its source is ``after`` now."""
    changes = {COURSE_PATH: TWO_LANGUAGES, MODULE_PATH: MODULE, LESSON_PATH: lesson(before), BULGARIAN: lesson(translation)}
    files = a_course(changes)
    stamped = stamp(BULGARIAN, files)
    assert stamped is not None
    return map_of("c", {**files, BULGARIAN: stamped, LESSON_PATH: lesson(after).encode()})


def originals(before: str, after: str, translation: str) -> list[str]:
    return list(text_of(drifted(before, after, translation), "first", "bg").originals.values())


def test_the_original_of_a_changed_block_stands_right_behind_its_translation() -> None:
    course_map = drifted("One.\n\nTwo.\n\nThree.\n", "One.\n\nTwo *more*.\n\nThree.\n", "Едно.\n\nДве.\n\nТри.\n")
    found = text_of(course_map, "first", "bg")
    assert found.html == '<p>Едно.</p>\n<p>Две.</p>\n<div class="changed" data-place="0"></div>\n<p>Три.</p>'
    assert (found.originals, found.is_behind) == ({"0": "<p>Two <em>more</em>.</p>"}, False)
    assert text_of(course_map, "first", "en") == Text("<p>One.</p>\n<p>Two <em>more</em>.</p>\n<p>Three.</p>", "One. Two more. Three.")


def test_an_original_brings_the_definitions_that_it_uses_and_no_others() -> None:
    rest = "\n\n[^a]: About A.\n\n[^b]: About B.\n\n*[EU]: the Union\n\n[there]: https://example.org/\n"
    (html,) = originals(f"Old.{rest}", f"New EU[^b] and [words][there].{rest}", f"Старо.{rest}")
    assert html.partition("</p>")[0] == (
        '<p>New <abbr title="the Union">EU</abbr><sup id="first-original-1--_fnref-1"><a class="footnote-ref" '
        'href="#first-original-1--_fn-1">1</a></sup> and <a class="external" href="https://example.org/" '
        'rel="noopener noreferrer nofollow">words <span class="visually-hidden" data-label="external"></span></a>.'
    )
    assert ("About B." in html, "About A." in html) == (True, False)


def test_the_footnotes_of_the_translation_keep_their_numbers() -> None:
    text = "One.[^a] {0}[^b]\n\nLast.\n\n[^a]: A.\n\n[^b]: B.\n"
    course_map = drifted(text.format("Old"), text.format("New"), text.format("Старо"))
    plain = map_of("c", a_course({COURSE_PATH: TWO_LANGUAGES, BULGARIAN: lesson(text.format("Старо"))}))
    marked, unmarked = (text_of(each, "first", "bg").html for each in (course_map, plain))
    assert without_places(marked).replace("\n\n", "\n") == unmarked


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("[^a]: Old.", "[^a]: New,\n    and *more*.", "<p>New,\nand <em>more</em>.</p>"),
        ("*[EU]: the Community", "*[EU]: the <b>Union</b>", "<p>EU: the &lt;b&gt;Union&lt;/b&gt;</p>"),
        ("[there]: https://example.org/old", "[there]: https://example.org/new", "<p>there: https://example.org/new</p>"),
    ],
    ids=["footnote", "abbreviation", "link"],
)
def test_a_changed_definition_is_shown_in_words(before: str, after: str, shown: str) -> None:
    assert originals(f"EU[^a] [there].\n\n{before}\n", f"EU[^a] [there].\n\n{after}\n", f"ЕС[^a] [there].\n\n{before}\n") == [shown]


def test_a_link_in_an_original_leads_to_the_same_place_of_the_translation() -> None:
    text = "## {0} {{#here}}\n\n{1} [there](#here).\n"
    assert originals(text.format("Here", "Old"), text.format("Here", "New"), text.format("Тук", "Старо")) == [
        '<p>New <a href="#first--here">there</a>.</p>'
    ]


@pytest.mark.parametrize(
    ("after", "translation"),
    [("One.\n\nTwo.\n\nThree.\n", "Едно.\n\nДве.\n"), ("One.\n\nTwo, new.\n", "Едно.\n\n## Две\n")],
    ids=["a block more in the source", "blocks of other kinds"],
)
def test_a_text_whose_blocks_cannot_be_told_apart_is_behind_as_a_whole(after: str, translation: str) -> None:
    found = text_of(drifted("One.\n\nTwo.\n", after, translation), "first", "bg")
    assert (found.originals, found.is_behind, list(find_places(found.html))) == ({}, True, [])


def test_a_text_in_which_no_place_can_be_marked_is_behind_as_a_whole() -> None:
    too_long_for_markdown = "a" * 600_000
    found = text_of(drifted("One.\n", "One, new.\n", f"{too_long_for_markdown}\n"), "first", "bg")
    assert (found.originals, found.is_behind, list(find_places(found.html))) == ({}, True, [])


def test_a_footnote_brings_the_footnotes_that_it_uses() -> None:
    rest = "\n\n[^a]: About A.[^b]\n\n[^b]: About B.\n\n[^c]: About C.\n"
    (html,) = originals(f"Old[^a] [^c].{rest}", f"New[^a].{rest}", f"Старо[^a] [^c].{rest}")
    assert ["About A." in html, "About B." in html, "About C." in html] == [True, True, False]


def test_a_change_outside_of_the_blocks_marks_nothing() -> None:
    course_map = drifted("One.\n", "One.\n", "Едно.\n")
    files = {**course_map.files, LESSON_PATH: course_map.files[LESSON_PATH].replace(b"title: First", b"title: Second")}
    changed = map_of("c", files)
    assert changed.state_of("first", "bg") == "stale"
    assert text_of(changed, "first", "bg") == Text("<p>Едно.</p>", "Едно.")


def test_originals_of_questions_hold_what_may_be_seen_before_marking_and_nothing_more() -> None:
    quiz = f"quizzes/{SHIPPED}/en/methods-check.md"
    body = shipped()[quiz].decode()
    heading = next(line for line in body.split("\n") if line.startswith("## "))
    key = heading.split()[1]
    changed = body.replace(heading, f"{heading}\n\n{CHANGED}", 1)
    course_map = map_of(SHIPPED, {**shipped(), quiz: changed.encode()})
    found = original_questions(course_map, "methods-check", "bg", nowhere)
    assert {name.partition("/")[0] for name in found} == {key}
    assert {name.split("/")[1] for name in found} <= {"text", "answer"}
    assert CHANGED in found[f"{key}/text"]
    assert original_questions(course_map, "methods-check", "en", nowhere) == {}


def test_a_question_that_is_shown_in_the_source_because_its_answers_differ_has_no_original() -> None:
    quiz = f"quizzes/{SHIPPED}/en/methods-check.md"
    body = shipped()[quiz].decode()
    wrong = next(line for line in body.split("\n") if line.startswith("- ( ) "))
    course_map = map_of(SHIPPED, {**shipped(), quiz: body.replace(wrong, f"- ( ) {CHANGED}\n{wrong}", 1).encode()})
    comparison = course_map.comparisons["methods-check", "bg"]
    assert len(comparison.stale - comparison.usable) == 1
    assert original_questions(course_map, "methods-check", "bg", nowhere) == {}
