"""Notices to the readers of a course: what was published, a form for a new one, and a button that takes one back."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.courses import notices as service
from lms.domain.courses.notices import Published as Notice
from lms.domain.courses.notices import find_notice, list_published_notices
from lms.domain.courses.outline import Activity, Outline
from lms.domain.courses.queries import Published, find_published, get_outline, list_published
from lms.domain.people.permissions import Permission
from lms.kernel.localtext import LocalText, Spoken
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import end_reading, unit_of_work
from lms.web.admin.acting import acting
from lms.web.admin.notices_form import NoticeForm
from lms.web.shell.guards import may
from lms.web.shell.languages import ui_language
from lms.web.shell.phrases import say
from lms.web.shell.visitors import now
from lms.web.shell.words import gettext as _

blueprint = Blueprint("notices_admin", __name__)

EVERYBODY = ("public", "signed-in", "invited")


@dataclass(frozen=True)
class NoticeRow:
    """A notice as the page shows it: about which course and activity, and its text in the language read best."""

    notice: Notice
    course: Spoken
    activity: Spoken | None
    text: Spoken


@blueprint.get("/admin/notices")
@may(Permission.ADMINISTER)
def notices() -> str:
    """Show what the readers of courses are told now, and what they were told."""
    courses = {course.key: get_outline(course.map_digest) for course in list_published(EVERYBODY)}
    rows = [_row(each, courses[each.course_key]) for each in list_published_notices() if each.course_key in courses]
    return render_template(
        "admin/notices.html",
        shown=[row for row in rows if row.notice.withdrawn_at is None],
        withdrawn=[row for row in rows if row.notice.withdrawn_at],
        courses=[(key, outline.title.in_(ui_language())) for key, outline in courses.items()],
    )


@blueprint.get("/admin/notices/<string(maxlength=63):course>/new")
@may(Permission.ADMINISTER)
def new(course: str) -> str:
    """Show the form for a notice to the readers of a course."""
    _published, outline = _course(course)
    return _show(outline, NoticeForm.empty(outline, now().date()))


@blueprint.post("/admin/notices/<string(maxlength=63):course>/new")
@may(Permission.ADMINISTER)
def publish(course: str) -> str | tuple[str, int] | Response:
    """Publish a notice: on every page that it is about from now on, and in letters."""
    published, outline = _course(course)
    form = NoticeForm.sent(outline, request.form)
    if not form.validate():
        return _show(outline, form), 422
    end_reading()
    try:
        with unit_of_work():
            service.publish_notice(outline, published.course_id, **form.said(), by=acting(), now=now())
    except Refused as refused:
        form.refuse(outline.source, say(refused))
        return _show(outline, form), 422
    flash(_("The notice is published, and letters about it are on their way."))
    return redirect(url_for("notices_admin.notices"), 303)


@blueprint.post("/admin/notices/<string(length=32):uid>/withdrawal")
@may(Permission.ADMINISTER)
def withdraw(uid: str) -> Response:
    """Show a notice no more; pressing the button twice is pressing it once."""
    if not any(each.uid == uid for each in list_published_notices()):
        raise Missing(f"notice {uid}")
    was_shown = find_notice(uid) is not None
    end_reading()
    with unit_of_work():
        service.withdraw_notice(uid, by=acting(), now=now())
    flash(_("The notice is shown no more.") if was_shown else _("Nothing was changed."))
    return redirect(url_for("notices_admin.notices"), 303)


def _course(key: str) -> tuple[Published, Outline]:
    published = find_published(key)
    if published is None:
        raise Missing(f"course {key}")
    return published, get_outline(published.map_digest)


def _show(outline: Outline, form: NoticeForm) -> str:
    return render_template("admin/new_notice.html", form=form, course=outline.title.in_(ui_language()), key=outline.key)


def _row(notice: Notice, outline: Outline) -> NoticeRow:
    language = ui_language()
    about = _find(outline.activities, notice.activity_keys)
    text = LocalText(notice.texts, outline.source).in_(language)
    return NoticeRow(notice, outline.title.in_(language), about.title.in_(language) if about else None, text)


def _find(activities: Iterable[Activity], keys: tuple[str, ...]) -> Activity | None:
    return next((each for each in activities if {each.key, *each.formerly} & set(keys)), None)
