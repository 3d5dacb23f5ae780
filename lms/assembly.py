"""The table of contents: everything that stands on the foundation, put together by name and in order: pages, letters, jobs."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from flask import Flask
from flask_compress import Compress
from jinja2 import StrictUndefined

from lms.domain.people import confirmations
from lms.domain.people import service as people
from lms.domain.quizzes.earlier import fill_in
from lms.domain.quizzes.further import remind
from lms.domain.quizzes.service import CLOSING
from lms.domain.quizzes.surveys import mix
from lms.domain.records import service as records
from lms.foundation import lay_foundation
from lms.kernel.clock import Clock
from lms.platform.jobs import sweep_jobs
from lms.platform.mail import JOB
from lms.platform.worker import Chore, Doer
from lms.settings import Settings
from lms.web import mail as letters
from lms.web.account import confirming, profile, registration, security
from lms.web.account import letters as account_letters
from lms.web.account import views as account
from lms.web.admin import (
    audit,
    directory,
    invitations,
    learning,
    looking,
    mail,
    person,
    registrations,
    teachers,
)
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
    notice_posting,
    practising,
    quizzes,
    regrade_letters,
    regrade_posting,
    scenarios,
    surveys,
)
from lms.web.learner import views as learner
from lms.web.learner.closing import Closer
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
    kept_forms,
    kept_pages,
    languages,
    limits,
    site,
    templates,
    tokens,
    unsent,
    visitors,
)
from lms.web.trainer import (
    analysis,
    further,
    further_letters,
    further_posting,
    keys,
    marking,
    marking_letters,
    teaching,
)
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
    surveys.blueprint,
    attempts.blueprint,
    notebooks.blueprint,
    practising.blueprint,
    naming.blueprint,
    editions.blueprint,
    trainer.blueprint,
    teaching.blueprint,
    further.blueprint,
    marking.blueprint,
    keys.blueprint,
    analysis.blueprint,
    reports.blueprint,
    admin.blueprint,
    mail.blueprint,
    letters.blueprint,
    registrations.blueprint,
    directory.blueprint,
    person.blueprint,
    learning.blueprint,
    teachers.blueprint,
    looking.blueprint,
    admin_certificates.blueprint,
    site_settings.blueprint,
    audit.blueprint,
    barriers_admin.blueprint,
    notices_admin.blueprint,
)

# Who writes the letters of each kind.
LETTERS: Mapping[str, Writer] = {
    trial.KIND: trial.write_test_letter,
    **account_letters.WRITERS,
    invitations.KIND: invitations.write_invitation,
    barrier_letters.KIND: barrier_letters.write,
    notice_posting.KIND: notice_letters.write,
    further_posting.ASKED: further_letters.write_asked,
    further_posting.DECIDED: further_letters.write_decided,
    further_posting.MARKED: marking_letters.write,
    regrade_posting.KIND: regrade_letters.write,
}

# Who does the jobs of each kind.
JOBS: Mapping[str, Callable[[Flask], Doer]] = {
    JOB: Postman,
    CLOSING: Closer,
}

# What the worker does every so often, each in its own unit of work.
CHORES: tuple[Chore, ...] = (
    Chore("seal the audit log", timedelta(minutes=1), records.seal_audit, removes=False),
    Chore("remove old jobs", timedelta(hours=1), sweep_jobs),
    Chore("remove addresses that were never confirmed", timedelta(hours=1), confirmations.remove_old_confirmations),
    Chore("ask again about further attempts", timedelta(hours=1), remind, removes=False),
    Chore("fill in what earlier attempts lack", timedelta(minutes=1), fill_in, removes=False),
    Chore("mix the answers to surveys", timedelta(days=1), mix, removes=False),
    Chore("remove guests who do not come back", timedelta(minutes=10), people.remove_old_guests),
)

FORMS_AT_MOST = 256 * 1024


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """Return the whole application, ready to serve.

    Raises SettingsError or DatabaseError with one clear sentence when it must not start.
    """
    app = lay_foundation(settings, clock)
    _configure(app)
    app.extensions["letters"] = LETTERS
    _furnish(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    guards.check_every_address(app)
    return app


def _configure(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
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
    unsent.keep_unsent(app)
    kept_forms.let_forms_go(app)
    assets.serve_assets(app)
    headers.protect_answers(app)
    headers.compress_answers(app, Compress(app))
