"""The accessibility statement: made from what is known, with everything that Decision (EU) 2018/1523 asks for."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache

from flask import Blueprint, current_app, render_template

from lms.domain.site.conformance import Conformance, Kind, Result, Status, read_conformance
from lms.settings import CHECKOUT
from lms.web.public.known_faults import KNOWN_FAULTS
from lms.web.shell.guards import public
from lms.web.shell.sharing import share
from lms.web.shell.site import site
from lms.web.shell.words import gettext as _

blueprint = Blueprint("accessibility", __name__)

DOCUMENT = CHECKOUT / "docs" / "accessibility.md"


@dataclass(frozen=True)
class StatedFault:
    """Something that is not accessible: what happens, what to do instead, and which requirements it touches."""

    happens: str
    instead: str
    touches: str


@dataclass(frozen=True)
class StatementPage:
    """What the document says, in the words of the page."""

    status: Status
    status_sentence: str
    prepared_on: date
    reviewed_on: date
    faults: dict[Kind, list[StatedFault]]
    counted: list[tuple[str, int, int]]


@cache
def conformance() -> Conformance:
    """Return what is known, read once: the document comes with the program and changes with it."""
    return read_conformance(DOCUMENT.read_text(encoding="utf-8"))


@blueprint.get("/accessibility/")
@public
def statement() -> str:
    """Show the statement."""
    return render_template(
        "public/accessibility.html",
        stated=_page(conformance()),
        responsible=site(),
        address=current_app.extensions["settings"].base_url,
        shared=share(_("Accessibility statement"), _("How far this website is accessible, what is not, and how to tell us of a barrier.")),
    )


def _page(known: Conformance) -> StatementPage:
    return StatementPage(
        status=known.status,
        status_sentence=_status_sentence(known.status),
        prepared_on=known.prepared_on,
        reviewed_on=known.reviewed_on,
        faults={kind: _stated(known, kind) for kind in Kind},
        counted=_counted(known),
    )


def _status_sentence(status: Status) -> str:
    return {
        Status.FULLY: _("This site is fully compliant with WCAG 2.2 at level AA and with EN 301 549."),
        Status.PARTIALLY: _("This site is partially compliant with WCAG 2.2 at level AA and with EN 301 549, because of what is listed below."),
        Status.NOT: _("This site is not compliant with WCAG 2.2 at level AA and with EN 301 549. What is not accessible is listed below."),
    }[status]


def _stated(known: Conformance, kind: Kind) -> list[StatedFault]:
    """Return the faults of a kind, in the words of the page, in the order of the document."""
    found = []
    for fault in known.faults:
        if fault.kind is kind:
            happens, instead = KNOWN_FAULTS[fault.key]
            touched = [each.number for each in (*known.criteria, *known.clauses) if fault.key in each.faults]
            found.append(StatedFault(_(happens), _(instead), ", ".join(touched)))
    return found


def _counted(known: Conformance) -> list[tuple[str, int, int]]:
    """Return how many criteria and clauses have each result."""
    names = {
        Result.SUPPORTS: _("Supported, and really looked at"),
        Result.TOOL_ONLY: _("Only a tool has looked at it and found nothing"),
        Result.PARTLY: _("Supported in part"),
        Result.DOES_NOT: _("Not supported, or not tested yet"),
        Result.NOT_APPLICABLE: _("Does not apply here"),
    }
    criteria, clauses = (Counter(each.result for each in table) for table in (known.criteria, known.clauses))
    return [(name, criteria[result], clauses[result]) for result, name in names.items()]
