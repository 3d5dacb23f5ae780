"""From the open catalogue to a certificate that a stranger can check, in each language, with JavaScript and without."""

from dataclasses import dataclass
from io import BytesIO
from itertools import takewhile
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from lms.domain.courses.outline import Activity, Outline
from lms.domain.courses.queries import Published
from tests.journeys.answers import answers_in
from tests.journeys.codes import address_in
from tests.journeys.conftest import OpenBrowser
from tests.journeys.site import Site
from tests.journeys.visitors import Visitor
from tests.makers import PASSWORD, Makers
from tests.support.tree import read_tree, squeezed

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.slow]

NAME = "Ásta Żółć-Иванова"
EMAIL = "asta@example.org"
REASON = "Issued to the wrong person"


@dataclass(frozen=True)
class Story:
    """A learner in the shipped course, reading it in one language."""

    app: Flask
    learner: Visitor
    outline: Outline

    @property
    def lang(self) -> str:
        return self.learner.say.lang

    @property
    def test(self) -> Activity:
        """The test that the certificate waits for."""
        return next(each for each in self.outline.activities if each.required and each.quiz and each.quiz.mode == "test")

    def title(self, activity: Activity) -> str:
        return self.learner.say.place(activity)

    def goes_on(self, activity: Activity, how: str) -> None:
        """Go from an activity to the next one: by the button of a lesson, or by the link of a quiz."""
        _before, following = self.outline.neighbours(activity.key)
        assert following is not None
        getattr(self.learner, how)("Next: %(where)s", where=self.title(following))
        self.learner.is_on(self.title(following))

    def practises(self, quiz: Activity) -> None:
        """Answer a practice quiz rightly, check an answer, and finish."""
        self.learner.presses("Start now")
        keys = answers_in(self.app, self.outline.key, quiz.key, self.lang).give(self.learner.page)
        self.learner.presses("Check answer %(number)s", number=1)
        assert self.learner.path.endswith(f"#question-{keys[0]}")
        self.learner.reads("Right")
        self.learner.presses("Finish practising").is_on(self.title(quiz))

    def takes(self, test: Activity, *, right: bool) -> None:
        """Answer a test throughout, look it over and send it in."""
        answers_in(self.app, self.outline.key, test.key, self.lang, right=right).give(self.learner.page)
        self.learner.presses("Next: check before you send").reads("Every question has an answer.")
        self.learner.presses("Send the answers")


@pytest.mark.parametrize("lang", ["en", "bg"])
@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_learner_earns_a_certificate_that_a_stranger_can_check(
    app: Flask,
    make: Makers,
    course: Published,
    site_in_use: Site,
    open_browser: OpenBrowser,
    tmp_path: Path,
    lang: str,
    javascript: bool,
) -> None:
    make.person(name=NAME, email=EMAIL, password=PASSWORD)
    learner = open_browser(lang, javascript=javascript)
    story = Story(app, learner, make.outline(course.key))

    finds_the_course_and_enrols(story)
    reads_and_practises(story)
    fails_the_test_and_sees_what_to_read_again(story)
    passes_the_test_and_sees_the_answers(story)
    opens_the_certificate(story)
    read_its_pdf(story, tmp_path)
    address = address_in(learner.page.locator(".certificate-proof img"))
    assert address == f"{site_in_use.address}{learner.path}"

    stranger = open_browser(lang, javascript=javascript)
    stranger.goes_to(address).reads("Valid").sees(NAME)
    says_all_that_it_claims(stranger, story.outline)

    site_in_use.lms("certificate", "revoke", address, "--reason", REASON)
    stranger.goes_to(address).reads("Revoked: not valid").reads("Reason: %(reason)s", reason=REASON)


def finds_the_course_and_enrols(story: Story) -> None:
    learner, title = story.learner, str(story.outline.title.in_(story.lang))
    learner.goes_to("/courses/").follows(title).is_on(title)
    learner.presses("Enrol in this course").signs_in(EMAIL)
    learner.is_on(title).presses("Enrol in this course").is_on(title)


def reads_and_practises(story: Story) -> None:
    """Do all before the test; optional tests are passed by, and the certificate does not wait for them."""
    first, *others = takewhile(lambda activity: activity != story.test, story.outline.activities)
    story.learner.follows("Start: %(where)s", where=story.learner.say.place_and_time(first))
    story.learner.is_on(story.title(first))
    for activity in (first, *others):
        if activity.quiz and activity.required:
            story.practises(activity)
        story.goes_on(activity, "presses" if activity.kind == "lesson" else "follows")


def fails_the_test_and_sees_what_to_read_again(story: Story) -> None:
    learner, test = story.learner, story.test
    learner.presses("Start now")
    story.takes(test, right=False)
    learner.reads("not passed").reads("Worth reading again").reads(
        "The right answers are shown once you have passed."
    )
    assert told_by_the_author(story, test, learner.page.content()) == []
    again = learner.page.locator("section:has(#read-again) a").all_inner_texts()
    assert again
    assert set(map(squeezed, again)) <= {
        story.title(each) for each in story.outline.activities if each.kind == "lesson"
    }


def passes_the_test_and_sees_the_answers(story: Story) -> None:
    learner, test = story.learner, story.test
    learner.follows("Try again").is_on(story.title(test))
    learner.presses("Start again: attempt %(nth)s", nth=2)
    story.takes(test, right=True)
    learner.sees(learner.say("%(percent)s%%", percent=100)).reads("passed").does_not_see(
        learner.say("Worth reading again")
    )
    assert told_by_the_author(story, test, learner.page.content()) != []


def told_by_the_author(story: Story, quiz: Activity, html: str) -> list[str]:
    """Return the feedback of a quiz that stands in a page, in whatever part of it."""
    questionnaire = answers_in(story.app, story.outline.key, quiz.key, story.lang).questionnaire
    shown = squeezed(read_tree(html).text)
    pieces = [
        (name, html) for wording in questionnaire.wordings.values() for name, html in wording.pieces.items()
    ]
    told = [squeezed(read_tree(html, whole=False).text) for name, html in pieces if "/feedback" in name]
    assert told
    return [words for words in told if words and words in shown]


def opens_the_certificate(story: Story) -> None:
    story.learner.reads("You have completed this course.").follows("See your certificate")
    story.learner.is_on(NAME).reads("Valid")
    assert len(PdfReader(BytesIO(story.learner.page.pdf(prefer_css_page_size=True))).pages) == 1
    says_all_that_it_claims(story.learner, story.outline)


def says_all_that_it_claims(reader: Visitor, outline: Outline) -> None:
    assert outline.certificate is not None
    reader.sees(str(outline.certificate.title.in_(reader.say.lang)))
    for outcome in outline.certificate.outcomes[reader.say.lang]:
        reader.sees(outcome)


def read_its_pdf(story: Story, folder: Path) -> None:
    """Download the certificate, and find on paper what the page claims."""
    file = story.learner.downloads(story.learner.link("Download as PDF"), folder)
    assert file.name == f"certificate-{story.outline.key}.pdf"
    text = " ".join(page.extract_text() for page in PdfReader(file).pages)
    printed, certificate = "".join(text.split()), story.outline.certificate
    assert certificate is not None
    uid = story.learner.path.split("/")[2]
    for claim in (
        NAME,
        str(certificate.title.in_(story.lang)),
        uid,
        story.learner.say("has completed the course"),
    ):
        assert "".join(claim.split()) in printed
