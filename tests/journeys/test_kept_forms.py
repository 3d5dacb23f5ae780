"""A long form that was not taken is there again: after a crash, a lost network, an expired session; and then forgotten."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select

from lms.domain.courses.models import Notice
from lms.domain.people.models import SignIn
from lms.domain.site.models import Barrier
from lms.platform.database import unit_of_work
from tests.journeys.attempts import until
from tests.journeys.conftest import OpenBrowser
from tests.journeys.storage import REFUSED, WITHOUT_SEALS, break_down, kept_in, whole_store
from tests.journeys.visitors import Visitor
from tests.makers import COURSE, PASSWORD, Makers

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

EMAIL = "admin@example.org"
REPORT = "/accessibility/report"
TEXT = "The third answer cannot be reached with the keyboard."
BACK = "What you wrote here before had not been sent. It is back."
NOT_KEPT = "This browser does not keep what you write here. Please leave this page open until you have sent it."


def writes_a_report(visitor: Visitor) -> Visitor:
    visitor.goes_to(REPORT).types("What happened?", TEXT)
    until(visitor.page, lambda: len(kept_in(visitor.page)) == 1)
    return visitor


def finds_it(visitor: Visitor) -> None:
    expect(visitor.page.get_by_label("What happened?")).to_have_value(TEXT)
    visitor.reads(BACK)


def reports(make: Makers) -> list[str]:
    return [row.body for row in make.rows(select(Barrier.body))]


def test_a_report_outlives_its_tab_and_is_forgotten_when_it_was_sent(make: Makers, open_browser: OpenBrowser) -> None:
    visitor = writes_a_report(open_browser(person=make.person()))
    assert "keyboard" not in whole_store(visitor.page)
    break_down(visitor)
    again = visitor.opens_a_tab(REPORT)
    finds_it(again)
    again.presses("Send the report").is_on("Thank you, your report has arrived")
    until(again.page, lambda: kept_in(again.page) == [])
    again.goes_to(REPORT).does_not_see(BACK)
    assert reports(make) == [TEXT]


def test_what_the_site_did_not_take_is_kept_on(make: Makers, open_browser: OpenBrowser) -> None:
    visitor = writes_a_report(open_browser(person=make.person())).types("Your e-mail address (optional)", "nobody")
    visitor.watch.expect(422, "net::ERR_INTERNET_DISCONNECTED")
    visitor.presses("Send the report").does_not_see(BACK)
    assert len(kept_in(visitor.page)) == 1
    visitor.types("Your e-mail address (optional)", "somebody@example.org")
    visitor.context.set_offline(True)
    with visitor.page.expect_event("requestfailed"):
        visitor.button("Send the report").click()
    visitor.context.set_offline(False)
    visitor.goes_to(REPORT)
    finds_it(visitor)
    visitor.presses("Send the report").is_on("Thank you")
    until(visitor.page, lambda: kept_in(visitor.page) == [])
    assert reports(make) == [TEXT]


def test_what_is_back_can_be_discarded(make: Makers, open_browser: OpenBrowser) -> None:
    visitor = writes_a_report(open_browser(person=make.person()))
    visitor.page.reload()
    finds_it(visitor)
    visitor.button("Discard it").click()
    expect(visitor.page.get_by_label("What happened?")).to_have_value("")
    assert kept_in(visitor.page) == []


def test_a_notice_that_was_sent_after_the_sign_in_expired_is_neither_lost_nor_kept(make: Makers, open_browser: OpenBrowser) -> None:
    make.course()
    admin = open_browser(person=make.person(email=EMAIL, password=PASSWORD, role="admin")).goes_to(f"/admin/notices/{COURSE}/new")
    admin.watch.expect(401)
    first = admin.page.locator("form[data-keep] textarea").first
    first.fill("The hall is closed on Friday.")
    until(admin.page, lambda: len(kept_in(admin.page)) == 1)
    with make.app.app_context(), unit_of_work() as session:
        session.execute(delete(SignIn))
    admin.presses("Publish the notice").signs_in(EMAIL)
    assert len(kept_in(admin.page)) == 1
    admin.presses("Send it again").is_on("Notices")
    until(admin.page, lambda: kept_in(admin.page) == [])
    assert "The hall is closed on Friday." in str(make.rows(select(Notice.texts))[0])


def test_a_stranger_s_report_is_kept_as_long_as_their_tab_and_no_longer(open_browser: OpenBrowser) -> None:
    visitor = writes_a_report(open_browser())
    assert visitor.page.evaluate("localStorage.length") == 0
    visitor.page.reload()
    finds_it(visitor)
    other = visitor.opens_a_tab(REPORT)
    expect(other.page.get_by_label("What happened?")).to_have_value("")


def test_without_seals_signing_out_leaves_nothing_of_a_form_in_the_tab(make: Makers, open_browser: OpenBrowser) -> None:
    visitor = open_browser(person=make.person())
    visitor.context.add_init_script(WITHOUT_SEALS)
    writes_a_report(visitor).presses("Sign out")
    assert kept_in(visitor.page) == []


def test_where_a_browser_keeps_nothing_a_form_says_so(make: Makers, open_browser: OpenBrowser) -> None:
    visitor = open_browser(person=make.person())
    visitor.context.add_init_script(REFUSED)
    visitor.goes_to(REPORT).types("What happened?", TEXT).reads(NOT_KEPT)
    visitor.presses("Send the report").is_on("Thank you")
