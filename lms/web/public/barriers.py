"""Reporting a barrier: from every page, by anybody, without an account and without JavaScript."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from lms.domain.people.rules import LONGEST_EMAIL, why_not_person
from lms.domain.site import service
from lms.domain.site.rules import LONGEST_PAGE, LONGEST_REPORT, SHORTEST_REPORT, page_named
from lms.platform.database import end_reading, unit_of_work
from lms.platform.limits import Rule
from lms.web.public.barrier_letters import post_about, who_is_told
from lms.web.shell.bodies import SentForm
from lms.web.shell.guards import public
from lms.web.shell.languages import ui_language
from lms.web.shell.limits import client_address, within
from lms.web.shell.site import site
from lms.web.shell.visitors import now, visitor
from lms.web.shell.words import gettext as _

blueprint = Blueprint("barriers", __name__)

FROM_ONE_ADDRESS = Rule("barriers from one address", "10/hour")
FROM_ALL = Rule("barriers from all addresses", "200/day")
TOO_SHORT = _l("Tell us in a few words what happened.")
TOO_LONG = _l("This is too long: give us the main points in %(most)s characters or fewer.", most=LONGEST_REPORT)

Page = str | tuple[str, int] | Response


class BarrierForm(SentForm):
    """What happened, on which page, and how to answer; only the first is needed."""

    body = TextAreaField(_l("What happened?"), [Length(max=LONGEST_REPORT, message=TOO_LONG)])
    page = StringField(_l("On which page?"), [Length(max=LONGEST_PAGE, message=_l("This is too long for an address."))])
    reply_to = EmailField(_l("Your e-mail address (optional)"), [Optional(), Length(max=LONGEST_EMAIL)])

    def validate_body(self, field: TextAreaField) -> None:
        """Refuse what says nothing."""
        if len((field.data or "").strip()) < SHORTEST_REPORT:
            raise ValidationError(TOO_SHORT)

    def validate_reply_to(self, field: EmailField) -> None:
        """Refuse what can be no address, or the answer would be lost."""
        if why_not_person("-", field.data or "", "learner"):
            raise ValidationError(_("This is not an e-mail address we can write to. An example: name@example.org"))


@blueprint.get("/accessibility/report")
@public
def report_form() -> Page:
    """Show the form, with the page from which somebody comes already in it."""
    return _show(BarrierForm(formdata=None, page=page_named(request.args.get("page", ""))))


@blueprint.post("/accessibility/report")
@public
def report() -> Page:
    """Keep what was reported, have those who run the site told, and say what happens next."""
    form = BarrierForm()
    if not form.validate():
        return _show(form), 422
    if not (within(FROM_ONE_ADDRESS, client_address()) and within(FROM_ALL)):
        form.form_errors.append(_("So many barriers have been reported in a short time that we cannot take another now. Please try again in an hour, or write to us."))
        return _show(form), 429
    found, told = visitor(), who_is_told()
    end_reading()
    with unit_of_work():
        uid = service.report_barrier(
            form.body.data or "",
            page=form.page.data or "",
            reply_to=form.reply_to.data or "",
            language=ui_language(),
            person_id=found.id if found else None,
            now=now(),
        )
        post_about(uid, told, now=now())
    return redirect(url_for("barriers.thanks"), 303)


@blueprint.get("/accessibility/report/thanks")
@public
def thanks() -> Page:
    """Say that it has arrived, and what happens next; what was written is never shown again."""
    return render_template("public/barrier_thanks.html", responsible=site())


def _show(form: BarrierForm) -> str:
    return render_template("public/report_barrier.html", form=form, responsible=site())
