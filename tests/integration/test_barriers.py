"""Reporting a barrier: by anybody, announced to those who run the site, settled by an administrator."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import insert, select

from lms.assembly import LETTERS
from lms.domain.records.models import Audit
from lms.domain.site.models import Barrier, SiteSetting
from lms.domain.site.queries import MOST_SHOWN
from lms.platform.database import unit_of_work
from lms.platform.jobs import Job
from tests.makers import PASSWORD, Makers
from tests.support.client import ORIGIN, PageClient
from tests.support.pages import read_page

FORM = "/accessibility/report"
UID = "5fe9a639f31537703e33bdf41349be05"


def reported(make: Makers) -> list[tuple[object, ...]]:
    rows = make.rows(select(Barrier.body, Barrier.address, Barrier.reply_to, Barrier.language, Barrier.person_id).order_by(Barrier.id))
    return [tuple(row) for row in rows]


def letters(make: Makers) -> list[dict[str, object]]:
    return [row.body for row in make.rows(select(Job.body).where(Job.kind == "letter").order_by(Job.id))]


def says(make: Makers, **settings: object) -> None:
    with make.app.app_context(), unit_of_work() as session:
        for name, value in settings.items():
            session.execute(insert(SiteSetting).values(name=name, value=value, changed_at=make.now))


def report(browser: PageClient, **fields: str) -> int:
    return browser.send(FORM, {"body": "I cannot reach the list.", "page": "/courses/", "reply_to": "", **fields}).status_code


def test_a_stranger_reports_what_kept_them_out_from_any_page(make: Makers, client: PageClient) -> None:
    page = client.page("/courses/")
    form = client.page(page.link("Report a barrier"))
    assert form.one("input", name="page").get("value") == "/courses/"
    thanks = client.submit(form, "Send the report", {"body": "  The list <b>jumps</b>. ", "reply_to": "ana@example.org"})
    assert (thanks.h1, thanks.url) == ("Thank you, your report has arrived", f"http://localhost{FORM}/thanks")
    assert "jumps" not in thanks.html
    assert reported(make) == [("The list <b>jumps</b>.", "/courses/", "ana@example.org", "en", None)]


def test_whoever_is_signed_in_is_told_that_we_see_it_and_is_kept_with_the_report(make: Makers) -> None:
    person = make.person()
    browser = make.client(person)
    assert "Because you are signed in, we also see that the report comes from you." in browser.page(FORM).text
    assert report(browser) == 303
    assert reported(make) == [("I cannot reach the list.", "/courses/", None, "en", person.id)]


def test_the_query_and_the_numbers_of_a_page_are_left_out(make: Makers, client: PageClient) -> None:
    where = f"/certificates/{UID}/?name=Ana%20Ilieva"
    form = client.page(f"{FORM}?page={where.replace('?', '%3F')}")
    assert form.one("input", name="page").get("value") == "/certificates/…/"
    assert report(client, page=f"http://localhost/learn/a/b/attempts/{UID}/?token=secret") == 303
    assert [row[1] for row in reported(make)] == ["/learn/a/b/attempts/…/"]


def test_words_in_the_address_do_not_get_into_the_form(client: PageClient) -> None:
    form = client.page(f"{FORM}?page=Your%20account%20is%20closed%2C%20call%20us")
    assert form.one("input", name="page").get("value") == ""


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        pytest.param({"body": "  "}, "What happened? Tell us in a few words what happened.", id="nothing"),
        pytest.param(
            {"body": "a" * 5001},
            "What happened? This is too long: give us the main points in 5000 characters or fewer.",
            id="far too much",
        ),
        pytest.param({"page": "a" * 1001}, "On which page? This is too long for an address.", id="a page without end"),
        pytest.param(
            {"reply_to": "ana at example"},
            "Your e-mail address (optional): This is not an e-mail address we can write to. An example: name@example.org",
            id="no address",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(
    make: Makers, client: PageClient, fields: dict[str, str], error: str
) -> None:
    client.quoted.append("a" * 5001)
    typed = {"body": "I cannot reach the list.", "page": "/courses/", "reply_to": "", **fields}
    answer = client.send(FORM, typed)
    page = read_page(ORIGIN + FORM, answer.status_code, answer.text, client.quoted)
    assert (answer.status_code, page.title) == (422, "Error: Report a barrier – Isegoria")
    assert [node.text for node in page.one("div", class_="error-summary").all("a")] == [error]
    assert "autofocus" in page.one("div", class_="error-summary").attrs
    assert page.one("input", name="reply_to").get("value") == typed["reply_to"]
    assert page.one("input", name="page").get("value") == typed["page"]
    assert reported(make) == []


def test_eleven_reports_of_one_address_in_an_hour_are_one_too_many(make: Makers, client: PageClient) -> None:
    assert [report(client) for _ in range(11)] == [303] * 10 + [429]
    assert len(reported(make)) == 10


def test_a_report_that_was_refused_is_not_counted(make: Makers, client: PageClient) -> None:
    assert [report(client, body="") for _ in range(11)] == [422] * 11
    assert report(client) == 303


def test_two_hundred_reports_are_taken_in_a_day_from_all_addresses(make: Makers) -> None:
    make.app.extensions["limits"].forget()
    statuses = []
    for number in range(201):
        browser = make.client()
        browser.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        statuses.append(report(browser))
    assert statuses == [303] * 200 + [429]


def test_every_administrator_who_can_sign_in_is_told(app: Flask, make: Makers, client: PageClient) -> None:
    admins = [make.person(role="admin", password=PASSWORD, email=f"{name}@example.org") for name in ("ana", "boris")]
    make.person(role="admin", password=PASSWORD, suspended=True)
    make.person(role="trainer", password=PASSWORD)
    assert report(client, body="First line\n\nSecond line", reply_to="ivo@example.org") == 303
    assert [letter["person"] for letter in letters(make)] == [admin.id for admin in admins]
    assert "First line" not in str(letters(make))
    with app.test_request_context():
        written = [LETTERS["barrier"](facts) for facts in letters(make)]
    assert [letter.to for letter in written if letter] == ["ana@example.org", "boris@example.org"]
    first = written[0]
    assert first is not None
    assert (first.subject, urlsplit(first.link).path) == ("Somebody has met a barrier on Isegoria", "/admin/barriers")
    assert first.paragraphs == (
        "Somebody has told the site that something on it kept them out.",
        "Page: /courses/",
        "What happened, in their own words (English):",
        "First line",
        "Second line",
        "They ask to be answered at ivo@example.org.",
    )


def test_where_the_site_has_a_contact_nobody_else_is_told(app: Flask, make: Makers, client: PageClient) -> None:
    make.person(role="admin", password=PASSWORD)
    says(make, contact_address="access@example.org")
    assert report(client) == 303
    with app.test_request_context():
        [written] = [LETTERS["barrier"](facts) for facts in letters(make)]
    assert written is not None
    assert (written.to, written.paragraphs[-1]) == ("access@example.org", "They left no address for an answer.")


def test_a_letter_speaks_the_language_of_its_reader(app: Flask, make: Makers, client: PageClient) -> None:
    make.person(role="admin", password=PASSWORD, language="bg")
    report(client)
    with app.test_request_context():
        [written] = [LETTERS["barrier"](facts) for facts in letters(make)]
    assert written is not None
    assert (written.language, written.subject) == ("bg", "Сигнал за пречка в Isegoria")


@pytest.mark.parametrize("gone", ["barrier", "person"])
def test_no_letter_is_written_where_there_is_nobody_or_nothing_any_more(
    app: Flask, make: Makers, client: PageClient, gone: str
) -> None:
    make.person(role="admin", password=PASSWORD)
    report(client)
    [facts] = letters(make)
    with app.test_request_context():
        assert LETTERS["barrier"](facts | {gone: UID if gone == "barrier" else 4711}) is None


def test_an_administrator_settles_what_is_open_and_the_audit_log_knows(make: Makers) -> None:
    admin, person = make.person(role="admin"), make.person(name="Boris Petrov", email="boris@example.org")
    first = make.barrier("An older one")
    make.clock.move(timedelta(minutes=1))
    make.barrier("A newer one", person_id=person.id, page="")
    browser = make.client(admin)
    page = browser.page("/admin/barriers")
    assert [node.text for node in page.all("div", class_="report-text")] == ["A newer one", "An older one"]
    assert "Reported by Boris Petrov. No address for an answer." in page.text

    assert browser.send(f"/admin/barriers/{first}/settled").status_code == 303
    assert browser.send(f"/admin/barriers/{first}/settled").status_code == 303
    later = browser.page("/admin/barriers")
    assert [node.text for node in later.all("h2")] == ["Open", "Settled"]
    assert [node.text for node in later.all("div", class_="report-text")] == ["A newer one", "An older one"]
    acts = make.rows(select(Audit.action, Audit.actor_id, Audit.person_id, Audit.object, Audit.changes))
    assert [tuple(act) for act in acts] == [("barrier-settled", admin.id, None, first, {})]


def test_a_barrier_that_is_not_there_cannot_be_settled(make: Makers) -> None:
    assert make.client(make.person(role="admin")).send(f"/admin/barriers/{UID}/settled").status_code == 404


def test_a_list_that_is_not_whole_says_so(make: Makers) -> None:
    admin = make.client(make.person(role="admin"))
    with make.app.app_context(), unit_of_work() as session:
        report = {"address": "", "body": "?", "language": "en", "reported_at": make.now}
        session.execute(insert(Barrier), [report | {"uid": f"{number:032x}"} for number in range(MOST_SHOWN - 1)])
    assert "Only the newest are shown." not in admin.page("/admin/barriers").text
    make.barrier()
    assert "Only the newest are shown." in admin.page("/admin/barriers").text


def test_the_list_takes_four_statements_however_long_it_is(make: Makers) -> None:
    for number in range(5):
        make.barrier(f"Number {number}", person_id=make.person().id)
    browser = make.client(make.person(role="admin"))
    with PageClient.statements.exactly(4):
        browser.page("/admin/barriers")


def test_the_statement_names_what_the_settings_say(make: Makers, client: PageClient) -> None:
    says(
        make,
        responsible_unit={"en": "Unit for digital services"},
        contact_address="access@example.org",
        days_to_answer=5,
        enforcement_body={"bg": "Министерство"},
        enforcement_link="https://ministry.example/complaint",
    )
    page = client.page("/accessibility/")
    assert "Unit for digital services is committed to making this website accessible" in page.text
    assert "You have an answer within 5 working days." in page.text
    assert "Responsible for this website: Unit for digital services, access@example.org" in page.text
    [body] = page.all("a", href="https://ministry.example/complaint")
    assert (body.text, body.one("bdi").get("lang")) == ("Министерство", "bg")
    assert "have not named it here yet" not in page.text


def test_where_nothing_is_set_the_statement_says_so_and_asks_administrators_for_it(make: Makers, client: PageClient) -> None:
    missing = "The law asks for this name: enter the national body in the settings of the site."
    page = client.page("/accessibility/")
    assert "Isegoria is committed to making this website accessible" in page.text
    assert "You have an answer within 15 working days." in page.text
    assert "Those who run this site have not named it here yet." in page.text
    assert missing not in page.text
    assert make.client(make.person(role="admin")).page("/accessibility/").notices == [missing]


@pytest.mark.parametrize("value", [None, "", [], 5, {}])
def test_a_setting_that_makes_no_sense_is_passed_over(make: Makers, client: PageClient, value: object) -> None:
    says(make, responsible_unit=value, enforcement_body=value, days_to_answer="soon")
    assert "You have an answer within 15 working days." in client.page("/accessibility/").text


def test_the_statement_has_every_part_that_the_law_asks_for(client: PageClient) -> None:
    page = client.page("/accessibility/")
    assert [node.text for node in page.all("h2")] == [
        "Compliance status",
        "Content that is not accessible",
        "Preparation of this statement",
        "Feedback and contact",
        "Enforcement procedure",
    ]
    assert [node.text for node in page.all("h3")] == ["Not compliant with the law", "Disproportionate burden", "Outside the scope of the law"]
    assert "This site is partially compliant with WCAG 2.2 at level AA and with EN 301 549" in page.text
    assert "This statement was prepared on 27 November 2026. It was last reviewed on 28 November 2026." in page.text
