"""Which names an archive may hold, and which files it takes for backups."""

from pathlib import Path

import pytest

from lms.platform.archive import is_backup, is_safe


@pytest.mark.parametrize("name", ["secret-key", "files/outbox/letter.eml", "files/с кирилица.pdf", "files/..."])
def test_a_name_that_stays_below_is_taken(name: str) -> None:
    assert is_safe(name)


@pytest.mark.parametrize("name", ["", "/etc/passwd", "..", "files/../x", "files/./x", "files//x", "files/", "a\\..\\x", "a\0b"])
def test_a_name_that_might_lead_elsewhere_is_not(name: str) -> None:
    assert not is_safe(name)


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04", b"x" * 1000], ids=["empty", "another zip", "anything"])
def test_other_files_are_no_backups(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "file").write_bytes(body)
    assert not is_backup(tmp_path / "file")
