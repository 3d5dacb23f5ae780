"""Several files put in place as one: a plan is written first, and whoever comes next finishes one that was interrupted.

Until the plan stands under its name nothing has happened; from then on everything will, even if the process is killed.
"""

import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PLAN = "plan.json"


@dataclass(frozen=True)
class Move:
    """One step: what stands at ``place`` goes to ``away``, if that is named, and ``fresh``, if that is, takes its place."""

    place: Path
    fresh: Path | None = None
    away: Path | None = None

    def do(self) -> None:
        """Do the step, or what is left of it."""
        if self.fresh and not self.fresh.exists():
            return  # done before an interruption
        if self.away and not self.away.exists():
            _rename(self.place, self.away)
        if self.fresh:
            _rename(self.fresh, self.place)


def _rename(old: Path, new: Path) -> None:
    with suppress(FileNotFoundError):  # there is nothing, or somebody else who finishes the plan was faster
        old.rename(new)


def carry_out(folder: Path, moves: Sequence[Move]) -> None:
    """Do all the steps or none. ``folder`` holds what is new; it is removed at the end, with what was put away in it."""
    draft = folder / f"{PLAN}.new"
    words = [[str(each.place), str(each.fresh or ""), str(each.away or "")] for each in moves]
    with draft.open("w", encoding="utf-8") as file:
        json.dump(words, file)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(folder / PLAN)  # from here on it is decided
    sync_folder(folder)
    finish(folder)


def finish(folder: Path) -> bool:
    """Finish the steps that were decided in ``folder``; tell whether there were any."""
    try:
        words = json.loads((folder / PLAN).read_bytes())
    except FileNotFoundError:
        return False
    for place, fresh, away in words:
        Move(Path(place), Path(fresh) if fresh else None, Path(away) if away else None).do()
    for parent in {Path(place).parent for place, _, _ in words}:
        sync_folder(parent)
    shutil.rmtree(folder, ignore_errors=True)
    return True


def sync_folder(folder: Path) -> None:
    """Let the names in a folder be on the disk before anything else happens."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
