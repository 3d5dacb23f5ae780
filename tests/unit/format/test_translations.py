"""Stamps, stale blocks and what a translation may say (T1 to T6)."""

from collections.abc import Mapping

import pytest

from lms.domain.courses.format.library import read_course
from lms.domain.courses.format.stamping import stamp
from lms.domain.courses.format.translations import Freshness
from tests.unit.format.a_course import COURSE, COURSE_PATH, MODULE, MODULE_PATH, a_course, found, lesson

BG = "content/c/bg/first.md"
EN = "content/c/en/first.md"
SOURCE = lesson("## A\n\nOne.\n\n- x\n- y\n")
TRANSLATION = "---\ntitle: Първи\n---\n\n## А\n\nЕдно.\n\n- х\n- у\n"
UNSTAMPED = "warning: nothing says which version of the source this was made from: look it through, then run lms library stamp [unstamped]"

OTHERS = "warning: from here on the blocks are not those of en, which has “- x” here (line 9 there): put the same blocks in the same order [blocks-differ]"


def two_languages(changes: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return a course in two languages, its YAML translated and stamped, with these changes."""
    course = COURSE.replace("[en]", "[en, bg]").replace('"A course"', '"A course", bg: "Курс"')
    module = MODULE.replace('"One"', '"One", bg: "Едно"')
    files: dict[str, str | None] = {COURSE_PATH: course, MODULE_PATH: module, EN: SOURCE, BG: TRANSLATION}
    for path in (COURSE_PATH, MODULE_PATH, BG):
        stamped = stamp(path, a_course(files))
        assert stamped is not None
        files[path] = stamped.decode()
    return {**files, **changes}


def freshness(changes: Mapping[str, str | None]) -> Freshness:
    course_map, _ = read_course("c", a_course(two_languages(changes)))
    assert course_map is not None
    return course_map.freshness_of("first", "bg")


def test_a_stamped_translation_is_current_and_nothing_is_said() -> None:
    assert found(two_languages({})) == []
    assert freshness({}) == Freshness("current", total=3)


def test_the_stamp_names_the_source_and_its_blocks() -> None:
    stamped = two_languages({})[BG]
    assert stamped is not None
    assert stamped.split("\n")[:5] == [
        "---",
        "title: Първи",
        "source_digest: ed2caa0f224b7b8371ba81478ad6efd0abb401ac3f0566e269c6649f9eff7b5c",
        "source_blocks: [be8641c4, 70277bfc, d8137f53]",
        "---",
    ]


def test_without_a_stamp_a_translation_claims_to_be_current() -> None:
    assert found(two_languages({BG: TRANSLATION})) == [f"{BG}:1: {UNSTAMPED}"]
    assert freshness({BG: TRANSLATION}) == Freshness("current", total=3, stamped=False)


def test_a_changed_block_is_stale() -> None:
    changed = SOURCE.replace("One.", "Two.")
    assert found(two_languages({EN: changed})) == [
        f"{BG}:9: warning: stale: 1 of 3 blocks of the source changed since, from line 7 there: look the translation through, then run lms library stamp [stale]"
    ]
    assert freshness({EN: changed}) == Freshness("stale", (1,), 3)


@pytest.mark.parametrize(
    "change",
    [("One.", "One.\n\nNew."), ("One.\n\n", "")],
    ids=["a block more", "a block less"],
)
def test_blocks_that_cannot_be_told_apart_make_all_of_it_stale(change: tuple[str, str]) -> None:
    source = SOURCE.replace(*change)
    assert found(two_languages({EN: source})) == [
        f"{BG}:1: warning: stale: the source has been divided anew since, so the whole file counts as out of date: look it through, then run lms library stamp [stale]"
    ]
    assert (freshness({EN: source}).state, freshness({EN: source}).whole) == ("stale", True)


def test_a_translation_divided_otherwise_is_stale_as_a_whole_once_its_source_changes() -> None:
    stamped = two_languages({})[BG]
    assert stamped is not None
    changes: dict[str, str | None] = {BG: stamped.replace("- х\n- у\n", "х, у\n")}
    assert found(two_languages(changes)) == [f"{BG}:11: {OTHERS}"]
    assert freshness({**changes, EN: SOURCE.replace("One.", "Two.")}).whole is True


def test_a_change_of_the_front_matter_alone_leaves_the_blocks_fresh() -> None:
    source = SOURCE.replace("title: First", "title: The first")
    assert found(two_languages({EN: source})) == [
        f"{BG}:1: warning: stale: the source changed since, outside its blocks (its front matter or an introduction, say): look the translation through, then run lms library stamp [stale]"
    ]
    assert freshness({EN: source}) == Freshness("stale", (), 3)


def test_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    assert found(two_languages({EN: "\ufeff" + SOURCE.replace("\n", "\r\n")})) == []


def test_a_missing_translation_is_a_warning_at_its_source() -> None:
    assert found(two_languages({BG: None})) == [
        f"{EN}:1: warning: not translated into bg: it is shown in en [missing-translation]"
    ]
    assert freshness({BG: None}).state == "missing"


def test_a_missing_source_is_an_error_where_it_is_named() -> None:
    said = found(two_languages({EN: None}))
    assert f"{MODULE_PATH}:3: error: there is no file content/c/en/first.md [missing-document]" in said


def test_a_machines_translation_says_so() -> None:
    stamped = two_languages({})[BG]
    assert stamped is not None
    assert freshness({BG: stamped.replace("title:", "machine: true\ntitle:")}) == Freshness(
        "current", total=3, machine=True
    )


def test_settings_live_in_the_source_only_even_if_equal() -> None:
    translation = TRANSLATION.replace("title: Първи\n", "title: Първи\nsummary: а\nchecked: 2026-11-21\n")
    source = SOURCE.replace("title: First\n", "title: First\nchecked: 2026-11-21\n")
    assert found(two_languages({EN: source, BG: translation})) == [
        f"{BG}:1: {UNSTAMPED}",
        f"{BG}:4: error: checked is set in the source only: take it out of the translation [setting-in-translation]",
    ]


def test_a_source_holds_no_stamp_and_a_stamp_has_its_form() -> None:
    stamped = TRANSLATION.replace(
        "title: Първи\n", "title: Първи\nsource_digest: abc\nsource_blocks: [12345678, xyz]\n"
    )
    assert found(two_languages({BG: stamped})) == [
        f"{BG}:1: {UNSTAMPED}",
        f"{BG}:3: error: source_digest must be a SHA-256 digest: 64 hexadecimal digits [bad-value]",
        f"{BG}:4: error: source_blocks holds 8 hexadecimal digits for each block [bad-value]",
    ]


def test_texts_in_yaml_drift_too() -> None:
    files = two_languages({})
    course = files[COURSE_PATH]
    assert course is not None
    assert found({**files, COURSE_PATH: course.replace('"A course"', '"Another course"')}) == [
        f"{COURSE_PATH}:8: warning: stale: the texts of this file changed since they were put into bg: look those through, then run lms library stamp [stale]"
    ]
    assert found({**files, COURSE_PATH: course.replace("source: en", "source: en\nhours: 3")}) == []


def test_yaml_texts_without_a_stamp_or_a_translation_are_warnings() -> None:
    course = COURSE.replace("[en]", "[en, bg]").replace('"A course"', '"A course", bg: "Курс"')
    assert found(two_languages({COURSE_PATH: course + 'summary: {en: "x"}\n'})) == [
        f"{COURSE_PATH}:1: warning: nothing says whether the bg texts of this file are up to date: run lms library stamp [unstamped]",
        f"{COURSE_PATH}:8: warning: one text of this file has no bg: summary [missing-translation]",
    ]
    assert found(two_languages({COURSE_PATH: COURSE.replace("[en]", "[en, bg]")})) == [
        f"{COURSE_PATH}:4: warning: one text of this file has no bg: title [missing-translation]"
    ]


def test_a_text_in_a_language_that_is_not_listed_is_a_warning() -> None:
    assert found({COURSE_PATH: COURSE.replace('"A course"', '"A course", fr: "Un cours"')}) == [
        f"{COURSE_PATH}:4: warning: fr is not among the languages of this course: nobody will see this text [language-not-listed]"
    ]


def test_lists_of_different_lengths_are_a_warning() -> None:
    module = 'title: {en: "One"}\noutcomes: {en: ["a", "b"], bg: ["а"]}\nactivities:\n  - lesson: first\n'
    assert found(
        {COURSE_PATH: COURSE.replace("[en]", "[en, bg]"), MODULE_PATH: module, BG: TRANSLATION, EN: SOURCE}
    )[-1:] == [f"{MODULE_PATH}:2: warning: outcomes has 1 texts in bg, but 2 in en [counts-differ]"]


def test_stamping_again_changes_nothing() -> None:
    files = a_course(two_languages({}))
    assert [stamp(path, files) for path in files] == [None] * len(files)


def test_sources_and_what_has_no_source_are_not_stamped() -> None:
    files = a_course(two_languages({"content/c/bg/alone.md": TRANSLATION, "content/c/media/a.svg": "x"}))
    assert [
        stamp(path, files) for path in (EN, "content/c/bg/alone.md", "content/c/media/a.svg", "nowhere")
    ] == [None] * 4


def test_link_targets_are_equal_in_all_languages() -> None:
    source = SOURCE.replace("## A\n", "## A {#a}\n")
    assert found(two_languages({EN: source, BG: TRANSLATION})) == [
        f"{BG}:1: warning: the link target {{#a}} of the source (line 5) is missing here [targets-differ]",
        f"{BG}:1: {UNSTAMPED}",
    ]
    assert found(two_languages({EN: source, BG: TRANSLATION.replace("## А\n", "## А {#a}\n")})) == [
        f"{BG}:1: {UNSTAMPED}"
    ]
