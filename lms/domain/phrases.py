"""The sentence for every refusal of every subject; translated where it is shown."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from lms.domain.certificates import phrases as certificates
from lms.domain.courses import phrases as courses
from lms.domain.enrolment import phrases as enrolment
from lms.domain.notebook import phrases as notebook
from lms.domain.people import phrases as people
from lms.domain.progress import phrases as progress
from lms.domain.quizzes import phrases as quizzes
from lms.domain.site import phrases as site

_BY_SUBJECT: tuple[Mapping[Any, str], ...] = (
    site.SENTENCES,
    people.SENTENCES,
    courses.SENTENCES,
    enrolment.SENTENCES,
    quizzes.SENTENCES,
    progress.SENTENCES,
    notebook.SENTENCES,
    certificates.SENTENCES,
)

SENTENCES: dict[StrEnum, str] = {reason: sentence for each in _BY_SUBJECT for reason, sentence in each.items()}

# What the audit log says of each act, by its verb; who did it, to whom and when stands beside it.
ACTS: dict[str, str] = {**site.ACTS, **people.ACTS, **courses.ACTS, **enrolment.ACTS, **quizzes.ACTS, **certificates.ACTS}
