"""The start page of the administration: its parts, each with what it is for."""

from typing import NamedTuple

from flask import Blueprint, render_template, url_for

from lms.domain.people.permissions import Permission
from lms.kernel.words import N_
from lms.web.mail import watch
from lms.web.shell.guards import may
from lms.web.shell.words import gettext as _

blueprint = Blueprint("admin", __name__, template_folder="templates")


class Part(NamedTuple):
    """A part of the administration: the endpoint of its page, its name, and what one finds there."""

    endpoint: str
    name: str
    about: str


PARTS: tuple[Part, ...] = (
    Part("directory.people", N_("People"), N_("Who has an account: find, add, change and suspend people, and see the site as they see it.")),
    Part("registrations.page", N_("Registrations"), N_("Who has registered and has not confirmed their address; confirm somebody by hand.")),
    Part("admin_certificates.certificates", N_("Certificates"), N_("Find certificates, revoke them, and correct the name on them.")),
    Part("notices_admin.notices", N_("Notices"), N_("What the readers of a course should know at once, whichever edition they read.")),
    Part("teaching.start", N_("Teaching"), N_("What waits in the courses: texts to mark, wishes for further attempts.")),
    Part("site_settings.settings", N_("Settings"), N_("How the site is called, who answers for it, and who may register.")),
    Part("audit.audit", N_("Audit log"), N_("Who did what to accounts, certificates and the site.")),
    Part("reports.progress", N_("Progress"), N_("Who has got how far, on the screen and as a file.")),
    Part("mail.overview", N_("Mail"), N_("How letters leave the site, and which of them wait or have failed.")),
    Part("barriers_admin.barriers", N_("Barriers"), N_("What kept people out of the site, as they have reported it.")),
)


@blueprint.get("/admin/")
@may(Permission.ADMINISTER)
def start() -> str:
    """Show the parts of the administration."""
    parts = [(url_for(part.endpoint), _(part.name), _(part.about)) for part in PARTS]
    return render_template("admin/start.html", parts=parts, mail=watch.state())
