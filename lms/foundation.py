"""What everything stands on, pages or commands: settings, clock, database, and who follows which fact."""

from pathlib import Path

from flask import Flask

import lms.domain.site.models  # noqa: F401 – tables that no follower asks for
from lms.domain.certificates.service import follow_completion
from lms.domain.courses.facts import EditionPublished, NoticePublished
from lms.domain.enrolment import service as enrolment
from lms.domain.notebook.service import follow_guest as keep_notes_of_guest
from lms.domain.people.facts import Act, GuestGone, GuestKnown, Registered
from lms.domain.progress import moving, regraded
from lms.domain.progress import service as progress
from lms.domain.progress.facts import CourseCompleted
from lms.domain.quizzes import guests as quiz_guests
from lms.domain.quizzes import regrading
from lms.domain.quizzes.facts import (
    AttemptProgressed,
    FurtherAttemptAsked,
    FurtherAttemptDecided,
    MarksRegraded,
    QuizStarted,
    TextMarked,
)
from lms.domain.records import service as records
from lms.kernel import facts
from lms.kernel.clock import Clock, SystemClock
from lms.platform.database import connect_database, db
from lms.platform.durability import check_durability
from lms.platform.memory import give_back_large_pieces
from lms.settings import Settings, read_settings
from lms.web.learner import notice_posting, regrade_posting
from lms.web.shell.application import Application
from lms.web.trainer import further_posting

# Who is told what, in this order: the record first, then those who act.
FOLLOWERS: tuple[tuple[type[facts.Fact], facts.Follower], ...] = (
    *((kind, records.follow) for kind in records.RECORDED),
    (Act, records.follow_act),
    (EditionPublished, moving.follow_edition),
    (EditionPublished, regrading.follow_edition),
    (MarksRegraded, regrade_posting.follow_regrade),
    (NoticePublished, notice_posting.follow_notice),
    (FurtherAttemptAsked, further_posting.follow_asked),
    (FurtherAttemptDecided, further_posting.follow_decided),
    (TextMarked, further_posting.follow_marked),
    (QuizStarted, progress.follow_start),
    (AttemptProgressed, progress.follow_attempt),
    (CourseCompleted, follow_completion),
    # What a guest has left goes to their account: enrolments first, what hangs on them, and what is then empty last.
    (Registered, progress.follow_registration),
    (GuestKnown, enrolment.follow_guest),
    (GuestKnown, quiz_guests.follow_guest),
    (GuestKnown, progress.follow_guest),
    (GuestKnown, keep_notes_of_guest),
    (GuestKnown, records.follow_guest),
    (GuestKnown, enrolment.follow_merged),
    (GuestGone, records.follow_gone),
    (GuestGone, quiz_guests.follow_gone),
    (GuestGone, progress.follow_gone),
    (GuestGone, enrolment.follow_gone),
)

# Who takes the place of a follower where many facts of one kind are told together.
OF_MANY: dict[facts.Follower, facts.FollowerOfMany] = {
    records.follow: records.follow_each,
    progress.follow_attempt: regraded.follow_attempts,
}


def lay_foundation(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """Return an application without pages, on which commands can work.

    Raises SettingsError or DatabaseError with one clear sentence when it must not start.
    """
    settings = settings or read_settings()
    give_back_large_pieces()
    app = Application("lms", static_folder=None, template_folder=None, root_path=str(Path(__file__).parent))
    app.extensions["settings"] = settings
    app.extensions["clock"] = clock or SystemClock()
    connect_database(app, settings.database)
    with app.app_context():
        check_durability(db.engine)
    facts.follow(FOLLOWERS, OF_MANY)
    return app
