"""The settings that are safe to change in the browser; what the operator has fixed is shown and cannot be changed here."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.people.permissions import Permission
from lms.domain.site.keeping import change_settings
from lms.domain.site.phrases import NAMES
from lms.kernel.words import N_
from lms.platform.database import end_reading, unit_of_work
from lms.settings import PREFIX, settings_of_people
from lms.web.admin.acting import acting
from lms.web.admin.settings_form import GROUPS, SettingsForm
from lms.web.shell.guards import may
from lms.web.shell.site import fixed, forget_site, said, site
from lms.web.shell.visitors import now
from lms.web.shell.words import gettext as _

blueprint = Blueprint("site_settings", __name__)

# What is never set in the browser: whoever could, could read the site's mail, or lock everybody out of it.
ELSEWHERE = {
    "instance": N_("The folder that holds everything the site keeps"),
    "database_url": N_("The database"),
    "secret_key": N_("The key that signs cookies and forms"),
    "base_url": N_("The address of the site"),
    "library": N_("The folder of the courses"),
    "languages": N_("The languages of the interface"),
    "mail_url": N_("How letters are sent, with the password for it"),
    "mail_from": N_("The address from which letters come"),
    "redis_url": N_("The memory that several processes share"),
    "proxies": N_("How many servers stand in front of this one"),
}


@dataclass(frozen=True)
class Elsewhere:
    """A setting that is the operator's: how it is called in the environment, and what it is, where we have words for it."""

    name: str
    about: str


@blueprint.get("/admin/settings")
@may(Permission.ADMINISTER)
def settings() -> str:
    """Show the settings as they are."""
    return _page(SettingsForm.of(site()))


@blueprint.post("/admin/settings")
@may(Permission.ADMINISTER)
def change() -> str | tuple[str, int] | Response:
    """Keep what was changed; every change is an act of its own in the audit log."""
    form = SettingsForm.sent(request.form)
    wanted = form.wanted(fixed())
    if form.errors:
        return _page(form), 422
    end_reading()
    with unit_of_work():
        changed = change_settings(wanted, said=said(), fixed=fixed(), by=acting(), now=now())
    forget_site()
    names = ", ".join(_(NAMES[name]) for name in changed)
    flash(_("Saved: %(names)s.", names=names) if changed else _("Nothing was changed."))
    return redirect(url_for("site_settings.settings"), 303)


def _page(form: SettingsForm) -> str:
    others = [each.name for each in settings_of_people() if each.name not in NAMES]
    return render_template(
        "admin/settings.html",
        form=form,
        groups=[(_(title), _(about) if about else "", form.places(names, fixed())) for title, about, names in GROUPS],
        elsewhere=[Elsewhere(f"{PREFIX}{name.upper()}", _(ELSEWHERE[name]) if name in ELSEWHERE else "") for name in others],
    )
