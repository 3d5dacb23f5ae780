"""What a reader is shown of a translation that its source has left behind (course-format T2, T3)."""

from functools import cache

import pytest

from lms.domain.courses.format.stamping import stamp
from lms.exchange.folders import read_folder
from lms.settings import CHECKOUT
from tests.makers import COURSE, PRACTICE, Makers, files_of
from tests.support.client import PageClient
from tests.support.pages import Page
from tests.support.tree import Node

SHIPPED = "citizen-engagement"
SENTENCE = "The original has changed since: show it"
ENGLISH, BULGARIAN = (f"content/{COURSE}/{lang}/why-ask.md" for lang in ("en", "bg"))
QUIZ, TRANSLATED_QUIZ = (f"quizzes/{COURSE}/{lang}/{PRACTICE}.md" for lang in ("en", "bg"))
LESSON = f"/learn/{COURSE}/why-ask/"


@cache
def stamped() -> dict[str, str]:
    """Return the course of the tests with its translations stamped as up to date, those that bear stamps."""
    files = files_of()
    return {path: body.decode() for path in files if (body := stamp(path, files))}


def with_changes(changes: dict[str, tuple[str, str]], *, front: str = "") -> dict[str, str | None]:
    """Return files of the course in which these words of the source were changed after the translations were stamped."""
    changed: dict[str, str | None] = dict(stamped())
    for path, (old, new) in changes.items():
        text = files_of()[path].decode()
        assert old in text
        changed[path] = text.replace(old, new)
    if front:
        changed[BULGARIAN] = str(changed[BULGARIAN]).replace("source_digest:", f"{front}\nsource_digest:")
    return changed


def marks(page: Page) -> list[Node]:
    return [node for node in page.all("details") if "original" in node.get("class").split()]


def notices(page: Page) -> list[str]:
    return [node.text for node in page.all("p", class_="notice")]


def read(client: PageClient, lang: str, where: str = LESSON) -> Page:
    return client.page(where, language=lang)


def test_one_sentence_of_the_source_marks_one_block_in_the_other_language_alone(make: Makers) -> None:
    client = make.learner(make.course(changed=with_changes({ENGLISH: ("Better decisions.\n", "Far better decisions.\n")})))
    assert (marks(read(client, "en")), notices(read(client, "bg"))) == ([], [])
    (mark,) = marks(read(client, "bg"))
    summary, original = mark.all("summary")[0], mark.all("div")[0]
    assert (summary.get("lang"), original.get("lang")) == ("bg", "en")
    assert original.text == "Far better decisions. Fewer surprises. People who understand why."
    assert "Far better decisions." not in read(client, "en").text.replace(original.text, "")
    assert marks(read(client, "bg", f"/learn/{COURSE}/how-to-answer/")) == []


@pytest.mark.slow
def test_in_the_shipped_course_one_sentence_makes_one_mark_until_it_is_stamped_again(make: Makers) -> None:
    files = read_folder(CHECKOUT, SHIPPED)
    english, bulgarian = (f"content/{SHIPPED}/{lang}/principles.md" for lang in ("en", "bg"))
    text = files[english].decode()
    first = text.partition("\n---\n")[2].strip().partition("\n")[0]
    files[english] = text.replace(first, f"{first} And this is new.").encode()
    make.publish(SHIPPED, files)
    client, lessons = make.client(make.person(role="learner")), [each.key for each in make.outline(SHIPPED).activities if each.kind == "lesson"]
    client.submit(client.page(f"/courses/{SHIPPED}/"), "Enrol in this course")
    assert where_marked(client, lessons) == [("bg", "principles")]
    (mark,) = marks(read(client, "bg", f"/learn/{SHIPPED}/principles/"))
    assert mark.all("div")[0].text.endswith("And this is new.")
    again = stamp(bulgarian, files)
    assert again is not None
    make.publish(SHIPPED, {**files, bulgarian: again})
    assert where_marked(client, lessons) == []


def where_marked(client: PageClient, lessons: list[str]) -> list[tuple[str, str]]:
    """Return the language and lesson of every mark that a learner of the shipped course is shown."""
    return [
        (lang, key)
        for lang in ("en", "bg")
        for key in lessons
        if client.get(f"/learn/{SHIPPED}/{key}/").status_code == 200
        for _mark in marks(read(client, lang, f"/learn/{SHIPPED}/{key}/"))
    ]


def test_a_note_keeps_its_place_beside_a_passage_that_is_out_of_date(make: Makers) -> None:
    passage = f"content/{COURSE}/en/how-to-answer.md"
    changed = with_changes({passage: ("Write down one decision", "Write down two decisions")})
    client, where = make.learner(make.course(changed=changed)), f"/learn/{COURSE}/how-to-answer/"
    for lang in ("en", "bg"):
        page = read(client, lang, where)
        forms = [node for node in page.all("form") if "note" in node.get("class").split()]
        assert [form.parent.get("class") for form in forms if form.parent] == ["callout callout-reflect"]
    (mark,) = marks(read(client, "bg", where))
    assert mark.within("aside") is None
    assert [node.get("class") for node in mark.all("aside")] == ["callout callout-reflect"]


def test_the_page_changes_with_the_block_of_its_source(make: Makers) -> None:
    client = make.learner(make.course(changed=with_changes({ENGLISH: ("Better decisions.\n", "Good decisions.\n")})))
    assert "Good decisions." in marks(read(client, "bg"))[0].text
    make.course(changed=with_changes({ENGLISH: ("Better decisions.\n", "Best decisions.\n")}))
    assert "Best decisions." in marks(read(client, "bg"))[0].text


def test_a_text_that_is_behind_as_a_whole_says_so_and_leads_to_the_original(make: Makers) -> None:
    client = make.learner(make.course(changed=with_changes({ENGLISH: ("## Three", "A new paragraph.\n\n## Three")})))
    page = read(client, "bg")
    assert (len(notices(page)), marks(page)) == (1, [])
    links = [node.get("href") for node in page.one("p", class_="notice").all("a")]
    assert links == [f"{LESSON}original"]
    original = read(client, "bg", links[0])
    assert ("A new paragraph." in original.text, original.one("h1").get("lang"), original.one("div", class_="prose").get("lang")) == (True, "en", "en")
    assert original.one("html").get("lang") == "bg"
    assert [name for name in ("lang", "__Host-lang") if client.get_cookie(name)] == []
    assert [node.get("href") for node in original.one("p", class_="notice").all("a")] == [LESSON]
    assert notices(read(client, "en")) == []


def test_a_translation_by_a_machine_says_so(make: Makers) -> None:
    client = make.learner(make.course(changed=with_changes({}, front="machine: true")))
    assert [len(notices(read(client, lang))) for lang in ("en", "bg")] == [0, 1]
    assert [node.get("href") for node in read(client, "bg").one("p", class_="notice").all("a")] == [f"{LESSON}original"]


def test_a_change_of_the_front_matter_alone_is_told_to_authors_and_not_to_readers(make: Makers) -> None:
    client = make.learner(make.course(changed=with_changes({ENGLISH: ("checked: 2026-11-21", "checked: 2026-11-20")})))
    assert (notices(read(client, "bg")), marks(read(client, "bg"))) == ([], [])


def test_a_question_that_changed_is_marked_while_it_is_answered_and_when_it_is_looked_at_again(make: Makers) -> None:
    client = make.learner(make.course(changed=with_changes({QUIZ: ("Who decides about the bench?", "Who really decides about the bench?")})))
    address = client.send(f"/learn/{COURSE}/{PRACTICE}/attempts").location
    client.send(f"{address}responses", {"q-choose": "1"})
    assert marks(read(client, "en", address)) == []
    going = marks(read(client, "bg", address))
    client.send(f"{address}submission")
    after = marks(read(client, "bg", f"{address}review/"))
    for (mark,) in (going, after):
        place = mark.within("fieldset")
        assert place is not None
        assert place.one("div", class_="question-text").text == "Кой решава за пейката?"
        assert mark.all("div")[0].get("lang") == "en"
        assert mark.all("div")[0].text == "Who really decides about the bench? The council The bench The pigeons"


def test_the_pages_of_a_course_say_how_much_of_it_there_is_in_each_language(make: Makers) -> None:
    changed = with_changes({ENGLISH: ("Better decisions.\n", "Good decisions.\n")}, front="machine: true")
    client = make.learner(make.course(changed=changed))
    for where in (f"/courses/{COURSE}/", f"/learn/{COURSE}/"):
        page = read(client, "en", where)
        lines = [node.text for node in page.one("ul", class_="coverage").all("li")]
        assert lines == ["English: original", "Български: 4 of 5 activities, 1 out of date, 1 translated by a machine"]


def test_a_course_that_is_all_there_says_so(make: Makers) -> None:
    path = f"content/{COURSE}/bg/to-read-on.md"
    client = make.learner(make.course(changed={**stamped(), path: '---\ntitle: "Още"\n---\n\nОще.\n'}))
    lines = [node.text for node in read(client, "en", f"/courses/{COURSE}/").one("ul", class_="coverage").all("li")]
    assert lines == ["English: original", "Български: complete"]
