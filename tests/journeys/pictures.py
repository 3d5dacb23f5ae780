"""Takes the pictures of the README anew: ``.venv/bin/python -m tests.journeys.pictures``; look at each before you commit it.

It sets up a demonstration in a folder of its own, at a day and an hour that are always the same, and visits it in
Chromium. Nothing is asked of any other site, and nothing of your own site is touched.
"""

import base64
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from lms.assembly import create_app
from lms.commands import edge
from lms.commands.database import upgrade_database
from lms.commands.demo import COURSE, make_demo_people
from lms.commands.demo_people import PASSWORD
from lms.commands.publishing import publish_library
from lms.commands.server import Door, open_door
from lms.domain.certificates.queries import list_claims
from lms.domain.people.queries import find_person_by_email
from lms.kernel.clock import SetClock
from lms.settings import CHECKOUT, read_settings
from tests.journeys.chromium import MISSING, find_chromium, launch
from tests.journeys.words import Words

FOLDER = CHECKOUT / "docs" / "pictures"
MOMENT = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
QUALITY = 82  # of WebP: letters stay sharp, and a page takes 10 to 40 KB
LOCALES = {"en": "en-GB", "bg": "bg-BG"}
PHONE, TABLET, DESK = (390, 760), (660, 640), (1000, 760)
# Where the page ends can be seen on white paper. A style sheet of ours would not be let in by the site's own policy.
FRAME = """() => {
  const frame = document.createElement("div");
  frame.style.cssText = "position: fixed; inset: 0; border: 1px solid #8a9491; z-index: 9; pointer-events: none";
  document.body.append(frame);
}"""
LEARNER, ADMINISTRATOR, HOLDER = "learner@demo.example", "admin@demo.example", "astridur.hallmarsdottir@demo.example"
NOTE = (
    "The nurse who takes the first bus. The caretaker of our own building. A father who rents one room and moves every year."
    " The nurse would say: your timetable is made for people with a car."
)


@dataclass(frozen=True)
class Picture:
    """A picture by the name of its file: who goes where and does what, in which language, at what size."""

    name: str
    go: Callable[["Visit"], None]
    email: str = ""
    size: tuple[int, int] = DESK
    lang: str = "en"
    dark: bool = False

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.webp"


@dataclass
class Visit:
    """A browser window in the demonstration, whose visitor reads one language."""

    app: Flask
    page: Page
    address: str
    say: Words

    def goes_to(self, path: str) -> None:
        """Open a page of the site."""
        answer = self.page.goto(f"{self.address}{path}")
        if answer is None or not answer.ok:
            raise RuntimeError(f"{path} answered {answer and answer.status}")

    def signs_in(self, email: str) -> None:
        """Sign in through the form."""
        self.goes_to("/account/sign-in")
        self.page.get_by_label(self.say("E-mail address"), exact=True).fill(email)
        self.page.get_by_label(self.say("Password"), exact=True).fill(PASSWORD)
        self.presses("Sign in")

    def presses(self, sentence: str) -> None:
        """Press a button of the main part, and wait for the page."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=self.say(sentence), exact=True).click()

    def looks_from(self, selector: str, above: int = 24) -> None:
        """Bring something to the upper edge of the window."""
        self.page.locator(selector).first.evaluate("(place, above) => scrollTo(0, place.getBoundingClientRect().top + scrollY - above)", above)


def course_home(visit: Visit) -> None:
    """Somebody halfway through the course."""
    visit.goes_to(f"/learn/{COURSE}/")


def lesson(visit: Visit) -> None:
    """The beginning of a lesson."""
    visit.goes_to(f"/learn/{COURSE}/who-takes-part/")


def quiz(visit: Visit) -> None:
    """A question of a practice quiz that has just been answered and saved."""
    visit.goes_to(f"/learn/{COURSE}/planning-check/")
    visit.presses("Start now")
    visit.page.get_by_label("By targeted invitation").check()
    expect(visit.page.locator("main")).to_contain_text(visit.say("Saved %(time)s", time="").strip())
    visit.looks_from("[data-question]")


def note(visit: Visit) -> None:
    """A passage that asks for something, and a note beside it."""
    visit.goes_to(f"/learn/{COURSE}/what-engagement-is/")
    visit.page.locator("main textarea").first.fill(NOTE)
    visit.page.locator("main textarea").first.blur()
    visit.looks_from(".callout:has(textarea)", above=150)


def certificate(visit: Visit) -> None:
    """A certificate as anybody sees it who was given its address."""
    with visit.app.app_context():
        holder = find_person_by_email(HOLDER)
        assert holder is not None
        (claims,) = list_claims(person_id=holder.id)
    visit.goes_to(f"/certificates/{claims.uid}/")
    visit.looks_from("main", above=0)


def report(visit: Visit) -> None:
    """Who has got how far."""
    visit.goes_to("/reports/progress?state=completed")
    visit.looks_from("h1")


def people(visit: Visit) -> None:
    """Everybody who has an account."""
    visit.goes_to("/admin/people/")
    visit.looks_from("main", above=0)


PICTURES = (
    Picture("course-home", course_home, LEARNER, PHONE),
    Picture("lesson-bg-dark", lesson, LEARNER, PHONE, "bg", dark=True),
    Picture("quiz-saved", quiz, LEARNER, PHONE),
    Picture("note", note, LEARNER, TABLET),
    Picture("certificate", certificate, size=TABLET),
    Picture("report", report, ADMINISTRATOR),
    Picture("people", people, ADMINISTRATOR),
)


@contextmanager
def demonstration(instance: Path, door: Door) -> Iterator[Flask]:
    """Set up a demonstration and serve it until the end of the block."""
    settings = replace(read_settings({"LMS_INSTANCE": str(instance)}), base_url=door.address)
    with edge.site(settings, SetClock(MOMENT), any_schema=True, make=create_app) as app:
        upgrade_database()
        publish_library(settings.library)
        make_demo_people(MOMENT)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True, fd=door.socket.fileno())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield app
    finally:
        server.shutdown()
        thread.join()


def take(picture: Picture, browser: Browser, app: Flask, address: str) -> bytes:
    """Take one picture."""
    width, height = picture.size
    context = browser.new_context(
        locale=LOCALES[picture.lang],
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.dark else "light",
        reduced_motion="reduce",
    )
    with closing(context):
        visit = Visit(app, context.new_page(), address, Words(picture.lang))
        if picture.email:
            visit.signs_in(picture.email)
        picture.go(visit)
        visit.page.wait_for_load_state("networkidle")
        visit.page.mouse.move(0, 0)  # nothing looks as if somebody pointed at it
        visit.page.evaluate(FRAME)
        shot = context.new_cdp_session(visit.page).send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    return base64.b64decode(shot["data"])


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...", type=click.Choice([picture.name for picture in PICTURES]))
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), default=FOLDER, help="Another folder than docs/pictures.")
def main(names: tuple[str, ...], into: Path) -> None:
    """Take the pictures of the README anew, all of them or those that are named."""
    program = find_chromium()
    if program is None:
        raise click.ClickException(MISSING)
    into.mkdir(exist_ok=True)
    door = open_door("127.0.0.1", 0)
    with (
        closing(door.socket),
        TemporaryDirectory() as folder,
        demonstration(Path(folder), door) as app,
        sync_playwright() as playwright,
        closing(launch(playwright, program)) as browser,
    ):
        for picture in PICTURES:
            if not names or picture.name in names:
                size = (into / picture.file).write_bytes(take(picture, browser, app, door.address))
                click.echo(f"{into / picture.file}: {size:,} bytes")


if __name__ == "__main__":
    main()
