"""What somebody teaches, and the page on which teaching begins."""

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for

from lms.domain.courses.outline import Outline
from lms.domain.courses.queries import get_outline, list_taught_by
from lms.domain.people.permissions import Permission, Relation
from lms.domain.people.queries import Visitor
from lms.domain.quizzes import essays, further
from lms.kernel.localtext import Spoken
from lms.web.shell.guards import may
from lms.web.shell.languages import ui_language
from lms.web.shell.words import ngettext

blueprint = Blueprint("teaching", __name__)


@dataclass(frozen=True)
class Taught:
    """A course that somebody teaches, as it is offered now."""

    course_id: int
    key: str
    outline: Outline

    @property
    def title(self) -> Spoken:
        """Its title in the language of the page."""
        return self.outline.title.in_(ui_language())


@dataclass(frozen=True)
class Classroom:
    """Whoever asks, with the courses that they teach."""

    asking: Visitor | None
    taught: tuple[Taught, ...]
    relations: frozenset[Relation]


@dataclass(frozen=True)
class Task:
    """Something that waits for a trainer."""

    words: str
    url: str


def list_taught(asking: Visitor | None) -> tuple[Taught, ...]:
    """Return the courses that somebody teaches, those of the whole site for an administrator, by title."""
    if asking is None or asking.is_guest:
        return ()
    found = list_taught_by(None if asking.is_admin else asking.id)
    taught = [Taught(each.course_id, each.key, get_outline(each.map_digest)) for each in found]
    return tuple(sorted((each for each in taught if not each.outline.is_guide), key=lambda each: each.title.text.casefold()))


def load_classroom(asking: Visitor | None) -> Classroom:
    """Return what somebody teaches; having the role of a trainer is enough to come in and see that it is nothing yet."""
    taught = list_taught(asking)
    is_trainer = asking is not None and asking.role == "trainer"
    return Classroom(asking, taught, frozenset({Relation.TEACHES} if taught or is_trainer else ()))


@blueprint.get("/teaching/")
@may(Permission.TEACH, of=load_classroom)
def start(room: Classroom) -> str:
    """Show what waits for a trainer, and the courses that they teach."""
    is_admin = room.asking is not None and room.asking.is_admin
    courses = None if is_admin else {each.course_id for each in room.taught}
    waiting = further.count_waiting(courses) if room.taught else 0
    texts = sum(each.waiting for each in essays.list_piles(courses)) if room.taught else 0
    tasks = []
    if texts:
        tasks.append(Task(ngettext("%(num)s text waits to be marked", "%(num)s texts wait to be marked", texts), url_for("marking.piles")))
    if waiting:
        tasks.append(Task(ngettext("%(num)s wish for another attempt waits to be decided", "%(num)s wishes for another attempt wait to be decided", waiting), url_for("further.requests")))
    return render_template("trainer/start.html", tasks=tasks, taught=room.taught)
