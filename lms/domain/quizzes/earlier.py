"""What attempts lack that were sent in before it was kept: what each question was worth, and a receipt number.

It is worked out again from the answers, by the key that gave the mark; the mark itself stays as it is.
"""

from datetime import datetime

from sqlalchemy import select, update

from lms.domain.courses.queries import get_outline
from lms.domain.courses.questionnaires import get_questionnaire
from lms.domain.quizzes import rules
from lms.domain.quizzes.keys import marked_by
from lms.domain.quizzes.models import Attempt
from lms.domain.quizzes.queries import get_fresh_binding, read_answers
from lms.domain.quizzes.service import answers_of, keep_marks
from lms.platform.database import change, read

AT_ONCE = 50


def fill_in(*, now: datetime) -> int:
    """Give some of those attempts what they lack, the newest first, and return how many; called by the worker."""
    lacking = select(Attempt.uid, Attempt.marked_edition_id).where(Attempt.submitted_at.is_not(None), Attempt.receipt.is_(None))
    rows = read(lacking.order_by(Attempt.id.desc()).limit(AT_ONCE)).all()
    for uid, marked_edition in rows:
        attempt = get_fresh_binding(uid)
        outline = get_outline(attempt.map_digest)
        activity = outline.find(attempt.quiz_key)
        assert activity is not None, "an attempt at a quiz of its edition"
        marking = marked_by(attempt, get_questionnaire(outline, activity), activity, marked_edition)
        answers = read_answers(attempt.id)
        marked = marking.marked(attempt.seed, answers_of(answers.given))
        keep_marks(attempt, tuple(each for each in marked if each.share is not None), answers)
        change(update(Attempt).where(Attempt.id == attempt.id).values(receipt=rules.receipt_of(uid)))
    return len(rows)
