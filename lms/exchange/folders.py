"""Courses in folders: the map from path to bytes that every habitat of a course holds (course-format §1, §11)."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lms.exchange.course_files import LIMITS, TOPS, Limits, is_left_out
from lms.exchange.unreadable import Unreadable
from lms.kernel.refusals import Refused


def course_keys(root: Path) -> list[str]:
    """Return the keys of the courses that lie in a folder, sorted; whether they are whole is for the checker to say."""
    folders = (folder for top in TOPS if (root / top).is_dir() for folder in (root / top).iterdir())
    return sorted({folder.name for folder in folders if folder.is_dir() and not is_left_out(folder.name)})


def read_folder(root: Path, course_key: str, limits: Limits = LIMITS, large: dict[str, int] | None = None) -> dict[str, bytes]:
    """Return the files of one course of a folder by their path in the map, sorted.

    Dot files and what systems leave behind are not in the map (T1). Refused (``Unreadable``) where a link leads out of
    the course's folders or a limit is broken; nothing large is read before its size is known. Where ``large`` is given,
    a file that is too large is not refused: it is empty, and ``large`` says how many bytes it may have at most.
    """
    files: dict[str, bytes] = {}
    total = 0
    for path, file in sorted(_files(root, course_key)):
        if len(files) == limits.files:
            raise Refused(Unreadable.MANY, most=limits.files)
        most = limits.of(path)
        with file.open("rb") as opened:
            total += os.fstat(opened.fileno()).st_size
            if total > limits.total:
                raise Refused(Unreadable.TOTAL, most=limits.total)
            body = opened.read(most + 1)
        if len(body) > most:
            if large is None:
                raise Refused(Unreadable.LARGE, path=path, most=most)
            large[path], body = most, b""
        files[path] = body
    return files


def _files(root: Path, course_key: str) -> Iterator[tuple[str, Path]]:
    """Yield the files of a course with their paths in the map."""
    for top in TOPS:
        home = root / top / course_key
        if home.is_dir():
            yield from _inside(home, f"{top}/{course_key}", home.resolve())


def _inside(folder: Path, path: str, home: Path) -> Iterator[tuple[str, Path]]:
    for entry in folder.iterdir():
        inner = f"{path}/{entry.name}"
        if is_left_out(entry.name):
            continue
        if not entry.name.isprintable():
            raise Refused(Unreadable.NAME, path=ascii(inner))
        if entry.is_symlink() and (entry.is_dir() or not entry.resolve().is_relative_to(home)):
            raise Refused(Unreadable.LINK, path=inner)
        if entry.is_dir():
            yield from _inside(entry, inner, home)
        elif entry.is_file():
            yield inner, entry


def write_file(root: Path, path: str, body: bytes) -> None:
    """Replace one file of a folder by ``body``, wholly or not at all; its rights stay."""
    write_whole(root / path, [body])


def write_whole(target: Path, pieces: Iterable[bytes]) -> None:
    """Write a file piece by piece, so that under its name there is all of it or what was there before; its rights stay."""
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.writelines(pieces)
            opened.flush()
            os.fsync(opened.fileno())
        Path(beside).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def write_course(root: Path, course_key: str, files: Mapping[str, bytes]) -> None:
    """Write a course that is not there yet into a folder, all of its files or none."""
    done: list[Path] = []
    with tempfile.TemporaryDirectory(dir=root, prefix=".", suffix=".part") as beside:
        for path, body in files.items():
            target = Path(beside) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
        try:
            for top in TOPS:
                written, home = Path(beside) / top / course_key, root / top / course_key
                if written.is_dir():
                    done += [each for each in (home.parent,) if not each.exists()]
                    home.parent.mkdir(exist_ok=True)
                    written.rename(home)
                    done.append(home)
        except BaseException:
            for each in reversed(done):
                shutil.rmtree(each, ignore_errors=True)
            raise
