"""Enrolments that administrators make and end for somebody else."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.courses.queries import find_published
from lms.domain.enrolment.rules import Refusal
from lms.domain.enrolment.service import enrol_other, withdraw_other
from lms.domain.people.permissions import Permission
from lms.domain.records.learning import Followed, list_followed
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import end_reading, unit_of_work
from lms.web.admin.acting import acting
from lms.web.admin.person import get_account, not_so
from lms.web.admin.person_forms import EnrolForm
from lms.web.admin.titles import titles
from lms.web.shell.guards import may
from lms.web.shell.languages import ui_language
from lms.web.shell.visitors import now
from lms.web.shell.words import gettext as _

blueprint = Blueprint("admin_learning", __name__)

Page = str | tuple[str, int] | Response


@blueprint.post("/admin/people/<string(length=32):person>/enrolments")
@may(Permission.ADMINISTER)
def enrol(person: str) -> Page:
    """Enrol somebody in a course."""
    account = get_account(person)
    form = EnrolForm(request.form, {key: str(title) for key, title in titles().items()})
    published = find_published(form.course.data or "") if form.validate() else None
    if published is None:
        return not_so(account, enrol=form)
    end_reading()
    try:
        with unit_of_work():
            enrol_other(account.id, published.course_id, by=acting(), now=now())
        flash(_("%(name)s is enrolled.", name=account.name))
    except Refused as refused:
        if refused.reason is not Refusal.ALREADY_ENROLLED:
            raise
        flash(_("Nothing was changed: the person follows this course already, or has completed it."))
    return redirect(url_for("person.page", person=account.uid), 303)


@blueprint.get("/admin/people/<string(length=32):person>/enrolments/<string(length=32):enrolment>/withdrawal")
@may(Permission.ADMINISTER)
def ask_to_withdraw(person: str, enrolment: str) -> str:
    """Ask whether an enrolment is really to be ended."""
    account = get_account(person)
    followed = _followed(account.id, enrolment)
    return render_template("admin/withdraw.html", account=account, followed=followed, course=followed.title.in_(ui_language()))


@blueprint.post("/admin/people/<string(length=32):person>/enrolments/<string(length=32):enrolment>/withdrawal")
@may(Permission.ADMINISTER)
def withdraw(person: str, enrolment: str) -> Page:
    """End an enrolment; what the person has done stays."""
    account = get_account(person)
    end_reading()
    with unit_of_work():
        withdraw_other(account.id, enrolment, by=acting(), now=now())
    flash(_("The enrolment has ended. What was done in it is kept."))
    return redirect(url_for("person.page", person=account.uid), 303)


def _followed(person_id: int, uid: str) -> Followed:
    for each in list_followed(person_id):
        if each.uid == uid:
            return each
    raise Missing("enrolment")
