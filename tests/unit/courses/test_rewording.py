"""Where only words of documents changed, the other documents are not read again, and nothing comes out otherwise."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

import pytest

from lms.domain.courses import outline as outlines
from lms.domain.courses.publication import Prepared, prepare
from lms.domain.courses.rewording import Head
from lms.kernel.problems import Problems
from tests.makers import COURSE, LESSONS, PRACTICE, TEST, files_of, prepared
from tests.support.cards import CARDS

TODAY = date(2026, 11, 21)
LESSON = f"content/{COURSE}/en/{LESSONS[0]}.md"
FIRST_MODULE = f"modules/{COURSE}/asking.yaml"
FOR_TRAINERS = {
    FIRST_MODULE: files_of()[FIRST_MODULE].decode() + "trainer: [how-to-teach]\n",
    f"content/{COURSE}/en/how-to-teach.md": f"---\ntitle: How to teach this\n---\n\nBegin with [[{LESSONS[0]}]].\n",
}
SOUND = {
    f"content/{COURSE}/media/voice.mp3": "not really a sound",
    f"content/{COURSE}/en/what-is-said.md": "---\ntitle: What is said\n---\n\nWords.\n",
    LESSON: files_of()[LESSON].decode() + "\n![A voice](media/voice.mp3){transcript=what-is-said}\n",
}
ALL: dict[str, str | None] = {**CARDS, **FOR_TRAINERS, **SOUND}
WHOLE = files_of(changed=ALL)
JURY = f"content/{COURSE}/en/cards/methods/jury.md"
DOCUMENTS = [path for path in WHOLE if path.endswith(".md") and "/glossary/" not in path and not path.endswith("what-is-said.md")]


def head_of(files: Mapping[str, bytes]) -> Head:
    """Return the edition that these files make, as if it were published."""
    ready = prepared(COURSE, files)

    def bodies(paths: Collection[str]) -> dict[str, bytes]:
        return {path: files[path] for path in paths}

    return Head(1, outlines.from_json(ready.pages[-1].body), {file.path: file.digest for file in ready.files}, bodies)


def both_ways(changed: Mapping[str, str | None]) -> tuple[Prepared, Problems, Prepared, Problems]:
    """Return a changed course prepared as a whole and out of what is known, each with what is wrong."""
    files = WHOLE | {path: (text or "").encode() for path, text in changed.items()}
    whole, some = Problems(), Problems()
    by_itself, again = prepare(COURSE, files, whole, TODAY), prepare(COURSE, files, some, TODAY, head=head_of(WHOLE))
    assert by_itself is not None
    assert again is not None
    return by_itself, whole, again, some


def with_words(path: str) -> dict[str, str | None]:
    """Return the change of one file that adds words to its end."""
    text = WHOLE[path].decode()
    return {path: f"{text}\nOne more sentence, and [[{LESSONS[1]}]].\n" if path.startswith("content") else text.replace("\n\n## ", "\n\nMore words.\n\n## ", 1)}


@pytest.mark.parametrize("path", DOCUMENTS)
def test_what_is_prepared_out_of_what_is_known_is_what_the_whole_would_be(path: str) -> None:
    whole, said, again, said_again = both_ways(with_words(path))
    assert again.reworded is not None
    assert again.pages[-1] == whole.pages[-1]  # the outline, with the digest of every page
    assert set(again.pages) <= set(whole.pages)
    assert set(whole.pages) - set(again.pages) <= set(prepared(COURSE, WHOLE).pages)
    assert (again.map_digest, again.files, again.uid) == (whole.map_digest, whole.files, whole.uid)
    name = path.rpartition("/")[2]
    assert said_again.found == [problem for problem in said.found if problem.file.endswith(f"/{name}")]


def test_only_the_changed_document_is_rendered_in_its_languages() -> None:
    _whole, _said, again, _said_again = both_ways(with_words(LESSON))
    assert [page.kind for page in again.pages] == ["lesson", "lesson", "cards", "cards", "outline"]  # and the terms that it explains


def test_of_a_card_only_its_set_is_rendered_beside_the_terms() -> None:
    path = f"content/{COURSE}/en/cards/methods/jury.md"
    _whole, _said, again, _said_again = both_ways(with_words(path))
    assert [page.kind for page in again.pages] == ["cards", "cards", "cards", "cards", "outline"]
    other = {f"content/{COURSE}/cards/places.yaml": 'title: {en: "Places", bg: "Места"}\n', f"content/{COURSE}/en/cards/places/hall.md": "---\ntitle: Hall\n---\n\nA hall.\n"}
    files = files_of(changed={**ALL, **other})
    some = prepare(COURSE, files | {path: files[path] + b"\nMore.\n"}, Problems(), TODAY, head=head_of(files))
    assert some is not None
    assert [page.body.count("A hall.") for page in some.pages] == [0] * 5
    assert [each.key for each in some.outline.sets] == ["methods", "places", "glossary"]


def replaced(path: str, old: str, new: str) -> dict[str, str | None]:
    """Return the change of a text in one file."""
    text = WHOLE[path].decode()
    assert old in text
    return {path: text.replace(old, new)}


def title_of(path: str) -> str:
    """Return the line of the title of a document."""
    return next(line for line in WHOLE[path].decode().splitlines() if line.startswith("title:"))


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(replaced(LESSON, title_of(LESSON), 'title: "Otherwise"'), id="a title"),
        pytest.param({LESSON: WHOLE[LESSON].decode() + "\n## More {#more}\n\nWords.\n"}, id="a place that can be pointed to"),
        pytest.param(replaced(f"modules/{COURSE}/course.yaml", "hours: 1", "hours: 2"), id="the outline"),
        pytest.param({f"content/{COURSE}/bg/{LESSONS[0]}.md": None}, id="a document that is gone"),
        pytest.param({f"content/{COURSE}/media/new.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"}, id="a new picture"),
        pytest.param({f"content/{COURSE}/en/what-is-said.md": "---\ntitle: What is said\n---\n\nOther words.\n"}, id="what is no activity: a transcript"),
        pytest.param({LESSON: WHOLE[LESSON].decode() + f"\n![It](media/voice.mp3){{transcript={LESSONS[0]}}}\n"}, id="a lesson that is a transcript"),
        pytest.param(replaced(f"content/{COURSE}/en/cards/methods/jury.md", "title: Citizens’ jury", "title: Jury"), id="the title of a card"),
        pytest.param({JURY: WHOLE[JURY].decode() + "\n## More {#more}\n\nWords.\n"}, id="a place in a card"),
        pytest.param({path: body.decode() + "\nMore.\n" for path, body in WHOLE.items() if "/cards/glossary/" in path and "/en/" in path}, id="terms"),
        pytest.param(replaced(f"content/{COURSE}/cards/methods.yaml", "Methods", "Ways"), id="a set"),
        pytest.param(replaced(f"quizzes/{COURSE}/en/{TEST}.md", "pass: 60\n", ""), id="a quiz without its pass mark"),
    ],
)
def test_whatever_others_could_notice_the_whole_course_is_read(changed: dict[str, str | None]) -> None:
    files = {path: body for path, body in WHOLE.items() if changed.get(path, "") is not None} | {path: text.encode() for path, text in changed.items() if text is not None}
    again = prepare(COURSE, files, Problems(), TODAY, head=head_of(WHOLE))
    assert again is None or again.reworded is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("See [[nowhere]].", "broken-link"), (f"See [[{PRACTICE}#nothing]].", "broken-link"), ("![](media/x.svg)", "missing-alt"), ("### Deep", "heading-order")],
)
def test_a_mistake_in_the_changed_document_is_found(text: str, code: str) -> None:
    problems = Problems()
    changed = {LESSON: files_of()[LESSON].decode().replace("\n---\n", f"\n---\n\n{text}\n", 1)}
    assert prepare(COURSE, files_of(changed=changed), problems, TODAY, head=head_of(files_of())) is None
    assert code in {problem.code for problem in problems.found if problem.file == LESSON and problem.severity == "error"}


def test_a_changed_source_makes_its_translation_out_of_date() -> None:
    head = head_of(WHOLE)
    changed = {path: (text or "").encode() for path, text in with_words(LESSON).items()}
    again = prepare(COURSE, WHOLE | changed, Problems(), TODAY, head=head)
    assert again is not None
    before, now = head.outline.find(LESSONS[0]), outlines.from_json(again.pages[-1].body).find(LESSONS[0])
    assert before is not None
    assert now is not None
    assert replace(now, documents={}) == replace(before, documents={})
    assert now.documents["en"] != before.documents["en"]
