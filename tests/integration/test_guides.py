"""Guides are read by whoever may see them: no enrolment, nothing to fill in, nothing kept (course-format §3)."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import func, select

from lms.domain.courses.queries import find_published
from lms.domain.enrolment import service as enrolment
from lms.domain.enrolment.models import Enrolment
from lms.domain.enrolment.rules import Refusal
from lms.domain.people.models import Person
from lms.kernel.refusals import Refused
from lms.platform.database import unit_of_work
from tests.makers import COURSE, Makers
from tests.support import a_guide
from tests.support.a_guide import FIRST, GLOSSARY, GUIDE, OUTLINE, SCENARIO, SECOND, SET, THIRD
from tests.support.client import PageClient
from tests.support.pages import Page

Queries = Callable[[int], AbstractContextManager[None]]
HOME = f"/guides/{GUIDE}/"
HERE = "http://localhost"


@pytest.fixture
def stranger(make: Makers) -> PageClient:
    """Return the browser of a stranger, where a guide and a course are published."""
    make.course()
    a_guide.publish(make)
    return make.client()


def headings(page: Page, tag: str) -> list[str]:
    return [node.text for node in page.main.all(tag)]


def test_the_catalogue_lists_guides_in_a_section_of_their_own(stranger: PageClient) -> None:
    page = stranger.page("/courses/")
    assert (headings(page, "h2"), headings(page, "h3")) == (["The town hall asks", "Guides"], ["Clear letters"])
    assert (page.links()["Clear letters"], page.links()["Guides"]) == (HOME, "/guides/")
    assert [node.text for node in page.one("section", class_="guides").all("dt")] == ["Languages"]
    assert "Clear letters" not in stranger.page("/").text
    assert headings(stranger.page("/guides/"), "h2") == ["Clear letters"]


def test_without_a_guide_there_is_no_section(make: Makers) -> None:
    make.course()
    assert headings(make.client().page("/courses/"), "h2") == ["The town hall asks"]
    assert "No guide has been published here yet." in make.client().page("/guides/").text


def test_a_guide_is_found_by_its_words_and_found_as_a_guide(stranger: PageClient) -> None:
    assert stranger.page("/courses/?q=letters").links()["Clear letters"] == HOME


def test_the_page_of_a_guide_holds_everything_in_it_and_offers_no_enrolment(stranger: PageClient) -> None:
    page = stranger.page(HOME)
    urls = [f"{HOME}{key}/" for key in (FIRST, SECOND, THIRD, SCENARIO)]
    assert [page.links()[text] for text in ("Begin here", "Short words", "The end", "An angry letter")] == urls
    assert page.links()["Start reading"] == urls[0]
    assert (page.main.all("form"), [node for node in page.main.all("dt") if node.text == "Certificate"]) == ([], [])


def test_a_page_of_a_guide_is_read_like_a_lesson_with_nothing_to_fill_in(stranger: PageClient) -> None:
    page = stranger.page(f"{HOME}{FIRST}/")
    assert page.h1 == "1.1 Begin here"
    assert "Lesson, 3 min, facts checked on 1 November 2026" in " ".join(page.text.split())
    assert "Think about it Whom did you write to last?" in " ".join(page.text.split())
    assert "Plain letters, https://example.org/plain" in page.text
    assert page.main.all("form", "textarea", "input") == []
    assert [node.get("rel") for node in page.main.all("a") if node.get("rel") in ("prev", "next")] == ["next"]


def test_previous_and_next_are_links_across_its_parts(stranger: PageClient) -> None:
    page = stranger.page(f"{HOME}{SECOND}/")
    assert (page.links()["Next: 2.2 The end"], page.links()["Previous: 1.1 Begin here"]) == (f"{HOME}{THIRD}/", f"{HOME}{FIRST}/")
    last = stranger.page(f"{HOME}{SCENARIO}/")
    assert [text for text in last.links() if text.startswith("Next")] == []


def test_links_within_a_guide_stay_in_it(stranger: PageClient) -> None:
    links = stranger.page(f"{HOME}{FIRST}/").one("div", class_="prose").all("a")
    assert [(link.text, link.get("href")) for link in links] == [("Short words", f"{HOME}{SECOND}/#{SECOND}--why")]


def test_what_is_not_translated_is_shown_in_the_language_it_was_written_in(stranger: PageClient) -> None:
    assert stranger.page(f"{HOME}{FIRST}/", language="bg").h1 == "1.1 Започнете оттук"
    page = stranger.page(f"{HOME}{SECOND}/", language="bg")
    assert page.one("div", class_="prose").get("lang") == "en"
    assert len(page.main.all("p", class_="notice")) == 1


def test_a_page_names_its_languages_and_what_it_belongs_to(stranger: PageClient) -> None:
    page = stranger.page(f"{HOME}{FIRST}/", language="bg")
    assert page.one("link", rel="canonical").get("href") == f"{HERE}{HOME}{FIRST}/?lang=bg"
    assert {node.get("hreflang"): node.get("href") for node in page.all("link", rel="alternate")} == {
        "en": f"{HERE}{HOME}{FIRST}/?lang=en",
        "bg": f"{HERE}{HOME}{FIRST}/?lang=bg",
        "x-default": f"{HERE}{HOME}{FIRST}/",
    }
    block = page.one("script", type="application/ld+json")
    thing = json.loads("".join(child for child in block.children if isinstance(child, str)))["@graph"][0]
    assert (thing["@type"], thing["isPartOf"]["@type"], thing["isPartOf"]["@id"]) == ("LearningResource", "LearningResource", f"{HERE}{HOME}#guide")


def test_search_engines_are_told_of_every_page_of_a_guide(stranger: PageClient) -> None:
    text = stranger.get("/sitemap.xml").text
    paths = ("/guides/", HOME, *(f"{HOME}{key}/" for key in (FIRST, SECOND, THIRD, SCENARIO)), SET, f"{SET}plain/", f"{SET}warm/", GLOSSARY, f"{GLOSSARY}word/")
    assert [text.count(f"<loc>{HERE}{path}?lang=bg</loc>") for path in paths] == [1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0]
    assert [text.count(f"<loc>{HERE}{path}?lang=en</loc>") for path in paths] == [1] * 11
    assert f"/courses/{GUIDE}/" not in text
    assert "/guides/" not in stranger.get("/robots.txt").text
    for path in paths:
        assert "X-Robots-Tag" not in stranger.get(f"{path}?lang=en").headers


def test_a_guide_is_no_course(stranger: PageClient, make: Makers) -> None:
    assert stranger.get(f"/courses/{GUIDE}/").location == HOME
    learner = make.client(make.person())
    paths = (f"/learn/{GUIDE}/", f"/learn/{GUIDE}/{FIRST}/", f"/learn/{GUIDE}/notebook/", f"/guides/{COURSE}/", f"/guides/{COURSE}/why-ask/")
    assert [learner.get(path).status_code for path in paths] == [404] * 5
    assert [learner.send(f"/learn/{GUIDE}/{FIRST}/{act}").status_code for act in ("done", "next", "notes/reflect-1")] == [404] * 3
    assert [learner.get(f"{HOME}{key}/").status_code for key in ("nothing", "notebook")] == [404, 404]


def test_nobody_enrols_in_a_guide(stranger: PageClient, make: Makers) -> None:
    person = make.person()
    answer = make.client(person).send(f"/courses/{GUIDE}/enrolment")
    assert (answer.status_code, "This is a guide: it is read without enrolling." in answer.text) == (409, True)
    with make.app.app_context():
        found = find_published(GUIDE)
        assert found is not None
        with pytest.raises(Refused) as refused, unit_of_work():
            enrolment.enrol_other(person.id, found.course_id, by=None, now=make.now)
    assert refused.value.reason is Refusal.IS_A_GUIDE
    assert make.rows(select(func.count()).select_from(Enrolment)) == [(0,)]


def test_administrators_are_offered_no_guide_where_learners_are_meant(stranger: PageClient, make: Makers) -> None:
    admin, person = make.client(make.person(role="admin")), make.person()
    for path in (f"/admin/people/{person.uid}/", "/reports/progress"):
        offered = [node.get("value") for node in admin.page(path).all("option")]
        assert (COURSE in offered, GUIDE in offered) == (True, False)


def test_reading_leaves_nothing_behind(stranger: PageClient, make: Makers) -> None:
    before = make.rows(select(func.count()).select_from(Person))
    stranger.page(f"{HOME}{FIRST}/")
    assert make.rows(select(func.count()).select_from(Person)) == before
    learner = make.client(make.person())
    learner.page(f"{HOME}{FIRST}/")
    assert "Clear letters" not in learner.page("/learn/").text


@pytest.mark.parametrize(
    ("visibility", "stranger_gets", "learner_gets"),
    [pytest.param("public", 200, 200, id="public"), pytest.param("signed-in", 404, 200, id="signed in"), pytest.param("invited", 404, 404, id="invited")],
)
def test_a_guide_is_shown_to_those_who_may_see_it(make: Makers, visibility: str, stranger_gets: int, learner_gets: int) -> None:
    a_guide.publish(make)
    make.hide(GUIDE, visibility)
    browsers = (make.client(), make.guest(), make.client(make.person()))
    for path in (HOME, f"{HOME}{FIRST}/", SET, f"{SET}plain/", f"{SET}simple/", GLOSSARY):
        expected = [301 if "simple" in path and status == 200 else status for status in (stranger_gets, stranger_gets, learner_gets)]
        assert [browser.get(path).status_code for browser in browsers] == expected
    listed = [HOME in browser.get("/guides/").text for browser in browsers]
    assert listed == [stranger_gets == 200, stranger_gets == 200, learner_gets == 200]


def test_a_course_and_a_guide_share_one_space_of_keys(make: Makers) -> None:
    a_guide.publish(make)
    other = a_guide.FILES[OUTLINE].replace("5e0c2f7a", "00000000")
    with pytest.raises(Refused):
        a_guide.publish(make, {OUTLINE: other})


@pytest.mark.parametrize("path", ["/guides/", HOME, f"{HOME}{FIRST}/", f"{HOME}{SCENARIO}/", SET, f"{SET}?view=table", f"{SET}plain/", GLOSSARY])
def test_a_stranger_reads_by_one_statement(stranger: PageClient, queries: Queries, path: str) -> None:
    stranger.page(path)
    with queries(1):
        stranger.page(path)


def test_a_scenario_of_a_guide_is_read_to_its_endings_with_nothing_to_be_marked(stranger: PageClient) -> None:
    page = stranger.page(f"{HOME}{SCENARIO}/")
    assert page.h1 == "2.3 An angry letter"
    assert "Scenario, 4 min" in " ".join(page.text.split())
    assert [link.get("href") for link in page.one("ul", class_="scene-choices").all("a")] == [f"#{SCENARIO}--at-once", f"#{SCENARIO}--read.2"]
    assert "This is a good ending." in page.text
    assert page.main.all("form", "input", "textarea") == []


def test_a_guide_names_its_sets_on_its_page_and_beside_its_texts(stranger: PageClient) -> None:
    for path in (HOME, f"{HOME}{FIRST}/", f"{HOME}{SCENARIO}/"):
        links = {node.text: node.get("href") for node in stranger.page(path).all("a")}
        assert (links["Glossary: 1 term"], links["Openings: 2 cards"]) == (GLOSSARY, SET)


def test_cards_of_a_guide_are_listed_filtered_sorted_and_compared_within_it(stranger: PageClient) -> None:
    page = stranger.page(f"{SET}?words=7")
    assert (headings(page, "h2"), page.links()["Plain"], page.links()["Show all"]) == (["Plain"], f"{SET}plain/", SET)
    assert page.one("form", class_="card-filters").get("action") == f"{SET}#found"
    assert [page.links()[view] for view in ("Cards", "Table", "Compare")] == [f"{SET}?words=7", f"{SET}?view=table&words=7", f"{SET}?view=compare&words=7"]
    assert page.links()["Clear letters"] == HOME
    table = stranger.page(f"{SET}?view=table&sort=-words")
    assert [[cell.text for cell in row.all("th", "td")] for row in table.all("tr")] == [["Title", "Words"], ["Warm", "12"], ["Plain", "7"]]
    compared = stranger.page(f"{SET}?view=compare&card=plain&card=warm")
    assert [cell.text for cell in compared.all("tr")[1].all("th", "td")] == ["Words", "7", "12"]


def test_a_card_of_a_guide_is_read_with_its_neighbours_and_under_its_former_key(stranger: PageClient) -> None:
    page = stranger.page(f"{SET}plain/")
    assert (page.h1, page.links()["Next: Warm"], page.links()["Openings"]) == ("Plain", f"{SET}warm/", SET)
    prose = page.one("div", class_="prose").all("a")
    assert [link.get("href") for link in prose] == [f"{HOME}{SECOND}/", f"{SET}warm/"]
    answer = stranger.get(f"{SET}simple/")
    assert (answer.status_code, answer.location) == (301, f"{SET}plain/")


def test_links_to_cards_from_a_page_of_a_guide_stay_in_it(stranger: PageClient) -> None:
    links = stranger.page(f"{HOME}{THIRD}/").one("div", class_="prose").all("a")
    assert [(link.text, link.get("href")) for link in links] == [("Plain", f"{SET}plain/"), ("Openings", SET)]


def test_terms_are_explained_in_a_guide_as_in_a_course(stranger: PageClient) -> None:
    page = stranger.page(f"{HOME}{SECOND}/")
    assert [(node.text, node.get("href")) for node in page.all("a", class_="term")] == [("words", f"#{SECOND}--_term-word")]
    assert page.one("section", class_="terms").all("a")[0].get("href") == f"{GLOSSARY}word/"


@pytest.mark.parametrize("path", [f"{HOME}cards/", f"{HOME}cards/nothing/", f"{SET}nothing/", f"/guides/{COURSE}/cards/openings/", "/guides/nothing/cards/openings/plain/"])
def test_cards_that_are_not_there_are_not_found(stranger: PageClient, path: str) -> None:
    assert stranger.get(path).status_code == 404


def test_cards_of_a_guide_are_not_to_be_had_as_those_of_a_course(stranger: PageClient, make: Makers) -> None:
    learner = make.client(make.person())
    assert [learner.get(f"/learn/{GUIDE}/cards/openings/{tail}").status_code for tail in ("", "plain/")] == [404, 404]


def test_lessons_of_a_guide_are_found_by_their_words(stranger: PageClient, make: Makers) -> None:
    assert stranger.page("/courses/?q=aloud").links()["The end"] == f"{HOME}{THIRD}/"
    make.hide(GUIDE, "signed-in")
    assert "The end" not in stranger.page("/courses/?q=aloud").text


def test_a_machine_s_translation_in_a_guide_says_so(make: Makers) -> None:
    path = f"content/{GUIDE}/bg/{THIRD}.md"
    a_guide.publish(make, {path: a_guide.FILES[path].replace("title:", "machine: true\ntitle:")})
    (notice,) = make.client().page(f"{HOME}{THIRD}/", language="bg").main.all("p", class_="notice")
    assert notice.text == "Тази страница е преведена машинно."


def test_the_old_address_of_a_page_leads_to_where_it_is_now(make: Makers, stranger: PageClient) -> None:
    module = f"modules/{GUIDE}/before.yaml"
    renamed = a_guide.FILES[module].replace(f"lesson: {FIRST}\n", f"lesson: {FIRST}\n    formerly: [the-beginning]\n")
    a_guide.publish(make, {module: renamed})
    answer = stranger.get(f"{HOME}the-beginning/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{HOME}{FIRST}/")
