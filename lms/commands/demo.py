"""Makes the demo people: what they did is done again through the services, at the times when they would have done it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

import click

from lms.commands import demo_memos, edge
from lms.commands.demo_answers import responses
from lms.commands.demo_memos import Memo
from lms.commands.demo_opinions import TEXTS, opinions
from lms.commands.demo_people import (
    FAIL,
    LEAVE_OPEN,
    PASS,
    PASS_WELL,
    PASSWORD,
    PEOPLE,
    SIGN_IN_AS,
    WITHDRAWAL,
    DemoPerson,
    Story,
)
from lms.commands.edge import Unable
from lms.domain.certificates.queries import find_uid_of
from lms.domain.certificates.service import revoke
from lms.domain.courses import teaching
from lms.domain.courses.outline import Activity, Outline
from lms.domain.courses.queries import Published, find_published, get_outline
from lms.domain.courses.questionnaires import Questionnaire, get_questionnaire
from lms.domain.enrolment import service as enrolment
from lms.domain.people import service as people
from lms.domain.people.models import Person
from lms.domain.people.passwords import hash_password
from lms.domain.people.queries import count_demo_people, find_person_by_email, has_real_people
from lms.domain.progress.rules import activities_needed
from lms.domain.progress.service import Follower, mark_done, send_survey
from lms.domain.quizzes import essays
from lms.domain.quizzes import service as quizzes
from lms.domain.quizzes.queries import find_try
from lms.domain.quizzes.service import Said
from lms.domain.quizzes.surveys import Sheet
from lms.kernel.clock import SetClock
from lms.kernel.refusals import Missing
from lms.platform.database import unit_of_work

COURSE = "citizen-engagement"
A_DAY = timedelta(days=1)
FIRST_HOUR, OFFICE_HOURS = timedelta(hours=8), timedelta(hours=9)
AN_ANSWER = timedelta(seconds=40)
CLIENT = "demo"  # numbers its answers itself, as a browser does
MISTAKES = {PASS_WELL: 0, PASS: 20, FAIL: 60}  # percent of the questions
SMALL_MISTAKES = 20  # percent, in practice quizzes
TRAINER = next(person.email for person in PEOPLE if person.role == "trainer")


@dataclass(frozen=True)
class Stage:
    """The course in which demo people learn, with all that must be read before a transaction is opened."""

    published: Published
    outline: Outline
    questionnaires: Mapping[str, Questionnaire]

    @property
    def before_tests(self) -> tuple[Activity, ...]:
        """The needed activities that are no tests."""
        return tuple(activity for activity in activities_needed(self.outline) if not _is_test(activity))

    @property
    def tests(self) -> tuple[Activity, ...]:
        """The needed activities that are tests."""
        return tuple(activity for activity in activities_needed(self.outline) if _is_test(activity))

    @property
    def surveys(self) -> tuple[Activity, ...]:
        """The surveys, which nobody has to answer."""
        return tuple(activity for activity in self.outline.activities if activity.kind == "survey")


@click.command()
def demo() -> None:
    """Make thirty demo people, in every state a learner can be in.

    Refuses where real people have accounts. The accounts have one password, which is printed; a site with demo people
    is served on this machine's own address only.
    """
    with edge.site():
        made = make_demo_people(edge.now())
    edge.tell(
        f"{made} demo people were made."
        if made
        else "The demo people are there already; nothing was changed."
    )
    click.echo(how_to_sign_in())


def how_to_sign_in() -> str:
    """Return in words with which accounts and password a visitor of the demonstration signs in."""
    shown = [person for person in PEOPLE if person.account in SIGN_IN_AS]
    accounts = [
        f"  {person.email:<24} {person.role}"
        for person in sorted(shown, key=lambda person: SIGN_IN_AS.index(person.account))
    ]
    return "\n".join(["Sign in as", *accounts, f"Password: {PASSWORD}"])


def why_not_demo() -> str | None:
    """Return why no demo people may be made on the open site, or None when they may."""
    if not edge.site_settings().is_loopback:
        return "This site has an address of its own (LMS_BASE_URL), and demo people have a password that everybody knows."
    if has_real_people():
        return "Real people have accounts here, so no demo people are made. To look around, use another instance folder: LMS_INSTANCE."
    return None


def make_demo_people(now: datetime) -> int:
    """Make those demo people that are missing on the open site, each in one transaction; return how many were made."""
    reason = why_not_demo()
    if reason:
        raise Unable(reason)
    if count_demo_people() >= len(PEOPLE):
        return 0
    stage, kept = _stage(), hash_password(PASSWORD)
    missing = [person for person in PEOPLE if find_person_by_email(person.email) is None]
    for person in missing:
        _make(person, stage, kept, now)
    return len(missing)


def _stage() -> Stage:
    published = find_published(COURSE)
    if published is None:
        raise Unable(
            f"The demo people learn in the course {COURSE}, which is not published here. Run: lms library publish"
        )
    outline = get_outline(published.map_digest)
    return Stage(
        published,
        outline,
        {each.key: get_questionnaire(outline, each) for each in outline.activities if each.quiz},
    )


def _is_test(activity: Activity) -> bool:
    return activity.quiz is not None and activity.quiz.pass_mark is not None


def _make(person: DemoPerson, stage: Stage, password_hash: str, now: datetime) -> None:
    story = person.story or Story(0, began=90)
    clock = SetClock(in_office_hours(now - story.began * A_DAY))
    with unit_of_work():
        account = people.add_person(
            person.name,
            person.email,
            role=person.role,
            password_hash=password_hash,
            now=clock.now(),
            language=person.language,
            is_demo=True,
        )
        if person.role == "trainer":
            teaching.give(account.id, stage.published.course_id, stage.published.key, by=None, now=clock.now())
        if person.story:
            Learner(account, stage, clock).live(person.story, now)
            account.signed_in_at = clock.now()


def in_office_hours(moment: datetime) -> datetime:
    """Return a moment of the same day between 8 and 17 o'clock UTC; what was earlier stays earlier."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + FIRST_HOUR + (moment - midnight) * (OFFICE_HOURS / A_DAY)


class Learner:
    """Somebody who follows the course, one step after the other; their clock moves with them."""

    def __init__(self, account: Person, stage: Stage, clock: SetClock) -> None:
        self.stage = stage
        self.clock = clock
        self.account = account
        enrolled = enrolment.enrol(account.id, stage.published.course_id, now=clock.now())
        self.follower = Follower(account.id, enrolled.id, stage.published.edition_id, stage.outline)

    def live(self, story: Story, now: datetime) -> None:
        """Do all that the story tells, spread evenly over the days in which they are active."""
        before = self.stage.before_tests
        begun = before[: len(before) * story.percent // 100]
        memo = self.stage.outline.find(demo_memos.QUIZ) if story.memo else None
        tries = [(activity, ending) for activity in self.stage.tests for ending in story.tests]
        asked = self.stage.surveys if story.tests and story.tests[-1] in (PASS, PASS_WELL) else ()
        learnt = [*begun, *([memo] if memo else [])]
        steps = [*((activity, "") for activity in learnt), *tries, *((activity, "") for activity in asked)]
        first = self.clock.now()
        for number, (activity, ending) in enumerate(steps, 1):
            self.clock.at = in_office_hours(first + story.active * A_DAY * number / (len(steps) + 1))
            if ending:
                self._try(activity, ending)
            elif story.memo and activity is memo:
                self._write(activity, story.memo)
            else:
                self._do(activity)
        if story.revoked:
            self.clock.at = now - 2 * A_DAY
            revoke(find_uid_of(self.follower.enrolment_id) or "", WITHDRAWAL, now=self.clock.now())

    def _do(self, activity: Activity) -> None:
        if activity.quiz is None:
            mark_done(self.follower, activity, now=self.clock.now())
        elif activity.kind == "survey":
            self._say(activity)
        else:
            self._answer(activity, SMALL_MISTAKES, share=1, submit=True)

    def _say(self, activity: Activity) -> None:
        """Answer a survey as somebody with their own view of things, in their own language where there are words for it."""
        published, questionnaire = self.stage.published, self.stage.questionnaires[activity.key]
        language = self.account.language if self.account.language in TEXTS else questionnaire.source
        asked = [question for question in questionnaire.quiz.questions if question.is_marked]
        said = opinions(asked, str(language), self.account.email or "")
        sheet = Sheet(published.course_id, published.edition_id, activity.key, said, str(language))
        send_survey(self.follower, activity, sheet, now=self.clock.now())

    def _try(self, activity: Activity, ending: str) -> None:
        if ending == LEAVE_OPEN:
            self._answer(activity, 0, share=0.5, submit=False)
        else:
            self._answer(activity, MISTAKES[ending], share=1, submit=True)

    def _write(self, activity: Activity, memo: Memo) -> None:
        """Write a memo and send it in; the demo's trainer marks it after a day, or it waits for them."""
        uid = self._answer(activity, 0, share=1, submit=True, memo=memo)
        text, trainer = essays.find_text(uid, demo_memos.QUESTION), find_person_by_email(TRAINER)
        if memo.points and text and trainer:
            self.clock.move(A_DAY)
            essays.give(text, list(map(Fraction, memo.points)), memo.comment, markers=1, by=trainer.id, now=self.clock.now())

    def _answer(self, activity: Activity, mistakes: int, *, share: float, submit: bool, memo: Memo | None = None) -> str:
        """Take a quiz with so many percent of mistakes; answer a share of it, then send it in or leave it; return its uid."""
        uid = quizzes.start(
            self.follower.person_id,
            self.follower.enrolment_id,
            self.follower.edition_id,
            activity,
            now=self.clock.now(),
        )
        attempt = find_try(uid)
        if attempt is None:
            raise Missing(f"attempt {uid}")
        questionnaire = self.stage.questionnaires[activity.key]
        questions = [questionnaire.quiz.by_key[key] for key in questionnaire.drawn(attempt.seed)]
        language = questionnaire.source
        said = {key: (body, language) for key, body in responses(questions, language, mistakes=-(-len(questions) * mistakes // 100)).items()}
        if memo:
            said[demo_memos.QUESTION] = (memo.body, memo.language)
        for number, key in enumerate(list(said)[: round(len(said) * share)], 1):
            self.clock.move(AN_ANSWER)
            quizzes.save(attempt, Said(key, *said[key], CLIENT, number), now=self.clock.now())
        if submit:
            quizzes.submit(attempt, questionnaire, activity, now=self.clock.now())
        return uid
