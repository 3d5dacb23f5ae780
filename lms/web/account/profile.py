"""What people say of themselves: their name, and the language and time zone in which the site speaks to them."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms.domain.certificates import service as certificates
from lms.domain.people import rules, service
from lms.domain.people.permissions import Permission
from lms.domain.people.queries import Visitor, read_profile
from lms.domain.quizzes.phrases import TIMES
from lms.domain.quizzes.rules import EXTRA_TIMES
from lms.kernel.refusals import Refused
from lms.platform.database import end_reading, unit_of_work
from lms.web.account.forms import ProfileForm, refuse
from lms.web.account.limits import PROFILE_CHANGES
from lms.web.account.zones import zone_choices
from lms.web.shell.guards import may
from lms.web.shell.languages import habits, own_name
from lms.web.shell.limits import within
from lms.web.shell.site import site
from lms.web.shell.visitors import now, visitor
from lms.web.shell.words import gettext as _

blueprint = Blueprint("profile", __name__, template_folder="templates")

Page = str | tuple[str, int] | Response


@blueprint.get("/account/")
@may(Permission.KEEP_OWN_ACCOUNT)
def start() -> Response:
    """Lead to the first page about one's own account."""
    return redirect(url_for("profile.page"), 302)


@blueprint.get("/account/profile")
@may(Permission.KEEP_OWN_ACCOUNT)
def page() -> Page:
    """Show what somebody says of themselves."""
    known = read_profile(_me().id)._asdict()
    said = {name: known[name] or "" for name in ("name", "certificate_name", "language", "zone")} | {"extra_time": str(known["extra_time"])}
    return _show(ProfileForm(formdata=None, data=said), known["zone"])


@blueprint.post("/account/profile")
@may(Permission.KEEP_OWN_ACCOUNT)
def save() -> Page:
    """Keep what somebody says of themselves."""
    me, form = _me(), ProfileForm()
    on_certificates = rules.clean_name(form.certificate_name.data or "")
    if not _offer(form, me.zone).validate() or not _has_name(form):
        return _show(form, me.zone), 422
    if not within(PROFILE_CHANGES, me.uid):
        form.form_errors.append(_("This has been changed very often in the last hour. Please try again in an hour."))
        return _show(form, me.zone), 429
    end_reading()
    with unit_of_work():
        service.save_profile(
            me.id,
            now=now(),
            name=rules.clean_name(form.name.data or ""),
            language=form.language.data or None,
            zone=form.zone.data or None,
            extra_time=int(form.extra_time.data) if form.extra_time.raw_data else me.extra_time,
        )
        if on_certificates:
            certificates.settle_name(me.id, on_certificates, now=now())
    flash(_("Your profile has been saved."))
    return redirect(url_for("profile.page"), 303)


def _me() -> Visitor:
    found = visitor()
    assert found is not None, "nobody is signed in, although the guard let them pass"
    return found


def _has_name(form: ProfileForm) -> bool:
    try:
        service.check_person(form.name.data or "", "a@b", "learner")
    except Refused as refused:
        refuse(form.name, refused)
    return not form.errors


def _offer(form: ProfileForm, present: str | None) -> ProfileForm:
    """Put into the form what can be chosen; a zone that somebody has already stays theirs."""
    form.language.choices = [("", _("As my browser asks for it")), *((tag, own_name(tag)) for tag in current_app.config["LANGUAGES"])]
    zones = zone_choices(habits())
    own = [(present, present)] if present and present not in dict(zones) else []
    form.zone.choices = [("", _("As the site: %(zone)s", zone=dict(zones).get(site().timezone, site().timezone))), *own, *zones]
    form.extra_time.choices = [(str(each), _(TIMES[each])) for each in EXTRA_TIMES]
    return form


def _show(form: ProfileForm, present: str | None) -> str:
    return render_template("account/profile.html", form=_offer(form, present))
