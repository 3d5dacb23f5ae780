"""Pages speak each language whole: words, days and numbers; which one is wished is remembered, and switching loses nothing."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import available_timezones

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    RequestEntityTooLarge,
    ServiceUnavailable,
    Unauthorized,
)

from lms.commands.translations import TRANSLATIONS
from lms.kernel.problems import Problem
from lms.settings import LANGUAGES
from lms.web.shell.phrases import say_problem
from tests.makers import COURSE, KEY, LESSONS, OPTIONAL_LESSON, PRACTICE, TEST, Makers, files_of
from tests.support.answers import right_answers
from tests.support.client import ORIGIN, PageClient
from tests.support.pages import Page, read_page
from tests.support.tree import Node, squeezed
from tests.support.visits import LEARN, NAME, Visit, every_kind

OTHER_LETTERS = {"en": re.compile(r"[А-Яа-я]{2,}"), "bg": re.compile(r"[A-Za-z][A-Za-z’'-]+")}
# Words that may stand in a page of the language although they are written in the letters of the other one.
MAY_STAND = {
    "en": {*NAME.split(), "Български"},
    "bg": {"Isegoria", "English", "PDF", "CSV", "QR", "WCAG", "AA", "EN", "Safari", "Europe", "Brussels", "Sofia"},
}
# Keys of courses are the same in every language.
NO_WORDS = re.compile(rf"Ana Ilieva|\b{COURSE}(?:-\d+)?\b|LMS_[A-Z_]+|[\w-]+\.(?:org|eu|example|toml)\b|\b(?:SMTP|Redis|PostgreSQL|SQLite)\b|[A-Z][A-Za-z_]+(?:/[A-Za-z_+-]+)+|\S+@\S+|https?://\S+|[0-9a-f]{{32}}|[0-9A-Z]{{4}}(?:-[0-9A-Z]{{4}}){{2}}|^(?:short|fill)(?=$|:|,)|{KEY}\S*|\{{\w+\}}")
# Names of time zones are the same in every language.
MAY_STAND["bg"] |= {word for zone in available_timezones() for word in OTHER_LETTERS["bg"].findall(zone)}
HEARD = re.compile(r"alt|aria-label|title|placeholder|data-text-.+")
NO_PAGES = {"certificates.pdf", "notebooks.notebook_file", "reports.progress_csv", "media.medium", "assets.static_file", "profile.start", "audit.audit_csv"}
NO_PAGES |= {"practising.practised", "pictures.card", "robots.robots", "robots.sitemap"}
FOR_OPERATORS = "operators."
PLACE = re.compile(r"%\(\w+\)s")


def tongue(node: Node) -> str:
    """Return the language that an element says it is in."""
    return next((each.get("lang") for each in (node, *node.ancestors()) if each.get("lang")), "")


def said(page: Page) -> Iterator[str]:
    """Yield what people see or hear of a page in the page's own language, piece by piece."""
    heading = page.one("h1")  # the title in the tab repeats it and cannot name a language of its own
    texts = [(node, text) for node, text in page.root.texts() if node.tag not in ("script", "style")]
    pieces = [(heading if node.within("head") else node, text) for node, text in texts]
    pieces += [
        (node, value)
        for node in page.root.walk()
        for name, value in node.attrs.items()
        if HEARD.fullmatch(name)
    ]
    yield from (squeezed(NO_WORDS.sub(" ", text)) for node, text in pieces if tongue(node) == page.lang)


def strange_words(page: Page) -> list[str]:
    """Return the pieces of a page that hold words in letters of another language."""
    letters, allowed = OTHER_LETTERS[page.lang], MAY_STAND[page.lang]
    return [f"{page.url}: {piece}" for piece in said(page) if set(letters.findall(piece)) - allowed]


def english_sentences() -> list[re.Pattern[str]]:
    """Return what the catalogue holds in English, with anything in its places; equal sentences do not count."""
    with (TRANSLATIONS / "bg" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file)
    found = set()
    for message in catalogue:
        english = message.id if isinstance(message.id, tuple) else (message.id,)
        bulgarian = message.string if isinstance(message.string, tuple) else (message.string,)
        found |= {
            each.replace("%%", "%")
            for each in set(english) - set(bulgarian)
            if re.search("[A-Za-z]", PLACE.sub("", each))
        }
    return [re.compile(".+".join(map(re.escape, PLACE.split(each)))) for each in sorted(found)]


def untranslated(page: Page, sentences: list[re.Pattern[str]]) -> list[str]:
    """Return the pieces of a Bulgarian page that are sentences of the catalogue in English."""
    pieces = [piece for piece in said(page) if re.search("[A-Za-z]", piece)]
    return [f"{page.url}: {piece}" for piece in pieces if any(each.fullmatch(piece) for each in sentences)]


def plain(text: str) -> str:
    """Return a text with plain blanks for those at which no line may break."""
    return re.sub("[\u00a0\u202f]", " ", text)


Pages = list[tuple[Visit, Page]]
_read: dict[str, Pages] = {}


@pytest.fixture
def pages(make: Makers) -> dict[str, Pages]:
    """Return every kind of page in every language; they are read once, for that takes a while."""
    if not _read:
        visits = every_kind(make)
        _read.update(
            {language: [(visit, visit.read(language)) for visit in visits] for language in LANGUAGES}
        )
    return _read


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_page_speaks_the_language_and_no_other(pages: dict[str, Pages], language: str) -> None:
    assert {page.lang for _visit, page in pages[language]} == {language}
    found = [each for _visit, page in pages[language] for each in strange_words(page)]
    assert found == [], "\n".join(found)


@pytest.mark.slow
def test_no_sentence_of_the_catalogue_is_left_in_english(pages: dict[str, Pages]) -> None:
    sentences = english_sentences()
    assert len(sentences) > 500
    assert [each for _visit, page in pages["bg"] for each in untranslated(page, sentences)] == []


@pytest.mark.slow
def test_a_sentence_that_ends_in_a_day_has_one_full_stop(pages: dict[str, Pages]) -> None:
    assert [page.url for _visit, page in pages["bg"] if ".." in plain(page.text)] == []


@pytest.mark.slow
def test_a_page_on_which_something_is_wrong_says_so_first_in_its_title(pages: dict[str, Pages]) -> None:
    wrong = [page for _visit, page in pages["en"] if page.all(aria_invalid="true")]
    assert len(wrong) > 15
    assert [page.title for page in wrong if not page.title.startswith("Error: ")] == []


@pytest.mark.slow
def test_no_kind_of_page_is_left_out(app: Flask, pages: dict[str, Pages]) -> None:
    addresses = app.url_map.bind("localhost")
    visited = {
        addresses.match(urlsplit(visit.where).path)[0] for visit, _page in pages["en"] if visit.status == 200 and visit.fields is None
    }
    asked = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert visited == {each for each in asked - NO_PAGES if not each.startswith(FOR_OPERATORS)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_school_without_courses_speaks_every_language(client: PageClient, language: str) -> None:
    assert [
        each for where in ("/", "/courses/") for each in strange_words(client.page(where, language=language))
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "error", [Unauthorized, RequestEntityTooLarge, InternalServerError, ServiceUnavailable]
)
def test_what_went_wrong_is_said_in_every_language(
    app: Flask, language: str, error: type[HTTPException]
) -> None:
    with app.test_request_context("/", headers={"Accept-Language": language}):
        answer = app.make_response(app.handle_http_exception(error()))
    page = read_page(f"{ORIGIN}/", answer.status_code, answer.get_data(as_text=True))
    assert (page.status, page.lang, strange_words(page)) == (error.code, language, [])


def test_the_eyes_of_these_tests_see_what_is_left_over() -> None:
    html = '<p>Урок <i lang="en">Lesson one</i> %s</p><img alt="%s"><a href="#main" aria-label="%s">–</a>'
    page = '<!doctype html><html lang="bg"><head><title>Урок</title></head><body><main id="main"><h1>Урок</h1>%s</main>'
    page += '<footer><a href="/accessibility/">Достъпност</a><a href="/accessibility/report?page=/">Пречка</a></footer></body></html>'
    clean = read_page("/", 200, page % (html % ("x@example.org", "PDF", "Isegoria")))
    left = read_page("/", 200, page % (html % ("About 5 h left.", "Sources", "Next: 1.1")))
    assert (strange_words(clean), untranslated(clean, english_sentences())) == ([], [])
    assert len(strange_words(left)) == 3
    assert len(untranslated(left, english_sentences())) == 3


@pytest.mark.parametrize(
    ("language", "day", "short_day", "hours", "score", "points"),
    [
        pytest.param("en", "21 November 2026", "21 Nov 2026", "about 1.5 hours", "100%", "0.5 points", id="in English"),
        pytest.param("bg", "21 ноември 2026 г.", "21.11.2026 г.", "около 1,5 часа", "100 %", "0,5 точки", id="in Bulgarian"),
    ],
)
def test_days_and_numbers_are_written_as_the_language_writes_them(
    make: Makers, language: str, day: str, short_day: str, hours: str, score: str, points: str
) -> None:
    outline, quiz = f"modules/{COURSE}/course.yaml", f"quizzes/{COURSE}/en/{TEST}.md"
    texts = {path: files_of()[path].decode() for path in (outline, quiz)}
    changed = {
        outline: texts[outline].replace("hours: 1\n", "hours: 1.5\n"),
        quiz: texts[quiz].replace("## truth\n", "## truth {points=0.5}\n"),
    }
    course = make.course(changed=changed)
    certificate = plain(
        make.client().page(f"/certificates/{make.certificate(course)}/", language=language).text
    )
    assert day in certificate
    assert hours in certificate
    report = make.client(make.person(role="admin")).page("/reports/progress", language=language)
    assert {short_day, score} <= {plain(cell.text) for cell in report.all("td")}
    learner = make.learner(course)
    attempt = learner.submit(learner.page(f"{LEARN}/{TEST}/"), "Start now")
    assert points in plain(learner.page(attempt.url.removeprefix(ORIGIN), language=language).text)


@pytest.mark.parametrize(("done", "words"), [(0, "2 урока за прочитане"), (1, "1 урок за прочитане")])
def test_one_and_many_have_their_own_forms(make: Makers, done: int, words: str) -> None:
    course, person = make.course(), make.person()
    make.done(make.enrolment(person, course), course, *LESSONS[:done])
    assert words in make.client(person).page(f"{LEARN}/", language="bg").text


def test_what_is_not_translated_is_shown_in_its_own_language_and_says_so(make: Makers) -> None:
    changed = {f"quizzes/{COURSE}/bg/{PRACTICE}.md": None}
    learner = make.learner(make.course(changed=changed))
    for key in (OPTIONAL_LESSON, PRACTICE):
        says_that_it_is_not_translated(learner.page(f"{LEARN}/{key}/", language="bg"))
    assert learner.page(f"{LEARN}/{TEST}/", language="bg").main.all("p", class_="notice") == []


def says_that_it_is_not_translated(page: Page) -> None:
    assert page.one("h1").get("lang") == "en"
    assert [note.text for note in page.main.all("p", class_="notice")] == [
        "Тази страница още я няма на избрания език (Български), затова е показана на друг (English)."
    ]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        pytest.param("bg", "bg", id="Bulgarian"),
        pytest.param("bg-BG,bg;q=0.9,en;q=0.8", "bg", id="Bulgarian of Bulgaria"),
        pytest.param("en-GB,en;q=0.9,bg;q=0.8", "en", id="English rather than Bulgarian"),
        pytest.param("en;q=0.2,bg;q=0.9", "bg", id="by weight and not by place"),
        pytest.param("fi,bg;q=0.5,en;q=0.3", "bg", id="the best that there is"),
        pytest.param("fi,et", "en", id="none that there is"),
        pytest.param("", "en", id="nothing said"),
    ],
)
def test_the_first_visit_follows_the_browser(client: PageClient, header: str, language: str) -> None:
    answer = client.get("/", headers={"Accept-Language": header})
    assert read_page(f"{ORIGIN}/", 200, answer.text).lang == language
    assert "Set-Cookie" not in answer.headers


def spoken(browser: PageClient, where: str = "/", header: str = "en") -> str:
    """Return the language of a page for a browser that asks for ``header``."""
    return read_page(ORIGIN + where, 200, browser.get(where, headers={"Accept-Language": header}).text).lang


def test_a_language_chosen_in_the_address_is_remembered(client: PageClient) -> None:
    assert [spoken(client, where) for where in ("/", "/courses/?lang=bg", "/", "/account/sign-in")] == [
        "en",
        "bg",
        "bg",
        "bg",
    ]
    assert [spoken(client, where) for where in ("/?lang=en", "/courses/")] == ["en", "en"]


@pytest.mark.parametrize("nonsense", ["", "xx", "b", "bg" * 30, "<b>", "../bg"])
def test_a_language_that_is_none_is_not_remembered(client: PageClient, nonsense: str) -> None:
    answer = client.get("/", query_string={"lang": nonsense}, headers={"Accept-Language": "bg"})
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
    assert spoken(client, header="bg") == "bg"


def test_what_was_chosen_goes_before_the_profile_and_the_profile_before_the_browser(make: Makers) -> None:
    browser = make.client(make.person(language="bg"))
    assert [spoken(browser, where) for where in ("/", "/?lang=en", "/")] == ["bg", "en", "en"]


def test_the_switch_keeps_the_rest_of_the_address(make: Makers) -> None:
    make.certificate(make.course(), name=NAME)
    admin = make.client(make.person(role="admin"))
    page = admin.follow(
        admin.page("/reports/progress", query={"state": "completed", "text": "ана"}), "Български"
    )
    assert dict(parse_qsl(urlsplit(page.url).query)) == {"state": "completed", "text": "ана", "lang": "bg"}
    assert (page.lang, page.one("input", name="text").get("value")) == ("bg", "ана")
    assert [row.one("th").one("bdi").text for row in page.one("tbody").all("tr")] == [NAME]
    back = admin.follow(page, "English")
    assert dict(parse_qsl(urlsplit(back.url).query)) == {"state": "completed", "text": "ана", "lang": "en"}


def filled_in(page: Page) -> list[tuple[str, str, bool]]:
    """Return every control of the questions in its order, with its value and whether it is chosen."""
    controls = [
        node
        for node in page.main.all("input", "option")
        if "q-" in (node.get("name") or node.get("id") or "q-")
    ]
    return [
        (
            node.get("name") or node.within("select").get("name"),
            node.get("value"),
            bool({"checked", "selected"} & set(node.attrs)),
        )  # type: ignore[union-attr]
        for node in controls
        if node.get("type") != "hidden"
    ]


@pytest.mark.parametrize("quiz", [PRACTICE, TEST])
def test_switching_in_the_middle_of_an_attempt_keeps_it_and_its_answers(make: Makers, quiz: str) -> None:
    learner = make.learner(make.course(), name=NAME)
    attempt = learner.submit(learner.page(f"{LEARN}/{quiz}/"), "Start now")
    english = learner.submit(
        attempt, "Save answers", right_answers(attempt, but={"q-choose": None, "q-number": "7"})
    )
    bulgarian = learner.submit(english, "Български")
    assert urlsplit(bulgarian.url).path == urlsplit(english.url).path
    assert sorted(filled_in(bulgarian)) == sorted(filled_in(english))  # gaps stand in another order there
    assert any(chosen for _name, _value, chosen in filled_in(bulgarian))
    assert "Общината пита" in bulgarian.text
    assert (bulgarian.lang, strange_words(bulgarian)) == ("bg", [])


def test_an_attempt_begun_in_one_language_is_finished_and_marked_in_another(make: Makers) -> None:
    learner = make.learner(make.course())
    attempt = learner.submit(learner.page(f"{LEARN}/{TEST}/"), "Start now")
    saved = learner.submit(attempt, "Save answers", right_answers(attempt))
    summary = learner.submit(learner.submit(saved, "Български"), "Напред: преглед преди изпращане")
    assert "Всички въпроси имат отговор." in summary.text
    review = learner.submit(summary, "Изпратете отговорите")
    assert (review.lang, plain(review.one("p", class_="result").text)) == ("bg", "100 %, издържан")


def test_what_was_checked_stays_checked(make: Makers) -> None:
    learner = make.learner(make.course())
    attempt = learner.submit(learner.page(f"{LEARN}/{PRACTICE}/"), "Start now")
    checked = learner.submit(attempt, "Check answer 1", {"q-choose": "1"})
    assert "Вашият отговор е верен" in learner.submit(checked, "Български").text


def test_switching_keeps_what_was_answered_and_not_saved_yet(make: Makers) -> None:
    learner = make.learner(make.course())
    attempt = learner.submit(learner.page(f"{LEARN}/{TEST}/"), "Start now")
    bulgarian = learner.submit(attempt, "Български", right_answers(attempt))
    assert bulgarian.lang == "bg"
    summary = learner.submit(bulgarian, "Напред: преглед преди изпращане")
    assert "Всички въпроси имат отговор." in summary.text


@pytest.mark.parametrize("nonsense", ["", "x", "../..", "klingon"])
def test_a_form_that_names_no_language_saves_and_changes_none(make: Makers, nonsense: str) -> None:
    learner = make.learner(make.course())
    attempt = learner.submit(learner.page(f"{LEARN}/{TEST}/"), "Start now")
    saved = learner.send(f"{attempt.url}responses", {"q-short": "here", "lang": nonsense}, follow_redirects=True)
    assert (saved.status_code, saved.headers.getlist("Set-Cookie")) == (200, [])
    assert 'value="here"' in saved.text


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        pytest.param(
            Problem("f", 1, "error", "c", "a share lies between -100%% and 100%%"),
            "делът е между -100 % и 100 %",
            id="a sign without facts",
        ),
        pytest.param(
            Problem(
                "f",
                1,
                "error",
                "c",
                "question %(key)s: its right answers together are worth less than 100%%",
                {"key": "k"},
            ),
            "въпрос k: верните отговори общо носят по-малко от 100 %",
            id="a sign beside facts",
        ),
        pytest.param(
            Problem("f", 1, "error", "c", "%(key)s is missing", {"key": "title"}), "липсва title", id="a fact"
        ),
    ],
)
def test_a_finding_is_said_in_the_language_of_the_page(app: Flask, problem: Problem, sentence: str) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "bg"}):
        assert plain(say_problem(problem)) == sentence
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        assert say_problem(problem) == problem.message
