"""How the rows of the audit log are chained, so that one that was changed or is missing shows."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from lms.kernel.digest import digest_of

FIRST = "0" * 64  # what stands before the first row
# A transaction lasts seconds at most, so after this nothing with a lower number can still come.
SETTLED_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Entry:
    """A row of the audit log."""

    id: int
    at: datetime
    actor_id: int | None
    person_id: int | None
    action: str
    object: str
    changes: Any


def chained(before: str, entry: Entry) -> str:
    """Return the digest of a row and of everything before it.

    Do not change what is computed here: the seals of every site were made so.
    """
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    said = [entry.id, at, entry.actor_id, entry.person_id, entry.action, entry.object, entry.changes]
    return digest_of(before, json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
