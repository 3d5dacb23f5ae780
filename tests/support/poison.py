"""Fills every text of the database, and a course, with what would run in a browser if a page let it.

Each payload calls ``__x`` with the name of its place, so that a page that lets one through says which it was.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import JSON, Column, String, Table, Text, func, select, update
from sqlalchemy.orm import Session

from lms.domain.certificates.models import Certificate
from lms.domain.courses.models import Edition
from lms.domain.notebook.models import Note
from lms.domain.people.models import Confirmation, Person, SignIn
from lms.domain.quizzes.models import Attempt, EssayMark, FurtherAttempt, Regrade, SurveyAnswer
from lms.domain.records.models import Audit
from lms.domain.site.models import Barrier
from lms.platform.database import Base
from lms.platform.jobs import Job
from tests.makers import files_of
from tests.support.surveys import SURVEY, with_survey

# A product that no page shows for another reason: where a template is filled in twice it comes out.
PRODUCT = str(1337 * 7331)
FORMS = (
    '"><img src=x onerror=__x(`{}`)>',
    "</script><script>__x(`{}`)</script>",
    "javascript:__x(`{}`)//",
    "'-__x(`{}`)-'",
    "<svg/onload=__x(`{}`)>",
    "{{{{1337*7331}}}}${{1337*7331}}<%=1337*7331%>{}",
    "\r\nSet-Cookie: x=1\r\n\r\n<script>__x(`{}`)</script>",
    "\u202e\u2066\u200b<details open ontoggle=__x(`{}`)>",
)
# What the database lets nobody change: it is filled when its row is written.
WRITTEN_ONCE = ("audit.object",)
# What the program chooses or checks itself, so that no stranger's text can stand in it; each with what it is.
OUR_OWN = {
    "a digest": "blob.digest edition.map_digest edition_file.digest page.digest session.token_digest confirmation.browser_digest audit_seal.digest course.notices draft_file.digest findable.page",
    "a uid": "attempt.uid attempt.seed barrier.uid certificate.uid confirmation.uid course.uid course.derived_from enrolment.uid person.uid session.uid draft.uid notice.uid further_attempt.uid regrade.uid survey_answer.uid",
    "a key of the course format": "activity_state.key attempt.quiz_key course.key draft.key enrolment.place findable.activity_key note.activity_key note.passage response.question_key question_mark.question_key question_flag.question_key further_attempt.quiz_key marking_way.quiz_key essay_claim.question_key essay_mark.question_key survey_answer.quiz_key survey_answer.question_key",
    "a word of a closed list": (
        "activity_state.state blob.media_type course.origin course.visibility draft.origin edition.kind enrolment.state job.kind note.kind page.kind person.role"
        " record.verb staff.part audit.action confirmation.purpose site_setting.name attempt.ended_by"
    ),
    "a tag of a language, or a zone, that is looked up": (
        "barrier.language confirmation.language findable.language note.language person.language person.zone response.language survey_answer.language"
    ),
    "what is read back as what it is": "attempt.receipt page.body page.text edition_file.path draft_file.path findable.words response.client note.client job.key person.email_key confirmation.email_key",
    "a hash": "person.password_hash confirmation.password_hash",
}


def own() -> set[str]:
    """Return the columns whose texts are the program's own."""
    return {name for names in OUR_OWN.values() for name in names.split()}


def text_columns() -> Iterator[tuple[Table, "Column[str]"]]:
    """Yield every column of every table that holds text."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String | Text) and not isinstance(column.type, JSON):
                yield table, column


def poisoned() -> list[tuple[Table, "Column[str]"]]:
    """Return the columns in which a stranger's text may stand."""
    return [(table, column) for table, column in text_columns() if f"{table.name}.{column.name}" not in own()]


def payload(place: str, number: int, most: int | None = None) -> str:
    """Return what is put into a place; the number chooses its form, ``most`` is how many signs there is room for."""
    return FORMS[number % len(FORMS)].format(place)[:most]


def poison(session: Session) -> list[str]:
    """Put a payload into every such column of every row, and return the names of those of which there was a row."""
    filled = []
    for number, (table, column) in enumerate(poisoned()):
        place = f"{table.name}.{column.name}"
        if place in WRITTEN_ONCE:
            filled += [place] if session.scalar(select(func.count()).where(column.contains("__x"))) else []
            continue
        text = payload(place, number, getattr(column.type, "length", None))
        changed = session.execute(update(table).where(column.is_not(None)).values({column.name: text}))
        if changed.rowcount:  # type: ignore[attr-defined]
            filled.append(place)
    return filled


def poisoned_course() -> dict[str, str | None]:
    """Return the files of the course with payloads in whatever its author may write: titles, lessons, questions, answers.

    Its first module is open, so that whoever has no account reads them too.
    """
    changed: dict[str, str | None] = {}
    for number, (path, body) in enumerate(sorted(files_of(changed=with_survey()).items())):
        text = body.decode() if path.endswith((".yaml", ".md")) else ""
        if path.endswith(".yaml"):
            changed[path] = _in_yaml(path, text, number).replace("\nmodules:", "\nopen: [asking]\nmodules:")
        elif path.startswith("quizzes/"):
            changed[path] = _in_quiz(path, text)
        elif path.endswith(".md"):
            changed[path] = text + "\n\n" + "\n\n".join(_plain(form.format(path)) for form in FORMS) + "\n"
    return changed


def _in_quiz(path: str, text: str) -> str:
    """Put payloads behind every answer that is chosen, and behind every heading of a question."""
    tags = [form for form in FORMS if "{{" not in form and not form.startswith("'")]
    lines = []
    for number, line in enumerate(text.splitlines()):
        chosen = line.lstrip().startswith(("- (", "- ["))
        lines.append(f"{line} {_plain(tags[number % len(tags)].format(path))}" if chosen else line)
    return "\n".join(lines) + "\n"


def _in_yaml(path: str, text: str, number: int) -> str:
    """Put a payload behind every text in quotes that is no language."""
    lines = []
    for line in text.splitlines():
        for language in ("en", "bg"):
            head, found, rest = line.partition(f'{language}: "')
            if found:
                line = f"{head}{language}: " + json.dumps(_plain(payload(path, number)), ensure_ascii=False) + rest.partition('"')[2]
        lines.append(line)
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return " ".join(text.split())


def furnish(session: Session, *, person_id: int, course_id: int, now: datetime) -> None:
    """Put one row at least into every table in which people's words stand, and fill every column of theirs."""
    uids = (f"{number:032x}" for number in count(1))
    attempt = session.scalars(select(Attempt).where(Attempt.submitted_at.is_not(None))).first()
    assert attempt is not None, "somebody has sent in a test"
    session.add_all(
        [
            Note(
                person_id=person_id, course_id=course_id, activity_key="why-ask", passage="reflect-1", kind="reflect", prompt="?",
                language="en", body="x", version=1, client="form", seq=1, written_at=now,
            ),
            Barrier(
                uid=next(uids), person_id=person_id, address="/", body="x", reply_to="x", language="en", reported_at=now, settled_at=None
            ),
            Confirmation(
                uid=next(uids), purpose="register", email="x", email_key="x", name="x", password_hash="x", language="en",
                browser_digest="x", tries=0, made_at=now, expires_at=now + timedelta(days=1),
            ),
            *(
                Audit(
                    at=now, actor_id=person_id, person_id=person_id, action="x", object=payload("audit.object", number, 128),
                    changes={payload("a name in audit.changes", number): [payload("audit.changes", each) for each in (number, number + 1)]},
                )
                for number in range(len(FORMS))
            ),
            FurtherAttempt(
                uid=next(uids), enrolment_id=attempt.enrolment_id, quiz_key=attempt.quiz_key, words="x", made_at=now, decided_at=now, is_granted=False, reason="x"
            ),
            EssayMark(
                attempt_id=attempt.id, question_key="plan", marker_id=person_id, criteria=["4", "6"], num=1, den=1, comment="x", at=now
            ),
            Regrade(uid=next(uids), course_id=course_id, edition_id=attempt.edition_id, by=person_id, at=now, reason="x", may_lower=False),
            *(
                SurveyAnswer(
                    uid=next(uids), course_id=course_id, quiz_key=SURVEY, edition_id=attempt.edition_id, question_key=question,
                    body=payload("survey_answer.body", number), language="en", day=now.date(),
                )
                for number in range(len(FORMS))
                for question in ("short", "plan", "think")
            ),
            Job(key="x", kind="letter", body={}, made_at=now, due_at=now, tries=3, failed_at=now, error="x"),
        ]
    )  # fmt: skip
    session.flush()
    session.execute(update(SignIn).values(agent="x"))
    session.execute(update(Person).values(certificate_name="x"))
    session.execute(update(Edition).values(note="x"))
    session.execute(update(Certificate).where(Certificate.id == select(func.max(Certificate.id)).scalar_subquery()).values(revoked_at=now, reason="x"))
