"""What public pages say in their heads: languages, pictures and data, whole and safe; and nothing of what is not public."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from flask import Flask

from lms import create_app
from lms.kernel.clock import SetClock
from lms.platform.database import db
from lms.settings import Settings
from lms.web.shell.sharing import data_block
from tests.contracts.test_access import EXPECTED, make_world, rules_of
from tests.contracts.test_access import address as address_of
from tests.integration.test_open_modules import OPEN, PRACTICE_AT, open_course
from tests.makers import COURSE, LESSONS, Makers, files_of
from tests.support.client import PageClient, make_client
from tests.support.pages import Page
from tests.support.tree import read_tree
from tests.support.xml import read_xml

PAGE = f"/courses/{COURSE}/"
STATEMENT = "/accessibility/"
OUTLINE = f"modules/{COURSE}/course.yaml"
HTTPS = "https://learn.example.org"
HERE = "http://localhost"


def said(page: Page, name: str) -> list[str]:
    """Return what the page says under a name of Open Graph."""
    return [node.get("content") for node in page.all("meta", property=name)]


def alternates(page: Page) -> dict[str, str]:
    return {node.get("hreflang"): node.get("href") for node in page.all("link", rel="alternate")}


def things(page: Page) -> list[dict[str, Any]]:
    """Return what the page says in the words of schema.org."""
    (block,) = page.all("script", type="application/ld+json")
    found = json.loads("".join(child for child in block.children if isinstance(child, str)))
    assert found["@context"] == "https://schema.org"
    return list(found["@graph"])


@pytest.mark.parametrize(
    ("language", "title", "description", "locale", "other"),
    [
        pytest.param(
            "en",
            "The town hall asks",
            "A very small course for tests: how a town hall asks its people, and how it answers them.",
            "en_GB",
            "bg_BG",
            id="English",
        ),
        pytest.param(
            "bg",
            "Общината пита",
            "Съвсем малък курс за тестове: как общината пита хората и как им отговаря.",
            "bg_BG",
            "en_GB",
            id="Bulgarian",
        ),
    ],
)
def test_the_page_of_a_course_says_what_it_is(
    make: Makers, language: str, title: str, description: str, locale: str, other: str
) -> None:
    make.course()
    page = make.client().page(PAGE, language=language)
    own = f"{HERE}{PAGE}?lang={language}"
    assert {name: said(page, f"og:{name}") for name in ("title", "description", "url", "type", "site_name", "locale", "locale:alternate")} == {
        "title": [title],
        "description": [description],
        "url": [own],
        "type": ["website"],
        "site_name": ["Isegoria"],
        "locale": [locale],
        "locale:alternate": [other],
    }
    assert [node.get("content") for node in page.all("meta", name="description")] == [description]
    assert page.one("link", rel="canonical").get("href") == own
    assert alternates(page) == {
        "en": f"{HERE}{PAGE}?lang=en",
        "bg": f"{HERE}{PAGE}?lang=bg",
        "x-default": f"{HERE}{PAGE}",
    }


def test_a_course_is_described_in_the_words_of_schema_org(make: Makers) -> None:
    make.course()
    course, trail = things(make.client().page(PAGE, language="bg"))
    provider = {"@type": "Organization", "@id": f"{HERE}/#organization", "name": "Isegoria", "url": f"{HERE}/"}
    assert course == {
        "@type": "Course",
        "@id": f"{HERE}{PAGE}#course",
        "url": f"{HERE}{PAGE}",
        "name": "Общината пита",
        "description": "Съвсем малък курс за тестове: как общината пита хората и как им отговаря.",
        "inLanguage": ["en", "bg"],
        "educationalLevel": "Начално",
        "timeRequired": "PT1H",
        "teaches": ["Пита хората, преди да се реши", "Отговаря им след това"],
        "audience": {"@type": "Audience", "audienceType": "Всеки, който изпитва тази програма"},
        "educationalCredentialAwarded": {
            "@type": "EducationalOccupationalCredential",
            "name": "Общината пита, за начинаещи",
            "credentialCategory": "certificate",
        },
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "Online",
            "courseWorkload": "PT1H",
            "inLanguage": ["en", "bg"],
        },
        "isAccessibleForFree": True,
        "offers": {"@type": "Offer", "category": "Free", "price": 0, "priceCurrency": "EUR"},
        "license": "https://spdx.org/licenses/CC-BY-4.0",
        "dateModified": "2026-11-21",
        "provider": provider,
    }
    assert [(step["position"], step["name"], step["item"]) for step in trail["itemListElement"]] == [
        (1, "Курсове", f"{HERE}/courses/"),
        (2, "Общината пита", f"{HERE}{PAGE}"),
    ]


def test_the_start_page_says_whose_site_it_is_and_how_to_search_it(client: PageClient) -> None:
    organization, website = things(client.page("/", language="en"))
    assert (organization["@type"], organization["name"], website["@type"]) == ("Organization", "Isegoria", "WebSite")
    assert website["potentialAction"]["target"]["urlTemplate"] == f"{HERE}/courses/?q={{words}}"


@pytest.mark.parametrize("where", ["/", "/courses/", STATEMENT])
def test_pages_of_the_interface_name_its_languages(client: PageClient, where: str) -> None:
    page = client.page(where, language="bg")
    assert page.one("link", rel="canonical").get("href") == f"{HERE}{where}?lang=bg"
    assert list(alternates(page)) == ["en", "bg", "x-default"]


def test_a_course_in_one_language_claims_no_other(make: Makers) -> None:
    text = files_of()[OUTLINE].decode().replace("languages: [en, bg]", "languages: [en]")
    others = {path: None for path in files_of() if "/bg/" in path}
    make.course(changed={OUTLINE: text, **others})
    page = make.client().page(PAGE, language="bg")
    assert page.one("link", rel="canonical").get("href") == f"{HERE}{PAGE}?lang=en"
    assert list(alternates(page)) == ["en", "x-default"]


@pytest.mark.parametrize("role", ["learner", "admin"])
def test_nothing_is_said_to_search_engines_on_pages_of_people(make: Makers, role: str) -> None:
    open_course(make)
    browser = make.client(make.person(role=role))
    for where in ("/", "/courses/", STATEMENT, PAGE, OPEN):
        answer = browser.get(where)
        assert answer.headers["X-Robots-Tag"] == "noindex"
        for word in ("og:title", "canonical", "ld+json", "x-default"):
            assert word not in answer.text


def test_a_course_that_is_not_public_says_nothing_to_those_who_may_see_it(make: Makers) -> None:
    make.course(visibility="signed-in")
    answer = make.client(make.person()).get(PAGE)
    assert (answer.status_code, answer.headers["X-Robots-Tag"], "og:title" in answer.text) == (200, "noindex", False)


def test_an_open_lesson_is_shared_and_a_practice_beside_it_is_not(make: Makers) -> None:
    open_course(make)
    answer = make.client().get(OPEN)
    assert "X-Robots-Tag" not in answer.headers
    page = make.client().page(OPEN, language="en")
    assert said(page, "og:type") == ["article"]
    assert said(page, "og:title") == ["Why ask? – The town hall asks"]
    assert page.one("link", rel="canonical").get("href") == f"{HERE}{OPEN}?lang=en"
    lesson, trail = things(page)
    assert (lesson["@type"], lesson["isPartOf"]["@id"]) == ("LearningResource", f"{HERE}{PAGE}#course")
    assert len(trail["itemListElement"]) == 3
    assert make.client().get(PRACTICE_AT).headers["X-Robots-Tag"] == "noindex"


def test_a_guest_reads_an_open_lesson_that_says_nothing(make: Makers) -> None:
    open_course(make)
    browser = make.client()
    browser.send(f"{OPEN}done", {"done": "yes"})
    assert browser.get(OPEN).headers["X-Robots-Tag"] == "noindex"


POISON = "</script><script>alert(1)</script><!-- & ' \" \u2028 ]]> {{ 7 }}"


def test_poison_in_titles_stays_text_in_every_head(make: Makers) -> None:
    text = files_of()[OUTLINE].decode().replace('en: "The town hall asks"', f"en: {json.dumps(POISON)}")
    open_course(make)
    make.course(changed={OUTLINE: text.replace("\nmodules:", "\nopen: [asking]\nmodules:")})
    browser = make.client()
    browser.quoted += ["</script>", "<script>", "{{ 7 }}", "<!--"]
    answer = browser.get(PAGE, headers={"Accept-Language": "en"})
    root = read_tree(answer.text)
    assert [node.get("type") for node in root.all("script")] == ["application/ld+json"]
    (block,) = root.all("script", type="application/ld+json")
    kept = "".join(child for child in block.children if isinstance(child, str))
    assert not set("<>&'\u2028\u2029") & set(kept)
    assert json.loads(kept)["@graph"][0]["name"].split() == POISON.split()


@pytest.mark.parametrize("text", [POISON, "\u2029", "<!--<script>", "&lt;", "\\u003c/script>", "]]>"])
def test_a_block_of_data_holds_no_sign_of_html_and_loses_nothing(text: str) -> None:
    written = str(data_block([{"name": text}]))
    assert not set("<>&'\u2028\u2029") & set(written)
    assert json.loads(written)["@graph"] == [{"name": text}]


@pytest.mark.parametrize("language", ["en", "bg"])
def test_the_picture_of_a_course_is_there_and_kept_for_ever(make: Makers, language: str) -> None:
    make.course()
    page = make.client().page(PAGE, language=language)
    (picture,) = said(page, "og:image")
    answer = make.client().get(picture.removeprefix(HERE), headers={"Accept-Language": "fi"})
    assert (answer.status_code, answer.mimetype, answer.data[:8]) == (200, "image/png", b"\x89PNG\r\n\x1a\n")
    assert [int.from_bytes(answer.data[at : at + 4]) for at in (16, 20)] == [1200, 630]
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (said(page, "og:image:width"), said(page, "og:image:height")) == (["1200"], ["630"])


def test_the_picture_of_yesterday_of_another_language_or_of_a_hidden_course_is_not_found(make: Makers) -> None:
    make.course()
    picture = said(make.client().page(PAGE, language="en"), "og:image")[0].removeprefix(HERE)
    old = f"{picture[: -len('.png') - 16]}{'0' * 16}.png"
    for where in (old, picture.replace("card-en-", "card-bg-"), picture.replace("card-en-", "card-fi-")):
        assert make.client().get(where).status_code == 404
    make.hide(COURSE, "signed-in")
    for browser in (make.client(), make.client(make.person())):
        assert browser.get(picture).status_code == 404


def test_a_title_in_signs_that_no_font_has_is_drawn_all_the_same(make: Makers) -> None:
    text = files_of()[OUTLINE].decode().replace('en: "The town hall asks"', 'en: "市政厅 🏛 שלום مرحبا #[evil]"')
    make.course(changed={OUTLINE: text})
    (picture,) = said(make.client().page(PAGE, language="en"), "og:image")
    assert make.client().get(picture.removeprefix(HERE)).status_code == 200


# Sitemap and robots


def entries(browser: PageClient, **named: Any) -> dict[str, dict[str, str]]:
    """Return each address of the sitemap with its other languages; not well-formed, it is an error."""
    answer = browser.get("/sitemap.xml", **named)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    found: dict[str, dict[str, str]] = {}
    for url in read_xml(answer.text).all("url"):
        links = {node.get("hreflang"): node.get("href") for node in url.all("xhtml:link")}
        found[url.one("loc").text] = links
    return found


def test_the_sitemap_lists_public_pages_in_each_language_and_nothing_else(make: Makers) -> None:
    open_course(make)
    hidden = make.courses(2)
    make.hide(hidden[0].key, "signed-in")
    make.hide(hidden[1].key, "invited")
    expected = {
        f"{HERE}{path}?lang={tag}" for path in ("/", "/courses/", STATEMENT, PAGE, OPEN) for tag in ("en", "bg")
    }
    for browser in (make.client(), make.client(make.person(role="admin"))):
        found = entries(browser)
        assert set(found) == expected
    assert found[f"{HERE}{PAGE}?lang=bg"] == {
        "en": f"{HERE}{PAGE}?lang=en",
        "bg": f"{HERE}{PAGE}?lang=bg",
        "x-default": f"{HERE}{PAGE}",
    }


def test_every_address_of_the_sitemap_answers_a_stranger_in_its_language_and_names_the_same_others(make: Makers) -> None:
    open_course(make)
    found = entries(make.client())
    assert len(found) == 10
    for address, others in found.items():
        answer = make.client().get(address.removeprefix(HERE))
        assert (answer.status_code, "X-Robots-Tag" in answer.headers) == (200, False)
        page = make.client().page(address.removeprefix(HERE))
        assert page.lang == address.rpartition("=")[2]
        assert (page.one("link", rel="canonical").get("href"), alternates(page)) == (address, others)


def test_the_sitemap_says_when_an_edition_was_published(make: Makers) -> None:
    make.course()
    assert make.client().get("/sitemap.xml").text.count("<lastmod>2026-11-21</lastmod>") == 6


def test_a_school_without_courses_has_a_sitemap(client: PageClient) -> None:
    assert set(entries(client)) == {f"{HERE}{path}?lang={tag}" for path in ("/", "/courses/", STATEMENT) for tag in ("en", "bg")}
    assert client.get("/sitemap.xml").text.count("<lastmod>") == 2  # of the statement, which was reviewed on a day


@pytest.fixture
def elsewhere(settings: Settings, app: Flask, clock: SetClock) -> Iterator[PageClient]:
    """Return a browser on a site that people use under another address than the one that is asked."""
    other = create_app(replace(settings, base_url=f"{HTTPS}"), clock)
    other.testing = True
    other.test_client_class = PageClient
    yield make_client(other)
    with other.app_context():
        db.engine.dispose()


def test_addresses_are_those_that_people_use(elsewhere: PageClient, make: Makers) -> None:
    make.course()
    assert f"{HTTPS}{PAGE}?lang=en" in entries(elsewhere, base_url=HTTPS)
    assert elsewhere.get("/robots.txt").text.endswith(f"\nSitemap: {HTTPS}/sitemap.xml\n")
    assert f'<link rel="canonical" href="{HTTPS}{PAGE}?lang=en">' in elsewhere.get(PAGE, base_url=HTTPS).text


def robots(browser: PageClient) -> RobotFileParser:
    reader = RobotFileParser()
    reader.parse(browser.get("/robots.txt").text.splitlines())
    return reader


def test_robots_are_kept_out_of_every_page_that_is_not_public(app: Flask, make: Makers) -> None:
    world = make_world(make)
    reader = robots(make.client())
    private = [
        address_of(app, world, rules_of(app)[method, rule])
        for (method, rule), answers in EXPECTED.items()
        if method == "GET" and answers[0] != 200
    ]
    assert {"/learn/", "/admin/", "/reports/progress"} <= set(private)
    assert [where for where in private if reader.can_fetch("*", where)] == []


def test_what_anybody_may_open_is_for_search_engines_only_if_it_says_so(app: Flask, make: Makers) -> None:
    world = make_world(make)
    shared = {}
    for (method, rule), answers in EXPECTED.items():
        if method == "GET" and answers[0] == 200:
            where = address_of(app, world, rules_of(app)[method, rule])
            shared[rule] = "X-Robots-Tag" not in make.client().get(where).headers
    assert {rule for rule, is_shared in shared.items() if is_shared} == {
        "/",
        "/accessibility/",
        "/courses/",
        "/courses/<string(maxlength=63):course>/",
        "/courses/<string(maxlength=63):course>/card-<string(maxlength=35):lang>-<string(length=16):digest>.png",
        "/guides/",
        "/guides/<string(maxlength=63):guide>/",
        "/guides/<string(maxlength=63):guide>/<string(maxlength=63):activity>/",
        "/guides/<string(maxlength=63):guide>/cards/<string(maxlength=63):name>/",
        "/guides/<string(maxlength=63):guide>/cards/<string(maxlength=63):name>/<string(maxlength=63):card>/",
        "/media/<string(length=64):digest>/<string(maxlength=200):name>",
    }


def test_robots_may_read_open_lessons_and_no_others(make: Makers) -> None:
    open_course(make)
    reader = robots(make.client())
    allowed = {where: reader.can_fetch("*", where) for where in (OPEN, f"{OPEN}?lang=bg", PRACTICE_AT, f"/learn/{COURSE}/{LESSONS[1]}/", f"/learn/{COURSE}/")}
    assert allowed == {
        OPEN: True,
        f"{OPEN}?lang=bg": True,
        PRACTICE_AT: False,
        f"/learn/{COURSE}/{LESSONS[1]}/": False,
        f"/learn/{COURSE}/": False,
    }
    make.hide(COURSE, "signed-in")
    assert not robots(make.client()).can_fetch("*", OPEN)


def test_robots_may_read_the_catalogue_and_courses(make: Makers) -> None:
    make.course()
    reader = robots(make.client())
    assert [reader.can_fetch("*", where) for where in ("/", "/courses/", PAGE, "/sitemap.xml")] == [True] * 4


def test_pictures_of_a_course_that_is_not_public_are_not_for_search_engines(make: Makers) -> None:
    browser = make.learner(make.course())
    medium = make.medium("bench.svg")
    assert "X-Robots-Tag" not in browser.get(medium).headers
    make.hide(COURSE, "invited")
    assert browser.get(medium).headers["X-Robots-Tag"] == "noindex"


def test_a_page_that_is_not_there_is_not_for_search_engines(client: PageClient) -> None:
    assert client.get("/nowhere").headers["X-Robots-Tag"] == "noindex"
