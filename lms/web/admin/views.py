"""The start page of the administration: its parts, each with what it is for."""

from typing import NamedTuple

from flask import Blueprint, render_template, url_for

from lms.domain.people.permissions import Permission
from lms.kernel.words import N_
from lms.web.shell.guards import may
from lms.web.shell.words import gettext as _

blueprint = Blueprint("admin", __name__, template_folder="templates")


class Part(NamedTuple):
    """A part of the administration: the endpoint of its page, its name, and what one finds there."""

    endpoint: str
    name: str
    about: str


PARTS: tuple[Part, ...] = (
    Part("reports.progress", N_("Progress"), N_("Who has got how far, on the screen and as a file.")),
    Part("barriers_admin.barriers", N_("Barriers"), N_("What kept people out of the site, as they have reported it.")),
)


@blueprint.get("/admin/")
@may(Permission.ADMINISTER)
def start() -> str:
    """Show the parts of the administration."""
    parts = [(url_for(part.endpoint), _(part.name), _(part.about)) for part in PARTS]
    return render_template("admin/start.html", parts=parts)
