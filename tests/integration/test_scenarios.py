"""A scenario on its page: every scene and what follows from a choice; whoever comes to an ending may mark it as done."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import func, select

from lms.domain.courses.queries import Published
from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.people.rules import GUEST
from lms.domain.progress.models import ActivityState
from lms.domain.records.models import Record
from tests.makers import COURSE, LESSONS, PRACTICE, TEST, Makers, files_of
from tests.support.client import PageClient
from tests.support.pages import Page
from tests.support.scenario import ACTIVITY, ASKING, BG, EN, FILE_BG, FILE_EN, MODULE, WITH_SCENARIO
from tests.support.tree import Node

Queries = Callable[[int], AbstractContextManager[None]]
WHERE = f"/learn/{COURSE}/{ACTIVITY}/"
OUTLINE = f"modules/{COURSE}/course.yaml"
REQUIRED = ASKING.replace("    required: false\n", "")
GOOD, OTHER = "This is a good ending.", "This is one way it can end."
DONE, MARK = "You are done with this scenario.", "Mark this scenario as done"


def open_course(make: Makers) -> Published:
    """Publish the course with its first module open to everybody."""
    text = files_of()[OUTLINE].decode().replace("\nmodules:", "\nopen: [asking]\nmodules:")
    return make.course(changed={**WITH_SCENARIO, OUTLINE: text})


def scenes(page: Page) -> list[Node]:
    return [node for node in page.all("section") if "scene" in node.get("class").split()]


def states(make: Makers) -> list[tuple[str, str]]:
    return [tuple(row) for row in make.rows(select(ActivityState.key, ActivityState.state).order_by(ActivityState.key))]


def reach(browser: PageClient, ending: str = "invited") -> int:
    return browser.send(f"{WHERE}ending", {"ending": ending}).status_code


def test_all_scenes_are_on_the_page_under_their_names(make: Makers) -> None:
    page = make.learner(make.course(changed=WITH_SCENARIO)).page(WHERE)
    told = [(node.get("id"), node.get("class"), node.all("h2")[0].text) for node in scenes(page)]
    assert told == [
        ("at-the-counter--counter", "scene is-first", "A neighbour comes in"),
        ("at-the-counter--counter.1", "scene consequence", "You chose: Ask what she would change"),
        ("at-the-counter--wish", "scene", "She has a wish"),
        ("at-the-counter--wish.2", "scene consequence", "You chose: Promise her the bench"),
        ("at-the-counter--invited", "scene", "She comes to the meeting"),
        ("at-the-counter--shut", "scene", "She does not come again"),
    ]
    assert {node.get("tabindex") for node in scenes(page)} == {"-1"}


def test_a_choice_leads_to_what_follows_from_it_and_that_to_the_next_scene(make: Makers) -> None:
    page = make.learner(make.course(changed=WITH_SCENARIO)).page(WHERE)
    led = [(link.text, link.get("href")) for scene in scenes(page) for link in scene.all("a")]
    assert led == [
        ("Ask what she would change", "#at-the-counter--counter.1"),
        ("Say that it is decided", "#at-the-counter--shut"),
        ("Go on: She has a wish", "#at-the-counter--wish"),
        ("Write it down and invite her to the meeting", "#at-the-counter--invited"),
        ("Promise her the bench", "#at-the-counter--wish.2"),
        ("Go on: She does not come again", "#at-the-counter--shut"),
        ("Begin again", "#at-the-counter--counter"),
        ("Begin again", "#at-the-counter--counter"),
    ]


def test_an_ending_says_so_and_what_kind_it_is(make: Makers) -> None:
    page = make.learner(make.course(changed=WITH_SCENARIO)).page(WHERE)
    assert [node.text for node in page.all("p", class_="ending-words")] == [GOOD, OTHER]
    assert [button.get("value") for button in page.all("button", name="ending")] == ["invited", "shut"]


def test_links_within_scenes_lead_to_them_and_no_name_stands_twice(make: Makers) -> None:
    """The page client fails for an id that stands twice, and for a link within the page that leads nowhere."""
    tips = EN.replace("Nor does", "> [!TIP] Again\n> See [her wish](#wish), [the bench](#bench) and [[why-ask]].[^1]\n\n[^1]: A note.\n\nNor does")
    tips = tips.replace("A bench in the shade", "### The bench {#bench}\n\nA bench[^2] in the shade").replace("She brings", "[^2]: Of wood.\n\nShe brings")
    lesson = files_of()[f"content/{COURSE}/en/how-to-answer.md"].decode() + "\n[[at-the-counter#wish]]\n"
    browser = make.learner(make.course(changed={MODULE: ASKING, FILE_EN: tips, f"content/{COURSE}/en/how-to-answer.md": lesson}))
    links = browser.page(WHERE).links()
    assert (links["her wish"], links["the bench"]) == ("#at-the-counter--wish", "#at-the-counter--bench")
    assert browser.page(f"/learn/{COURSE}/{LESSONS[1]}/").links()["At the counter"] == f"{WHERE}#at-the-counter--wish"


def test_whoever_marks_an_ending_is_done_and_stays_there(make: Makers) -> None:
    browser = make.learner(make.course(changed=WITH_SCENARIO))
    browser.page(WHERE)
    assert states(make) == []
    answer = browser.send(f"{WHERE}ending", {"ending": "shut"})
    assert (answer.status_code, answer.location) == (303, f"{WHERE}#at-the-counter--shut")
    assert states(make) == [(ACTIVITY, "done")]
    page = browser.page(WHERE)
    assert (page.text.count(DONE), MARK in page.buttons()) == (2, False)
    assert make.rows(select(Record.verb, Record.object).where(Record.object == ACTIVITY)) == [("done", ACTIVITY)]


@pytest.mark.parametrize("scene", ["counter", "wish", "nowhere", "", "INVITED"])
def test_a_scene_that_is_no_ending_is_refused(make: Makers, scene: str) -> None:
    browser = make.learner(make.course(changed=WITH_SCENARIO))
    assert reach(browser, scene) == 409
    assert states(make) == []


def test_what_is_done_stays_done(make: Makers) -> None:
    browser = make.learner(make.course(changed=WITH_SCENARIO))
    assert [reach(browser), reach(browser, "shut")] == [303, 303]
    assert [browser.send(f"{WHERE}{act}", {"done": "no"}).status_code for act in ("done", "next")] == [404, 404]
    assert states(make) == [(ACTIVITY, "done")]


@pytest.mark.parametrize("other", [LESSONS[0], PRACTICE, TEST, "nothing"])
def test_only_a_scenario_has_endings(make: Makers, other: str) -> None:
    browser = make.learner(make.course(changed=WITH_SCENARIO))
    assert browser.send(f"/learn/{COURSE}/{other}/ending", {"ending": "invited"}).status_code == 404
    assert states(make) == []


def test_a_required_scenario_is_among_what_is_still_needed_and_completes_the_course(make: Makers) -> None:
    course = make.course(changed={**WITH_SCENARIO, MODULE: REQUIRED})
    person = make.person()
    made = make.enrolment(person, course)
    browser = make.client(person)
    assert "1 scenario to bring to an end" in browser.page(f"/learn/{COURSE}/").text
    make.done(made, course, *LESSONS)
    for quiz in (PRACTICE, TEST):
        make.take_quiz(made, course, quiz)
    completed = select(func.count()).select_from(Enrolment).where(Enrolment.completed_at.is_not(None))
    assert make.rows(completed) == [(0,)]
    assert reach(browser) == 303
    assert make.rows(completed) == [(1,)]


def test_it_is_read_in_the_language_of_the_reader(make: Makers) -> None:
    browser = make.learner(make.course(changed=WITH_SCENARIO), language="bg")
    page = browser.page(WHERE)
    assert (page.lang, scenes(page)[0].all("h2")[0].text, scenes(page)[0].all("h2")[0].get("lang")) == ("bg", "Влиза съседка", "")
    assert reach(browser) == 303


OTHER_STORY = BG.replace("- [Кажете, че е решено](#shut)\n", "").replace("title:", f"source_digest: {'0' * 64}\ntitle:")


@pytest.mark.parametrize("translation", [None, OTHER_STORY], ids=["missing", "stale and another story"])
def test_without_a_translation_that_tells_it_the_source_is_shown_whole(make: Makers, translation: str | None) -> None:
    changed: dict[str, str | None] = {MODULE: ASKING, FILE_EN: EN} | ({FILE_BG: translation} if translation else {})
    page = make.learner(make.course(changed=changed), language="bg").page(WHERE)
    told = {node.get("lang") for scene in scenes(page) for node in [*scene.all("div", class_="prose"), *scene.all("ul")]}
    assert (page.lang, page.one("h1").get("lang"), told) == ("bg", "en", {"en"})
    assert page.notices == ["Тази страница още я няма на избрания език (Български), затова е показана на друг (English)."]


def test_a_stale_translation_that_tells_the_same_story_is_shown_and_says_so(make: Makers) -> None:
    stale = BG.replace("title:", f"source_digest: {'0' * 64}\ntitle:")
    page = make.learner(make.course(changed={**WITH_SCENARIO, FILE_BG: stale}), language="bg").page(WHERE)
    assert scenes(page)[0].all("h2")[0].text == "Влиза съседка"
    assert len(page.notices) == 1


def test_a_stranger_reads_an_open_one_and_becomes_a_guest_by_marking_it(make: Makers) -> None:
    open_course(make)
    browser = make.client()
    assert "without an account" in browser.page(WHERE).text
    assert reach(browser, "counter") == 409
    everybody = select(func.count()).select_from(Person)
    assert make.rows(everybody) == [(0,)]
    assert reach(browser) == 303
    assert make.rows(select(Person.role)) == [(GUEST,)]
    assert DONE in browser.page(WHERE).text


def test_it_is_told_to_search_engines_where_it_is_open(make: Makers) -> None:
    open_course(make)
    browser = make.client()
    assert f"http://localhost{WHERE}?lang=bg</loc>" in browser.get("/sitemap.xml").text
    assert browser.page(WHERE).one("meta", property="og:description").get("content") == "It is Monday, and the square is to be rebuilt."


def test_its_page_asks_as_little_as_that_of_a_lesson(make: Makers, queries: Queries) -> None:
    browser = make.learner(make.course(changed=WITH_SCENARIO))
    browser.page(WHERE)
    with queries(2):
        browser.page(WHERE)
