"""Who has got how far: one row per enrolment, a constant number of statements for a page however long it is.

A course that was completed is measured by the edition with which it was completed, every other by the head of its line:
a later edition takes nothing away from what was reached.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import batched
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from lms.domain.certificates.models import Certificate
from lms.domain.courses.models import Course, Edition, Line
from lms.domain.courses.outline import Outline
from lms.domain.courses.queries import get_outline
from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.people.rules import email_key
from lms.domain.progress import rules
from lms.domain.progress.models import ActivityState
from lms.domain.progress.queries import standings_of
from lms.domain.progress.rules import Standings
from lms.platform.database import db
