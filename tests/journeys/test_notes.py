"""A note is written in a real browser: it saves itself, outlives the network and a closed window, and can be printed."""

import re

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select

from lms.domain.notebook.models import Note
from lms.domain.people.models import Person
from lms.web.shell.visitors import COOKIE
from tests.journeys.conftest import OpenBrowser, token_of
from tests.journeys.keyboard import Keyboard
from tests.journeys.storage import kept_in, whole_store
from tests.journeys.visitors import Visitor
from tests.makers import COURSE, LESSONS, PASSAGE, PASSWORD, Makers

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

EMAIL = "asta@example.org"
LESSON = f"/learn/{COURSE}/{LESSONS[1]}/"
NOTEBOOK = f"/learn/{COURSE}/notebook/"
SAVED = re.compile(r"^Saved \d\d:\d\d$")
UNREACHABLE = "Not saved yet. The site cannot be reached; your note is kept in this browser and saved when it can."
SIGNED_OUT = "Not saved yet. You are signed out; your note is kept in this browser. Sign in again, in another tab too, and it is saved."
JOINED = "This note was changed in another window as well. Both texts are kept, one below the other."
LEAVING = "A note is not saved yet. If you sign out once more now, what has not been saved is lost."
BOTH = "\n\n———\n\n"


@pytest.fixture
def person(make: Makers) -> Person:
    found = make.person()
    make.enrolment(found, make.course())
    return found


def note(visitor: Visitor) -> Locator:
    return visitor.page.locator(f"#note-{PASSAGE} textarea")


def says(visitor: Visitor) -> Locator:
    return visitor.page.locator(f"#note-{PASSAGE} [data-saved]")


def spoken(visitor: Visitor) -> Locator:
    return visitor.page.locator("[data-voice]")


def stored(make: Makers) -> list[str]:
    return [row.body for row in make.rows(select(Note.body).order_by(Note.id))]


def test_a_note_saves_itself_and_is_there_again(make: Makers, open_browser: OpenBrowser, person: Person) -> None:
    writer = open_browser(person=person).goes_to(LESSON)
    note(writer).fill("My neighbours.")
    expect(says(writer)).to_have_text(SAVED)
    expect(spoken(writer)).to_have_text(SAVED)
    assert (stored(make), kept_in(writer.page)) == (["My neighbours."], [])
    writer.page.evaluate("document.querySelector('[data-voice]').textContent = ''")
    note(writer).press_sequentially(" And theirs.")
    expect(says(writer)).to_have_text("Not saved yet – saving…")
    expect(says(writer)).to_have_text(SAVED)
    expect(spoken(writer)).to_have_text("")  # that notes are saved is said once
    writer.page.reload()
    expect(note(writer)).to_have_value(stored(make)[0])
    note(writer).press("Control+a")
    note(writer).press("Delete")
    expect(says(writer)).to_have_text(SAVED)
    assert stored(make) == [""]


def test_what_is_written_without_a_network_outlives_the_window(make: Makers, open_browser: OpenBrowser, person: Person) -> None:
    writer = open_browser(person=person).goes_to(LESSON)
    writer.watch.expect("net::ERR_INTERNET_DISCONNECTED")
    writer.context.set_offline(True)
    note(writer).fill("Written on the train.")
    expect(says(writer)).to_have_text(UNREACHABLE)
    expect(spoken(writer)).to_have_text(UNREACHABLE)
    assert (stored(make), len(kept_in(writer.page)), "train" in whole_store(writer.page)) == ([], 1, False)
    writer.page.close()
    writer.context.set_offline(False)
    again = writer.opens_a_tab(LESSON)
    expect(note(again)).to_have_value("Written on the train.")
    expect(says(again)).to_have_text(SAVED)
    assert (stored(make), kept_in(again.page)) == (["Written on the train."], [])


def test_it_is_sent_by_itself_when_the_network_is_back(make: Makers, open_browser: OpenBrowser, person: Person) -> None:
    writer = open_browser(person=person).goes_to(LESSON)
    writer.watch.expect("net::ERR_INTERNET_DISCONNECTED")
    writer.context.set_offline(True)
    note(writer).fill("Written in the lift.")
    expect(says(writer)).to_have_text(UNREACHABLE)
    writer.context.set_offline(False)
    expect(says(writer)).to_have_text(SAVED)
    assert stored(make) == ["Written in the lift."]


def test_leaving_the_page_at_once_loses_nothing(make: Makers, open_browser: OpenBrowser, person: Person) -> None:
    writer = open_browser(person=person).goes_to(LESSON)
    note(writer).fill("The last words.")
    writer.follows("My learning")
    writer.goes_to(LESSON)
    expect(note(writer)).to_have_value("The last words.")
    expect(says(writer)).to_have_text(SAVED)
    assert (stored(make), kept_in(writer.page)) == (["The last words."], [])


def test_two_windows_keep_both_texts(make: Makers, open_browser: OpenBrowser, person: Person) -> None:
    one = open_browser(person=person).goes_to(LESSON)
    other = one.opens_a_tab(LESSON)
    note(one).fill("From one window.")
    expect(says(one)).to_have_text(SAVED)
    note(other).fill("From the other.")
    expect(says(other)).to_have_text(JOINED)
    both = f"From one window.{BOTH}From the other."
    expect(note(other)).to_have_value(both)
    assert stored(make) == [both]
    note(other).press("End")
    note(other).press_sequentially("!")
    expect(says(other)).to_have_text(SAVED)
    assert stored(make) == [f"{both}!"]


def test_somebody_who_was_signed_out_meanwhile_loses_nothing_and_shows_nobody(
    make: Makers, open_browser: OpenBrowser, person: Person
) -> None:
    writer = open_browser(person=person).goes_to(LESSON)
    writer.watch.expect(401, 409)  # either may be tried again before the next step of the story
    writer.context.clear_cookies(name=COOKIE)
    note(writer).fill("Only mine.")
    expect(says(writer)).to_have_text(SIGNED_OUT)
    other = make.person()
    make.enrolment(other, make.course())
    writer.context.add_cookies([{"name": COOKIE, "value": token_of(make, other), "url": writer.address}])
    theirs = writer.opens_a_tab(LESSON)
    expect(note(theirs)).to_have_value("")
    writer.page.bring_to_front()
    writer.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(says(writer)).to_contain_text("Not saved: This note was written by somebody else")
    assert stored(make) == []
    writer.context.add_cookies([{"name": COOKIE, "value": token_of(make, person), "url": writer.address}])
    back = writer.opens_a_tab(LESSON)
    expect(note(back)).to_have_value("Only mine.")
    expect(says(back)).to_have_text(SAVED)
    assert stored(make) == ["Only mine."]


def test_a_note_is_saved_after_its_writer_has_signed_in_again_in_another_tab(make: Makers, open_browser: OpenBrowser) -> None:
    """The page's token is an old one then: it takes that of a fresh copy."""
    writer = open_browser()
    make.enrolment(make.person(email=EMAIL, password=PASSWORD), make.course())
    writer.goes_to("/account/sign-in").signs_in(EMAIL).goes_to(LESSON)
    writer.watch.expect(400)
    writer.context.clear_cookies()
    note(writer).fill("Still mine.")
    expect(says(writer)).to_have_text(SIGNED_OUT)
    writer.opens_a_tab("/account/sign-in").signs_in(EMAIL).page.close()
    writer.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(says(writer)).to_have_text(SAVED)
    assert (stored(make), kept_in(writer.page)) == (["Still mine."], [])


def test_signing_out_saves_first_and_leaves_nothing_in_the_browser(make: Makers, open_browser: OpenBrowser, person: Person) -> None:
    writer = open_browser(person=person).goes_to(LESSON)
    note(writer).fill("Before I go.")
    writer.presses("Sign out")
    assert (stored(make), kept_in(writer.page)) == (["Before I go."], [])


def test_signing_out_without_a_network_asks_once_more(make: Makers, open_browser: OpenBrowser, person: Person) -> None:
    writer = open_browser(person=person).goes_to(LESSON)
    writer.page.route("**/notes/*", lambda route: route.abort())
    writer.watch.expect("net::ERR_FAILED")
    note(writer).fill("Before I go.")
    expect(says(writer)).to_have_text(UNREACHABLE)
    writer.button("Sign out").click()
    expect(says(writer)).to_have_text(LEAVING)
    writer.presses("Sign out")
    assert (stored(make), kept_in(writer.page)) == ([], [])


def test_the_printed_lesson_and_notebook_show_the_note_whole(make: Makers, open_browser: OpenBrowser, person: Person) -> None:
    writer = open_browser(person=person).goes_to(LESSON)
    long = "A long line of a note.\n" * 60 + "Its end."
    note(writer).fill(long)
    expect(says(writer)).to_have_text(SAVED)
    for where in (LESSON, NOTEBOOK):
        writer.goes_to(where)
        writer.page.emulate_media(media="print")
        shown = writer.page.locator(".note-text")
        assert shown.inner_text() == long
        assert shown.evaluate("node => node.scrollHeight <= node.clientHeight")
        for hidden in ("textarea", ".note button", "[data-saved]", ".site-header", ".actions"):
            assert [each.is_visible() for each in writer.page.locator(hidden).all()].count(True) == 0
        writer.page.emulate_media(media="screen")


def test_a_note_is_written_found_and_changed_by_keyboard_and_without_a_script(
    make: Makers, open_browser: OpenBrowser, person: Person
) -> None:
    writer = open_browser(person=person).goes_to(LESSON)
    keys = Keyboard(writer)
    keys.types(note(writer), "By keys alone.")
    expect(says(writer)).to_have_text(SAVED)
    writer.goes_to(NOTEBOOK)
    keys.tabs_to(writer.page.locator("summary").last)
    keys.presses("Enter")
    keys.types(writer.page.locator("textarea"), "Changed by keys. ")
    expect(writer.page.locator("[data-saved]")).to_have_text(SAVED)
    expect(writer.page.locator(".notebook-written > .note-text")).to_have_text(stored(make)[0])

    plain = open_browser(person=person, javascript=False).goes_to(LESSON)
    note(plain).fill("Without a script.")
    plain.presses("Save note")
    assert stored(make) == ["Without a script."]
