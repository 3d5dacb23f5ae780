"""Before the first certificate: how should your name stand on it?"""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField

from lms.domain.certificates import service
from lms.domain.certificates.queries import find_held
from lms.domain.people import service as people
from lms.domain.people.permissions import Permission, Relation
from lms.domain.people.queries import Visitor
from lms.domain.people.rules import Refusal, clean_name
from lms.exchange.pdf import missing_signs
from lms.kernel.refusals import Refused
from lms.platform.database import end_reading, unit_of_work
from lms.web.learner.certifying import certificate_links
from lms.web.learner.loaders import Doorstep, Place, load_place
from lms.web.shell.bodies import SentForm
from lms.web.shell.guards import may
from lms.web.shell.phrases import say
from lms.web.shell.visitors import now
from lms.web.shell.words import gettext as _

blueprint = Blueprint("naming", __name__)

ADDRESS = "/learn/<string(maxlength=63):course>/name"


class NameForm(SentForm):
    """A name as it is to stand on certificates; its own rules are those of all names."""

    name = StringField(_l("Your name"))


@dataclass(frozen=True)
class Waiting:
    """A course whose certificate may wait for its holder's name; ``goes_on`` is where to go where none does, or afterwards."""

    place: Place
    holder: Visitor
    relations: frozenset[Relation]

    @property
    def goes_on(self) -> str | None:
        """Where there is nothing to ask: the certificate, else the home of the course; None while one waits."""
        learning = self.place.learning
        certificate, question = certificate_links(learning, self.place.outline, find_held(learning.enrolment_id))
        return None if question else certificate or url_for("learner.course_home", course=learning.course_key)


def load_waiting(asking: Visitor | None, course: str) -> Waiting | Doorstep:
    """Return the course of somebody with an account who follows it; the name is theirs alone to say."""
    place = load_place(asking, course)
    if isinstance(place, Doorstep):
        return place
    assert asking is not None, "a course that is followed has a follower"
    own = {Relation.OWNER} if place.has_account and not asking.is_looked_at else set()
    return Waiting(place, asking, frozenset(own))


@blueprint.get(ADDRESS)
@may(Permission.NAME_CERTIFICATE, of=load_waiting)
def name(waiting: Waiting) -> str | Response:
    """Ask how the name stands on certificates, and show how it will look."""
    if waiting.goes_on:
        return redirect(waiting.goes_on)
    return _show(waiting, NameForm(formdata=None, name=waiting.holder.name))


@blueprint.post(ADDRESS)
@may(Permission.NAME_CERTIFICATE, of=load_waiting)
def settle(waiting: Waiting) -> str | tuple[str, int] | Response:
    """Keep the answer and issue what waited for it, in one transaction; first show it once more where letters are missing."""
    if waiting.goes_on:
        return redirect(waiting.goes_on, 303)
    form = NameForm()
    said = clean_name(form.name.data or "")
    try:
        people.check_certificate_name(said)
    except Refused as refused:
        form.name.errors = [_("Enter your name.") if refused.reason is Refusal.NO_NAME else say(refused)]
        return _show(waiting, form), 422
    if request.form.get("then") == "look" or (missing_signs(said) and request.form.get("seen") != said):
        return _show(waiting, form)
    end_reading()
    with unit_of_work():
        service.settle_name(waiting.holder.id, said, now=now())
    return redirect(waiting.goes_on or url_for("learner.course_home", course=waiting.place.outline.key), 303)


def _show(waiting: Waiting, form: NameForm) -> str:
    said = clean_name(form.name.data or "")
    terms, lang = waiting.place.outline.certificate, waiting.place.lang
    title = (terms.title if terms else waiting.place.outline.title).in_(lang)
    end_reading()  # to ask for rare letters takes a moment
    missing = () if form.name.errors else missing_signs(said)
    course = waiting.place.outline.title.in_(lang)
    return render_template("learner/naming.html", form=form, said=said, missing=missing, title=title, course=course, key=waiting.place.outline.key)
