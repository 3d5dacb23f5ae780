"""Letters as they arrive: through a real mail server or in the outbox, in both forms and in the reader's language."""

import re
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import format_date
from sqlalchemy import delete, update

from lms.domain.people.models import Person
from lms.kernel.clock import SetClock
from lms.platform.database import unit_of_work
from lms.platform.jobs import Job, take
from lms.platform.mail import message_id
from lms.web.mail.letters import post
from lms.web.mail.postman import write
from lms.web.shell.languages import speak, ui_language
from tests.makers import Makers
from tests.support.letters import SITE, Post, send_through
from tests.support.mail_server import MailServer, mail_server
from tests.support.tree import read_tree


@pytest.fixture
def mail(app: Flask, make: Makers, clock: SetClock) -> Post:
    """Return the way of letters in this school."""
    return Post(app, make, clock)


@pytest.fixture
def smtp(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """Return an open mail server through which the letters of this school go."""
    with mail_server().open() as opened:
        send_through(app, monkeypatch, opened)
        yield opened


def test_a_letter_arrives_with_everything_that_a_mail_program_needs(mail: Post, smtp: MailServer) -> None:
    reader = mail.make.person(name="Ana Ilieva", email="ana@example.org", role="admin")
    key = mail.make.letter(reader)
    assert mail.deliver() == 1
    message = smtp.arrived[0].message
    expected = {
        "Message-ID": message_id(key, "learn.example.org"),
        "Date": "Sat, 21 Nov 2026 10:42:07 +0000",
        "From": "Isegoria <isegoria@learn.example.org>",
        "To": "Ana Ilieva <ana@example.org>",
        "Subject": "A test letter from Isegoria",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "en",
    }
    assert {name: message[name] for name in expected} == expected
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_the_plain_text_has_short_lines_and_the_link_on_one_of_its_own(mail: Post, smtp: MailServer) -> None:
    mail.letters(1, name="Ana Ilieva")
    mail.deliver()
    assert smtp.arrived[0].text("plain") == (
        "Hello Ana Ilieva,\n\n"
        "You asked for this letter on the page about mail. It has arrived, so\n"
        "letters from Isegoria reach you.\n\n"
        "Open the page about mail:\n"
        f"{SITE}/admin/mail\n\n"
        "If it lies among unwanted mail, ask whoever runs your mail server to\n"
        "trust the sender of this letter.\n\n"
        "-- \n"
        "Isegoria sends this letter by itself. Nobody reads answers to it.\n"
        f"{SITE}\n"
    )


def test_the_html_is_well_formed_and_says_the_same(mail: Post, smtp: MailServer) -> None:
    mail.letters(1, name="<b>Ana</b> & Co")
    mail.deliver()
    root = read_tree(smtp.arrived[0].text("html"))
    assert root.one("html").get("lang") == "en"
    assert root.one("title").text == "A test letter from Isegoria"
    assert [each.get("href") for each in root.all("a")] == [f"{SITE}/admin/mail", f"{SITE}/admin/mail", SITE]
    assert root.one("bdi").text == "Hello <b>Ana</b> & Co,"


@pytest.mark.parametrize(
    ("language", "subject", "greeting"),
    [
        pytest.param("bg", "Пробно писмо от Isegoria", "Здравейте, Ана,", id="Bulgarian"),
        pytest.param("en", "A test letter from Isegoria", "Hello Ана,", id="English"),
        pytest.param("el", "A test letter from Isegoria", "Hello Ана,", id="a language that the site does not speak"),
        pytest.param(None, "A test letter from Isegoria", "Hello Ана,", id="that of the page, where none was chosen"),
    ],
)
def test_a_letter_speaks_the_language_of_its_reader(
    mail: Post, smtp: MailServer, language: str | None, subject: str, greeting: str
) -> None:
    mail.letters(1, name="Ана", language=language)
    mail.deliver()
    letter = smtp.arrived[0]
    assert letter.message["Subject"] == subject
    assert letter.text("plain").splitlines()[0] == greeting
    assert read_tree(letter.text("html")).one("html").get("lang") == ("bg" if language == "bg" else "en")


def test_nothing_of_a_letter_leaks_into_the_next_or_into_a_page(mail: Post, smtp: MailServer) -> None:
    for language in ("bg", "en", "bg", "en"):
        mail.letters(1, language=language)
    mail.deliver()
    assert [each.message["Content-Language"] for each in smtp.arrived] == ["bg", "en", "bg", "en"]
    assert [each.message["Subject"][:6] for each in smtp.arrived] == ["Пробно", "A test", "Пробно", "A test"]
    for language in ("bg", "en"):
        assert mail.make.client().page("/courses/", language=language).lang == language


def test_who_calls_for_a_letter_goes_on_in_their_own_language(mail: Post, smtp: MailServer) -> None:
    mail.letters(1, language="bg")
    with mail.app.app_context(), unit_of_work():
        task = take(["letter"], now=mail.clock.now())
    assert task is not None
    with mail.app.test_request_context("/"):
        speak("en")
        letter = write(mail.app, task)
        assert letter is not None
        assert (letter.language, ui_language(), format_date(mail.clock.now().date(), "MMMM")) == ("bg", "en", "November")
        speak("bg")
        assert (ui_language(), format_date(mail.clock.now().date(), "MMMM")) == ("bg", "ноември")


def test_links_lead_to_the_address_of_the_site_whatever_name_was_asked_for(mail: Post, smtp: MailServer) -> None:
    reader = mail.make.person(role="admin")
    names = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    assert mail.make.client(reader).send("/admin/mail/test", headers=names).status_code == 303
    mail.deliver()
    for kind in ("plain", "html"):
        found = set(re.findall(r"https?://[^\s\"<]+", smtp.arrived[0].text(kind)))
        assert found == {SITE, f"{SITE}/admin/mail"}


def test_a_request_leaves_the_letter_to_the_worker(mail: Post, smtp: MailServer) -> None:
    browser = mail.make.client(mail.make.person(role="admin", email="ana@example.org"))
    page = browser.submit(browser.page("/admin/mail"), "Send me a test letter")
    assert page.notices[0].startswith("A test letter to you is on its way.")
    assert (smtp.conversations, mail.still_waiting()) == (0, 1)
    assert (mail.deliver(), smtp.readers, mail.still_waiting()) == (1, ["ana@example.org"], 0)


def test_a_letter_stands_and_falls_with_its_cause(mail: Post, smtp: MailServer) -> None:
    reader = mail.make.person(role="admin")

    def fail_after_posting() -> None:
        with mail.app.app_context(), unit_of_work():
            post("test", "test:1", {"person": reader.id, "language": "en"}, now=mail.clock.now())
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        fail_after_posting()
    assert (mail.jobs(), mail.deliver(), smtp.arrived) == ([], 0, [])


def test_the_same_key_twice_is_one_letter(mail: Post, smtp: MailServer) -> None:
    reader = mail.make.person(role="admin")
    for _ in range(2):
        with mail.app.app_context(), unit_of_work():
            post("test", "test:1", {"person": reader.id, "language": "en"}, now=mail.clock.now())
    assert (mail.deliver(), len(smtp.arrived)) == (1, 1)


def test_a_letter_that_is_due_later_waits(mail: Post, smtp: MailServer) -> None:
    reader = mail.make.person(role="admin")
    with mail.app.app_context(), unit_of_work():
        facts = {"person": reader.id, "language": "en"}
        post("test", "test:1", facts, now=mail.clock.now(), due=mail.clock.now() + timedelta(minutes=18))
    mail.wait(minutes=17)
    assert (mail.deliver(), len(smtp.arrived)) == (0, 0)
    mail.wait(minutes=1)
    assert (mail.deliver(), len(smtp.arrived)) == (1, 1)


@pytest.mark.parametrize("what", ["suspended", "erased"])
def test_whoever_is_suspended_or_gone_meanwhile_gets_nothing(mail: Post, smtp: MailServer, what: str) -> None:
    gone, there = mail.letters(2)
    with mail.app.app_context(), unit_of_work() as session:
        here = Person.id == gone.id
        session.execute(delete(Person).where(here) if what == "erased" else update(Person).where(here).values(suspended_at=mail.clock.now()))
    assert (mail.deliver(), smtp.readers) == (2, [there.email])
    assert [(job.done_at is not None, job.error, job.body) for job in mail.jobs()] == [(True, None, {})] * 2


def test_a_domain_in_other_letters_is_reached_by_its_ascii_form(mail: Post, smtp: MailServer) -> None:
    mail.letters(1, email="ana@пример.example")
    mail.deliver()
    assert smtp.readers == ["ana@xn--e1afmkfd.example"]


@pytest.mark.parametrize("speaks", [True, False], ids=["taken", "not taken"])
def test_an_address_in_other_letters_goes_to_servers_that_take_them(
    app: Flask, mail: Post, monkeypatch: pytest.MonkeyPatch, speaks: bool
) -> None:
    mail.letters(1, email="ана@example.org")
    with mail_server(speaks_utf8=speaks).open() as smtp:
        send_through(app, monkeypatch, smtp)
        mail.deliver()
    assert smtp.readers == (["ана@example.org"] if speaks else [])
    assert mail.jobs()[0].error == (None if speaks else "The mail server takes no addresses with letters like these.")


def test_the_outbox_holds_each_letter_as_a_file_for_its_owner_alone(app: Flask, mail: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    send_through(app, monkeypatch, instance=tmp_path)
    mail.letters(2, language="bg")
    assert mail.deliver() == 2
    outbox = tmp_path / "outbox"
    files = sorted(outbox.iterdir())
    assert stat.S_IMODE(outbox.stat().st_mode) == 0o700
    assert [stat.S_IMODE(each.stat().st_mode) for each in files] == [0o600] * 2
    assert [re.sub(r"-[0-9a-f]{12}", "", each.name) for each in files] == ["20261121-104207.eml"] * 2
    assert "Поискахте това писмо от страницата за пощата." in files[0].read_text(encoding="utf-8")


def test_a_letter_that_is_written_twice_is_one_file(app: Flask, mail: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    send_through(app, monkeypatch, instance=tmp_path)
    mail.letters(1)
    before = mail.jobs()[0]
    mail.deliver()
    with mail.app.app_context(), unit_of_work() as session:  # as if its worker had died before it marked it
        session.execute(update(Job).values(done_at=None, body=before.body))
    assert (mail.deliver(), len(list((tmp_path / "outbox").iterdir()))) == (1, 1)
