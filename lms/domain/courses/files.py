"""The files of a course as they are kept, each with its digest and media type (course-format T1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from lms.domain.courses.compiling import MEDIA_TYPES
from lms.kernel.digest import bytes_digest, map_digest, plain_text, text_digest


@dataclass(frozen=True)
class File:
    """A file of the map, with its digest (T1) and media type."""

    path: str
    digest: str
    body: bytes
    media_type: str


def file_of(path: str, body: bytes) -> File:
    """Return a file with what its path and its bytes say of it."""
    return File(path, text_digest(body) if is_text(path) else bytes_digest(body), body, media_type_of(path))


def media_type_of(path: str) -> str:
    """Return the media type that the end of a path means."""
    return MEDIA_TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")


def is_text(path: str) -> bool:
    """Tell whether the file at a path is a text, whose line ends and BOM are none of its digest's business."""
    return media_type_of(path).startswith("text/") or path.endswith((".yaml", ".md"))


def plain_body(path: str, body: bytes) -> bytes:
    """Return the bytes of a file as its digest sees them: two files with one digest have one plain body."""
    return plain_text(body) if is_text(path) else body


def digest_of_files(files: Mapping[str, bytes]) -> str:
    """Return the digest of a map without parsing it; it is that of the edition only if the course means every file."""
    return map_digest({path: file_of(path, body).digest for path, body in files.items()})
