"""The learner's own notebook: notes are saved beside the passage that asked, and read all together."""

import re
from dataclasses import dataclass
from typing import Any, TypeGuard

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from lms.domain.notebook import service
from lms.domain.notebook.rules import Refusal, Said, clean_body
from lms.domain.notebook.service import Saved
from lms.domain.people.permissions import Permission, Relation
from lms.domain.people.queries import Visitor
from lms.kernel.refusals import Refused
from lms.web.learner.following import following
from lms.web.learner.loaders import Doorstep, Place, load_place
from lms.web.learner.margins import Spread, load_spread, saved_at
from lms.web.learner.notebook_pages import as_markdown, notebook_page
from lms.web.learner.reading import lesson_page
from lms.web.shell.guards import may
from lms.web.shell.phrases import say
from lms.web.shell.visitors import now, somebody

blueprint = Blueprint("notebooks", __name__)

COURSE = "/learn/<string(maxlength=63):course>"
CLIENT = re.compile(r"[0-9a-z-]{8,32}")
MOST_NUMBER = 2**31 - 1


@dataclass(frozen=True)
class Own:
    """A course with the notes of whoever asks; nobody else's, and not those of somebody who is looked at."""

    place: Place
    owner: Visitor
    relations: frozenset[Relation]


def load_notebook(asking: Visitor | None, course: str) -> Own | Doorstep:
    """Return the course that somebody follows, for their own notes in it."""
    place = load_place(asking, course)
    if isinstance(place, Doorstep):
        return place
    assert asking is not None, "a course that is followed has a follower"
    own = frozenset() if asking.is_looked_at else frozenset({Relation.OWNER})
    return Own(place, asking, place.relations | own)


@blueprint.post(f"{COURSE}/<string(maxlength=63):activity>/notes/<string(maxlength=40):passage>")
@may(Permission.KEEP_NOTES, of=load_spread)
def save(spread: Spread) -> BaseResponse | tuple[str, int]:
    """Keep a note that a script or a form sends; "saved" is said only when it is stored."""
    said = _understand()
    try:
        saved = _keep(spread, said)
    except Refused as refused:
        if request.is_json or refused.reason is not Refusal.TOO_LONG:
            raise
        return lesson_page(spread.spot, typed={spread.key: said.body}, error=say(refused)), 422
    if request.is_json:
        return jsonify(seq=said.seq, version=saved.version, saved=saved_at(saved.written_at), joined=saved.joined, body=saved.body)
    if request.form.get("then") == "notebook":
        return redirect(url_for("notebooks.notebook", course=spread.spot.place.outline.key, _anchor=f"note-{spread.spot.activity.key}-{spread.key}-prompt"), 303)
    address = url_for("learner.activity", course=spread.spot.place.outline.key, activity=spread.spot.activity.key)
    return redirect(f"{address}{f'?joined={spread.key}' if saved.joined else ''}#note-{spread.key}", 303)


@blueprint.get(f"{COURSE}/notebook/")
@may(Permission.SEE_NOTES, of=load_notebook)
def notebook(own: Own) -> str:
    """Show all notes of a course in its order, each beside what was asked."""
    return render_template("learner/notebook.html", notebook=notebook_page(own.place, own.owner), course=own.place.outline.key)


@blueprint.get(f"{COURSE}/notebook.md")
@may(Permission.SEE_NOTES, of=load_notebook)
def notebook_file(own: Own) -> Response:
    """Send all notes of a course as a text that any program reads."""
    answer = Response(as_markdown(notebook_page(own.place, own.owner)), content_type="text/markdown; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="notebook-{own.place.outline.key}.md"'
    return answer


def _keep(spread: Spread, said: Said) -> Saved:
    if not spread.spot.place.is_followed and not said.body.strip():
        return Saved("", 0, now(), joined=False)  # nobody becomes a guest for an empty note
    with following(spread.spot.place) as place:
        return service.save(spread.of(place.learning.person_id), said, now=now())


def _understand() -> Said:
    """Return the note that was sent. Refuse what is none, and what somebody else wrote who was signed in here before."""
    event = request.get_json(silent=True) if request.is_json else _of_form()
    sent: dict[str, Any] = event if isinstance(event, dict) else {}
    body, base, client, seq, person = (sent.get(name) for name in ("body", "base", "client", "seq", "person"))
    if not (isinstance(body, str) and _is_number(base) and _is_number(seq)):
        raise Refused(Refusal.NOT_A_NOTE)
    if request.is_json and not (isinstance(client, str) and CLIENT.fullmatch(client)):
        raise Refused(Refusal.NOT_A_NOTE)
    asking = somebody()
    if person and (asking is None or person != asking.uid):
        raise Refused(Refusal.SOMEBODY_ELSES)
    return Said(clean_body(body), base, client if isinstance(client, str) and request.is_json else "", seq)


def _of_form() -> dict[str, Any]:
    form = request.form
    return {"body": form.get("body", ""), "base": form.get("base", 0, int), "seq": 0, "person": form.get("person", "")}


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_NUMBER
