"""Writes down what somebody has done under the keys of the edition that they follow now; called inside a unit of work."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, update

from lms.domain.courses.lineage import has_former_keys
from lms.domain.courses.outline import Outline
from lms.domain.courses.queries import get_chain, get_outline, list_history
from lms.domain.enrolment.queries import Learning
from lms.domain.progress.carrying import Kept, carried
from lms.domain.progress.models import ActivityState
from lms.domain.progress.queries import kept_of
from lms.platform.database import change_each, insert_missing


def carry_over(learning: Learning) -> None:
    """Let what somebody did under former keys count in the edition that they follow."""
    if has_former_keys(get_outline(learning.map_digest)):
        chain = get_chain(list_history(learning.course_id), learning.edition)
        raise_states(chain, [learning.enrolment_id])


def raise_states(chain: Sequence[Outline], enrolment_ids: Sequence[int]) -> list[int]:
    """Write how activities stand in the last edition of ``chain``; return the enrolments for which that is more than before."""
    found = {enrolment: more for enrolment, kept in kept_of(enrolment_ids).items() if (more := carried(chain, kept))}
    rows = [_row(enrolment, key, kept) for enrolment, standings in found.items() for key, kept in standings.items()]
    change_each(insert_missing(ActivityState), [{name: row[name] for name in ("enrolment_id", "key", "state", "score_num", "score_den", "done_at")} for row in rows])
    here = (ActivityState.enrolment_id == bindparam("of_enrolment"), ActivityState.key == bindparam("of_key"))
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ("state", "score_num", "score_den", "done_at")}
    change_each(update(ActivityState.__table__).where(*here).values(values), [_for_update(row) for row in rows])  # type: ignore[arg-type]
    return list(found)


def _row(enrolment_id: int, key: str, kept: Kept) -> dict[str, Any]:
    num, den = (None, None) if kept.score is None else (kept.score.numerator, kept.score.denominator)
    return {"enrolment_id": enrolment_id, "key": key, "state": kept.state.value, "score_num": num, "score_den": den, "done_at": kept.at}


def _for_update(row: Mapping[str, Any]) -> dict[str, Any]:
    where = {"of_enrolment": row["enrolment_id"], "of_key": row["key"]}
    return where | {f"new_{name}": row[name] for name in ("state", "score_num", "score_den", "done_at")}
