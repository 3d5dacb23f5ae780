"""Who teaches what: administrators let somebody teach a course, and take it back."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.domain.courses import teaching
from lms.domain.courses.queries import find_with_key
from lms.domain.people.permissions import Permission
from lms.kernel.refusals import Missing
from lms.platform.database import end_reading, unit_of_work
from lms.web.admin.acting import acting
from lms.web.admin.person import get_account, not_so
from lms.web.admin.person_forms import TeachForm
from lms.web.admin.titles import titles
from lms.web.shell.guards import may
from lms.web.shell.visitors import now
from lms.web.shell.words import gettext as _

blueprint = Blueprint("admin_teachers", __name__)

Page = str | tuple[str, int] | Response


@blueprint.post("/admin/people/<string(length=32):person>/courses-taught")
@may(Permission.ADMINISTER)
def give(person: str) -> Page:
    """Let somebody teach a course."""
    account = get_account(person)
    form = TeachForm(request.form, {key: str(title) for key, title in titles().items()})
    published = find_with_key(form.teaches.data or "") if form.validate() else None
    if published is None:
        return not_so(account, teach=form)
    end_reading()
    with unit_of_work():
        given = teaching.give(account.id, published.course_id, published.key, by=acting(), now=now())
    flash(_("%(name)s teaches this course now.", name=account.name) if given else _("Nothing was changed."))
    return redirect(url_for("person.page", person=account.uid), 303)


@blueprint.post("/admin/people/<string(length=32):person>/courses-taught/<string(maxlength=63):course>/end")
@may(Permission.ADMINISTER)
def take(person: str, course: str) -> Response:
    """Let somebody teach a course no more; pressing the button twice is pressing it once."""
    account, published = get_account(person), find_with_key(course)
    if published is None:
        raise Missing(f"course {course}")
    end_reading()
    with unit_of_work():
        taken = teaching.take(account.id, published.course_id, published.key, by=acting(), now=now())
    flash(_("%(name)s teaches this course no more.", name=account.name) if taken else _("Nothing was changed."))
    return redirect(url_for("person.page", person=account.uid), 303)
