"""Barriers that people have reported: what is open first, and a button by which each is settled."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms.domain.people.permissions import Permission
from lms.domain.people.queries import Addressee, list_addressees
from lms.domain.site import queries, service
from lms.domain.site.queries import Reported
from lms.kernel.refusals import Missing
from lms.platform.database import end_reading, unit_of_work
from lms.web.shell.guards import may
from lms.web.shell.site import site
from lms.web.shell.visitors import now, visitor
from lms.web.shell.words import gettext as _

blueprint = Blueprint("barriers_admin", __name__)


@dataclass(frozen=True)
class BarrierLine:
    """One report as the page shows it: ``by`` is the name of whoever was signed in, ``write_to`` where they asked to be answered."""

    reported: Reported
    by: str
    write_to: str


@blueprint.get("/admin/barriers")
@may(Permission.ADMINISTER)
def barriers() -> str:
    """Show what people have reported."""
    found = queries.list_barriers()
    people = list_addressees({each.person_id for each in found if each.person_id})
    lines = [_line(each, people.get(each.person_id or 0)) for each in found]
    return render_template(
        "admin/barriers.html",
        open=[line for line in lines if line.reported.settled_at is None],
        settled=[line for line in lines if line.reported.settled_at],
        responsible=site(),
        most=queries.MOST_SHOWN,
    )


@blueprint.post("/admin/barriers/<string(length=32):uid>/settled")
@may(Permission.ADMINISTER)
def settle(uid: str) -> Response:
    """Note that a barrier has been dealt with; pressing the button twice is pressing it once."""
    who = visitor()
    known = queries.find_barrier(uid)
    end_reading()
    if known is None or who is None:
        raise Missing("barrier")
    with unit_of_work():
        service.settle_barrier(uid, actor_id=who.id, now=now())
    flash(_("The report is marked as settled."))
    return redirect(url_for("barriers_admin.barriers"), 303)


def _line(reported: Reported, by: Addressee | None) -> BarrierLine:
    return BarrierLine(reported, by.name if by else "", reported.reply_to or "")
