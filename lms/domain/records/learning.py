"""What one person follows and how far they have come, measured as the reports measure it."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from lms.domain.courses.models import Course, Edition, Line
from lms.domain.courses.queries import get_outline
from lms.domain.enrolment.models import Enrolment
from lms.domain.progress.queries import standings_of
from lms.domain.progress.rules import percent
from lms.domain.records.reports import Stage, measure, stage_column
from lms.kernel.localtext import LocalText
from lms.platform.database import db


@dataclass(frozen=True)
class Followed:
    """One enrolment of a person: ``progress`` in whole percent of what the course asks for."""

    uid: str
    course: str
    title: LocalText
    stage: Stage
    progress: int
    began_at: datetime
    last_activity: datetime


def list_followed(person_id: int) -> list[Followed]:
    """Return every enrolment of a person, those that have ended too, the one that was touched last first."""
    reached = aliased(Edition)
    digest = func.coalesce(reached.map_digest, Edition.map_digest)
    columns = (Enrolment.id, Enrolment.uid, Course.key, stage_column(), Enrolment.began_at, Enrolment.last_activity_at, digest)
    found = db.session.execute(
        select(*columns)
        .select_from(Enrolment)
        .join(Course, Course.id == Enrolment.course_id)
        .join(Line, Line.id == Enrolment.line_id)
        .join(Edition, (Edition.line_id == Line.id) & (Edition.number == Line.head))
        .outerjoin(reached, reached.id == Enrolment.completed_edition_id)
        .where(Enrolment.person_id == person_id)
        .order_by(Enrolment.last_activity_at.desc(), Enrolment.id)
    ).all()
    standings = standings_of([row[0] for row in found]) if found else {}
    followed = []
    for number, uid, course, stage, began_at, last_activity, outlined in found:
        outline = get_outline(outlined)
        done, total, _score = measure(outline, standings.get(number, {}))
        progress = percent(Fraction(done, total)) if total else 100 * (stage == Stage.COMPLETED)
        followed.append(Followed(uid, course, outline.title, Stage(stage), progress, began_at, last_activity))
    return followed
