"""The file that holds a site: one zip archive, written whole or not at all, and believed only after every digest agrees.

A zip has its table of contents at the end, so a file that was cut off is known at once; it holds no links, owners or
devices that could do harm where it is unpacked; and any tool can open it.
"""

import hashlib
import json
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
NOTE = "isegoria-backup.txt"  # stands first, so that the first bytes of the file say what it is
MANIFEST = "manifest.json"
SECRET_KEY, SETTINGS, FILES = "secret-key", "settings.toml", "files/"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
WORDS = "This is a backup of an Isegoria site, with its secret key: keep it as closed as the site itself.\nRestore it with: lms restore FILE\n"
PIECE = 1024 * 1024
MOST_MANIFEST = 64 * 1024 * 1024
MOST_PARTS = 1_000_000
Progress = Callable[[int], None]


class BadArchive(Exception):
    """The file is no backup that can be restored; the sentence says why."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself: by what and when it was made, how many rows its tables have, digests of its parts."""

    program: str
    schema: str
    made_at: str
    database: str
    rows: Mapping[str, int]
    parts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def size(self) -> int:
        """How many bytes the parts take once they are unpacked."""
        return sum(int(part["bytes"]) for part in self.parts.values())

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the other files of the instance folder."""
        return tuple(name for name in self.parts if name.startswith(FILES))


class Writer:
    """Puts parts into a new archive and notes the digest of each while it is read."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._zip = zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED, compresslevel=3)
        self._zip.writestr(NOTE, WORDS)
        self._progress = progress
        self.parts: dict[str, dict[str, Any]] = {}

    def add(self, name: str, source: Path) -> None:
        """Add a file, as it is when it is read."""
        entry = zipfile.ZipInfo.from_file(source, name, strict_timestamps=False)
        entry.compress_type = zipfile.ZIP_STORED if name == DATABASES["postgresql"] else zipfile.ZIP_DEFLATED
        with source.open("rb") as file:
            self._copy(entry, file)

    def add_text(self, name: str, text: str) -> None:
        """Add a text as a part."""
        body = text.encode()
        self._zip.writestr(name, body)
        self.parts[name] = {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}

    def _copy(self, entry: zipfile.ZipInfo, file: IO[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        with self._zip.open(entry, "w", force_zip64=True) as part:
            while piece := file.read(PIECE):
                part.write(piece)
                digest.update(piece)
                size += len(piece)
                self._progress(len(piece))
        self.parts[entry.filename] = {"bytes": size, "sha256": digest.hexdigest()}

    def close(self, manifest: Manifest) -> None:
        """Write the manifest as the last part and close the archive."""
        self._zip.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1, sort_keys=True))
        self._zip.close()

    def abandon(self) -> None:
        """Let go of the file, which nobody will read."""
        self._zip.close()


def is_backup(path: Path) -> bool:
    """Tell by its first bytes whether a file is a backup."""
    with path.open("rb") as file:
        return file.read(30 + len(NOTE))[30:] == NOTE.encode()


class Reader:
    """A backup that is read: its manifest is checked at once, its parts when ``check`` or ``unpack`` reads them."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._zip = archive
        self._entries = _entries(archive)
        self.manifest = _manifest(self._bytes_of(MANIFEST))
        _check_names(self.manifest, self._entries)

    def _bytes_of(self, name: str) -> bytes:
        if name not in self._entries:
            raise BadArchive("it holds no manifest, so Isegoria did not write it")
        with self._zip.open(self._entries[name]) as part:
            return part.read(MOST_MANIFEST)

    def check(self, progress: Progress) -> None:
        """Read every part; raise BadArchive where one is not what the manifest says."""
        for name in self.manifest.parts:
            self._read(name, None, progress)

    def unpack(self, name: str, to: Path, progress: Progress) -> None:
        """Write a part into a new file, which nobody but its owner may read."""
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with to.open("xb") as file:
            to.chmod(0o600)
            self._read(name, file, progress)

    def text(self, name: str) -> str | None:
        """Return a part that is a short text, or None where there is none."""
        if name not in self.manifest.parts:
            return None
        with self._zip.open(self._entries[name]) as part:
            return part.read(PIECE).decode("utf-8")

    def _read(self, name: str, to: IO[bytes] | None, progress: Progress) -> None:
        expected = self.manifest.parts[name]
        digest, size = hashlib.sha256(), 0
        with self._zip.open(self._entries[name]) as part:
            while size <= expected["bytes"] and (piece := part.read(PIECE)):
                size += len(piece)
                digest.update(piece)
                progress(len(piece))
                if to:
                    to.write(piece)
        if (size, digest.hexdigest()) != (expected["bytes"], expected["sha256"]):
            raise BadArchive(f"{name} in it is not what was put there")


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """Open a backup; what is wrong with it, now or while it is read, is a BadArchive."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield Reader(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError, NotImplementedError) as error:
        raise BadArchive(f"it is damaged, cut off or no backup at all ({error})") from error


def _entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    entries: dict[str, zipfile.ZipInfo] = {}
    if len(archive.infolist()) > MOST_PARTS:
        raise BadArchive("it holds more files than any site")
    for entry in archive.infolist():
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if not is_safe(entry.filename) or entry.filename in entries or kind not in (0, stat.S_IFREG):
            raise BadArchive(f"it holds {entry.filename!r}, which no backup holds")
        if entry.flag_bits & 0x1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadArchive(f"{entry.filename} in it is encrypted or packed in another way than ours")
        entries[entry.filename] = entry
    return entries


def is_safe(name: str) -> bool:
    """Tell whether a name of an archive stays below the folder into which it is unpacked."""
    path = PurePosixPath(name)
    is_plain = bool(name) and name == str(path) and not path.is_absolute() and "\\" not in name and "\0" not in name
    return is_plain and ".." not in path.parts and "." not in path.parts


def _manifest(body: bytes) -> Manifest:
    try:
        given = json.loads(body)
        written_by = int(given["format"])
        if written_by > FORMAT:
            raise BadArchive("it was written by a newer Isegoria: restore it with that one")
        manifest = Manifest(**given)
        parts = [(int(part["bytes"]), str(part["sha256"])) for part in manifest.parts.values()]
        is_whole = all(size >= 0 for size, _ in parts) and DATABASES[manifest.database] in manifest.parts
        rows = {str(table): int(number) for table, number in manifest.rows.items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadArchive("its manifest cannot be read") from error
    if not is_whole or not rows or SECRET_KEY not in manifest.parts:
        raise BadArchive("its manifest names no database or no secret key")
    return manifest


def _check_names(manifest: Manifest, entries: Mapping[str, zipfile.ZipInfo]) -> None:
    known = {SECRET_KEY, SETTINGS, DATABASES[manifest.database], *manifest.files}
    strange = (set(entries) - {NOTE, MANIFEST}) ^ set(manifest.parts) | set(manifest.parts) - known
    if strange:
        raise BadArchive(f"it holds or lacks {sorted(strange)[0]!r}, against its manifest")
    for name, part in manifest.parts.items():
        if entries[name].file_size != part["bytes"]:
            raise BadArchive(f"{name} in it has another size than its manifest says")
