"""Adds people without end and notes each outside of the database once it was acknowledged: ``python -m tests.support.busy_writer LOG``.

The site is the one that the environment names.
"""

import os
import sys
from itertools import count
from pathlib import Path

from lms.commands import edge
from lms.domain.people import service as people
from lms.platform.database import unit_of_work


def write(log: Path) -> None:
    """Add one person after the other until this process is killed."""
    with edge.site(), log.open("a", encoding="utf-8") as acknowledged:
        for number in count(1):
            with unit_of_work():
                people.add_person(
                    f"Person {number}", f"p{number}@example.org", role="learner", password_hash=None, now=edge.now()
                )
            acknowledged.write(f"p{number}@example.org\n")
            acknowledged.flush()
            os.fsync(acknowledged.fileno())


if __name__ == "__main__":
    write(Path(sys.argv[1]))
