"""The table of contents: settings, floors, pages and followers of facts, put together by name and in order."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_compress import Compress
from jinja2 import StrictUndefined

import lms.domain.site.models  # noqa: F401 – tables that no page asks for yet
from lms.domain.certificates.service import follow_completion
from lms.domain.courses.facts import EditionPublished, NoticePublished
from lms.domain.enrolment import service as enrolment
from lms.domain.notebook.service import follow_guest as keep_notes_of_guest
from lms.domain.people import confirmations
from lms.domain.people import service as people
from lms.domain.people.facts import Act, GuestGone, GuestKnown, Registered
from lms.domain.progress import moving
from lms.domain.progress import service as progress
from lms.domain.progress.facts import CourseCompleted
from lms.domain.quizzes import guests as quiz_guests
from lms.domain.quizzes.facts import AttemptProgressed, QuizStarted
from lms.domain.records import service as records
from lms.kernel import facts
from lms.kernel.clock import Clock, SystemClock
from lms.platform.database import check_durability, connect_database, db
from lms.platform.jobs import sweep_jobs
from lms.platform.mail import JOB
from lms.platform.memory import give_back_large_pieces
from lms.platform.worker import Chore, Doer
from lms.settings import Settings, read_settings
from lms.web import mail as letters
from lms.web.account import confirming, profile, registration, security
from lms.web.account import letters as account_letters
from lms.web.account import views as account
from lms.web.admin import audit, directory, invitations, learning, looking, mail, person, registrations
from lms.web.admin import barriers as barriers_admin
from lms.web.admin import certificates as admin_certificates
from lms.web.admin import notices as notices_admin
from lms.web.admin import settings as site_settings
from lms.web.admin import views as admin
from lms.web.learner import (
    attempts,
    card_sets,
    editions,
    naming,
    notebooks,
    notice_letters,
    practising,
    quizzes,
    scenarios,
)
from lms.web.learner import views as learner
from lms.web.mail import trial
from lms.web.mail.letters import Writer
from lms.web.mail.postman import Postman
from lms.web.public import (
    accessibility,
    barrier_letters,
    barriers,
    certificates,
    guides,
    media,
    operators,
    pictures,
    robots,
)
from lms.web.public import views as public
from lms.web.reports import views as reports
from lms.web.shell import (
    assets,
    bodies,
    errors,
    guards,
    headers,
    hosts,
    kept_pages,
    languages,
    limits,
    site,
    templates,
    tokens,
    visitors,
)
from lms.web.shell.application import Application
from lms.web.trainer import views as trainer

BLUEPRINTS = (
    public.blueprint,
    guides.blueprint,
    certificates.blueprint,
    media.blueprint,
    operators.blueprint,
    pictures.blueprint,
    robots.blueprint,
    accessibility.blueprint,
    barriers.blueprint,
    account.blueprint,
    registration.blueprint,
    confirming.blueprint,
    profile.blueprint,
    security.blueprint,
    learner.blueprint,
    card_sets.blueprint,
    quizzes.blueprint,
    scenarios.blueprint,
    attempts.blueprint,
    notebooks.blueprint,
    practising.blueprint,
    naming.blueprint,
    editions.blueprint,
    trainer.blueprint,
    reports.blueprint,
    admin.blueprint,
    mail.blueprint,
    letters.blueprint,
    registrations.blueprint,
    directory.blueprint,
    person.blueprint,
    learning.blueprint,
    looking.blueprint,
    admin_certificates.blueprint,
    site_settings.blueprint,
    audit.blueprint,
    barriers_admin.blueprint,
    notices_admin.blueprint,
)

# Who is told what, in this order: the record first, then those who act.
FOLLOWERS: tuple[tuple[type[facts.Fact], facts.Follower], ...] = (
    *((kind, records.follow) for kind in records.RECORDED),
    (Act, records.follow_act),
    (EditionPublished, moving.follow_edition),
    (NoticePublished, notice_letters.follow_notice),
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

# Who writes the letters of each kind.
LETTERS: Mapping[str, Writer] = {
    trial.KIND: trial.write_test_letter,
    **account_letters.WRITERS,
    invitations.KIND: invitations.write_invitation,
    barrier_letters.KIND: barrier_letters.write,
    notice_letters.KIND: notice_letters.write,
}

# Who does the jobs of each kind.
JOBS: Mapping[str, Callable[[Flask], Doer]] = {
    JOB: Postman,
}

# What the worker does every so often, each in its own unit of work.
CHORES: tuple[Chore, ...] = (
    Chore("seal the audit log", timedelta(minutes=1), records.seal_audit, removes=False),
    Chore("remove old jobs", timedelta(hours=1), sweep_jobs),
    Chore("remove addresses that were never confirmed", timedelta(hours=1), confirmations.remove_old_confirmations),
    Chore("remove guests who do not come back", timedelta(minutes=10), people.remove_old_guests),
)

FORMS_AT_MOST = 256 * 1024


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """Return the whole application, ready to serve.

    Raises SettingsError or DatabaseError with one clear sentence when it must not start.
    """
    settings = settings or read_settings()
    give_back_large_pieces()
    app = Application("lms", static_folder=None, template_folder=None, root_path=str(Path(__file__).parent))
    _configure(app, settings)
    app.extensions["settings"] = settings
    app.extensions["clock"] = clock or SystemClock()
    app.extensions["letters"] = LETTERS
    connect_database(app, settings.database)
    with app.app_context():
        check_durability(db.engine)
    facts.follow(FOLLOWERS)
    _furnish(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    guards.check_every_address(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-forms" if settings.is_https else "forms",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=FORMS_AT_MOST,
        MAX_FORM_MEMORY_SIZE=FORMS_AT_MOST,
        WTF_CSRF_TIME_LIMIT=None,  # a form stays good as long as its session, so a form from yesterday still works
        WTF_CSRF_SSL_STRICT=False,  # the Referer that it wants is not always sent; errors.py looks at Sec-Fetch-Site and Origin
        LANGUAGES=settings.languages,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=1,  # a fifth of the time of level 4, for a page that is a tenth larger
        COMPRESS_LEVEL=1,
        COMPRESS_MIMETYPES=["text/html", "application/json", "text/csv"],
        COMPRESS_REGISTER=False,
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=False,  # no page has a tag by which to ask for it again
    )


def _furnish(app: Flask) -> None:
    """Give the application what every page stands in; headers come last, so they are on every answer."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    hosts.check_hosts(app, app.extensions["settings"].base_url)
    visitors.welcome_visitors(app)
    site.keep_site(app)
    languages.speak_languages(app)
    tokens.protect_forms(app)
    kept_pages.keep_pages(app)
    errors.answer_errors(app)
    guards.keep_lookers_from_changing(app)
    limits.keep_limits(app)
    bodies.read_bodies(app)
    templates.furnish_templates(app)
    assets.serve_assets(app)
    headers.protect_answers(app)
    headers.compress_answers(app, Compress(app))
