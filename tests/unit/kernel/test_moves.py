"""Several files are put in place as one, even by somebody who comes later."""

import json
from pathlib import Path

import pytest

from lms.kernel.moves import PLAN, Move, carry_out, finish


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a plan, beside two old files, with two new ones in it."""
    folder = tmp_path / ".restoring"
    folder.mkdir()
    for name in ("a", "b"):
        (tmp_path / name).write_text(f"old {name}", encoding="utf-8")
        (folder / name).write_text(f"new {name}", encoding="utf-8")
    (tmp_path / "c").write_text("old c", encoding="utf-8")
    return folder


def moves(folder: Path) -> list[Move]:
    return [
        Move(folder.parent / "a", folder / "a"),
        Move(folder.parent / "c", away=folder / "old-c"),
        Move(folder.parent / "b", folder / "b"),
    ]


def texts(place: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in place.iterdir() if path.is_file()}


def test_all_steps_are_done_and_the_folder_goes(folder: Path) -> None:
    carry_out(folder, moves(folder))
    assert texts(folder.parent) == {"a": "new a", "b": "new b"}
    assert not folder.exists()


def test_without_a_plan_nothing_is_finished(folder: Path) -> None:
    assert finish(folder) is False
    assert texts(folder.parent) == {"a": "old a", "b": "old b", "c": "old c"}


@pytest.mark.parametrize("done", [0, 1, 2, 3])
def test_whoever_comes_next_finishes_from_where_it_stopped(folder: Path, done: int) -> None:
    words = [[str(each.place), str(each.fresh or ""), str(each.away or "")] for each in moves(folder)]
    (folder / PLAN).write_text(json.dumps(words), encoding="utf-8")
    for step in moves(folder)[:done]:
        step.do()
    assert finish(folder) is True
    assert texts(folder.parent) == {"a": "new a", "b": "new b"}
    assert finish(folder) is False


def test_what_is_kept_aside_is_not_written_over_by_a_second_try(tmp_path: Path) -> None:
    (tmp_path / "database").write_text("damaged", encoding="utf-8")
    (tmp_path / "fresh").write_text("new", encoding="utf-8")
    steps = [Move(tmp_path / "database", away=tmp_path / "aside"), Move(tmp_path / "database", tmp_path / "fresh")]
    for step in [*steps, *steps]:
        step.do()
    assert texts(tmp_path) == {"database": "new", "aside": "damaged"}
