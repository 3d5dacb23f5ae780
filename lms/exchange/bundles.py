"""Courses in folders: the map from path to bytes that every habitat of a course holds (course-format §1, §11)."""

import os
import tempfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from lms.kernel.refusals import Refused
from lms.kernel.words import N_

TOPS = ("modules", "content", "quizzes")
MOST_FILES = 5000
MOST_BYTES_OF_A_TEXT = 1024 * 1024
MOST_BYTES_OF_MEDIA = 512 * 1024 * 1024
MOST_BYTES = 2 * 1024 * 1024 * 1024
TEXTS = (".md", ".yaml")
LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", "__macosx", "bundle.yaml"})


class Unreadable(StrEnum):
    """Why the files of a course are not read."""

    LINK = "link-out-of-the-course"
    NAME = "name-is-not-utf8"
    MANY = "too-many-files"
    LARGE = "file-too-large"
    TOTAL = "course-too-large"


SENTENCES: dict[Unreadable, str] = {
    Unreadable.LINK: N_("%(path)s is a link that leads out of the course."),
    Unreadable.NAME: N_("%(path)s: the name of this file is not UTF-8."),
    Unreadable.MANY: N_("A course may have %(most)s files at most."),
    Unreadable.LARGE: N_("%(path)s is too large: %(most)s bytes at most."),
    Unreadable.TOTAL: N_("The files of a course may have %(most)s bytes together at most."),
}


def course_keys(root: Path) -> list[str]:
    """Return the keys of the courses that lie in a folder, sorted; whether they are whole is for the checker to say."""
    folders = (folder for top in TOPS if (root / top).is_dir() for folder in (root / top).iterdir())
    return sorted({folder.name for folder in folders if folder.is_dir() and not _is_left_out(folder.name)})


def read_folder(root: Path, course_key: str, large: dict[str, int] | None = None) -> dict[str, bytes]:
    """Return the files of one course of a folder by their path in the map, sorted.

    Dot files and what systems leave behind are not in the map (T1). Refused (``Unreadable``) where a link leads out of
    the course's folders or a limit is broken; nothing large is read before its size is known. Where ``large`` is given,
    a file that is too large is not refused: it is empty, and ``large`` says how many bytes it may have at most.
    """
    files: dict[str, bytes] = {}
    total = 0
    for path, file in sorted(_files(root, course_key)):
        if len(files) == MOST_FILES:
            raise Refused(Unreadable.MANY, most=MOST_FILES)
        most = MOST_BYTES_OF_A_TEXT if path.endswith(TEXTS) else MOST_BYTES_OF_MEDIA
        with file.open("rb") as opened:
            total += os.fstat(opened.fileno()).st_size
            if total > MOST_BYTES:
                raise Refused(Unreadable.TOTAL, most=MOST_BYTES)
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
        if _is_left_out(entry.name):
            continue
        if not entry.name.isprintable():
            raise Refused(Unreadable.NAME, path=ascii(inner))
        if entry.is_symlink() and (entry.is_dir() or not entry.resolve().is_relative_to(home)):
            raise Refused(Unreadable.LINK, path=inner)
        if entry.is_dir():
            yield from _inside(entry, inner, home)
        elif entry.is_file():
            yield inner, entry


def _is_left_out(name: str) -> bool:
    return name.startswith(".") or name.endswith("~") or name.lower() in LEFT_BY_SYSTEMS


def write_file(root: Path, path: str, body: bytes) -> None:
    """Replace one file of a folder by ``body``, wholly or not at all; its rights stay."""
    target = root / path
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(body)
            opened.flush()
            os.fsync(opened.fileno())
        Path(beside).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
