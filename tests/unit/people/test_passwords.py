"""Passwords are kept as Argon2id hashes, and checked in the same way whether somebody is there or not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from time import sleep

import pytest

from lms.domain.people import passwords
from lms.domain.people.passwords import NOBODYS_HASH, hash_password, password_matches

PASSWORD = "a quiet sentence for tests"


@pytest.fixture(scope="module")
def kept() -> str:
    """Return the hash of the password."""
    return hash_password(PASSWORD)


def test_the_hash_is_argon2id_with_owasps_minimum(kept: str) -> None:
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORD not in kept
    assert len(kept) <= 200


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        pytest.param(PASSWORD, True, id="the password"),
        pytest.param(PASSWORD + " ", False, id="a blank more"),
        pytest.param(PASSWORD.upper(), False, id="capitals"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_only_the_very_password_matches(kept: str, password: str, expected: bool) -> None:
    assert password_matches(password, kept) is expected


def test_accents_may_be_typed_in_either_way() -> None:
    assert password_matches("Zoe\u0308 sits on the bench", hash_password("Zo\u00eb sits on the bench"))


@pytest.mark.parametrize("kept_instead", [None, "", "no hash at all", "$argon2id$broken"])
def test_nobody_gets_in_where_nothing_or_nonsense_is_kept(kept_instead: str | None) -> None:
    assert not password_matches(PASSWORD, kept_instead)


def test_nobodys_hash_takes_as_long_as_everybodys(kept: str) -> None:
    """Else the time of an answer would tell who has an account."""
    assert NOBODYS_HASH.split("$")[:4] == kept.split("$")[:4]
    assert len(NOBODYS_HASH) == len(kept)


class Counting:
    """Stands where the library's hasher stands, works a while, and counts how many work at once."""

    def __init__(self) -> None:
        self._lock, self._now, self.most = Lock(), 0, 0

    def hash(self, _password: str) -> str:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        sleep(0.02)
        with self._lock:
            self._now -= 1
        return ""

    def verify(self, _kept: str, password: str) -> bool:
        return self.hash(password) == ""


@pytest.mark.parametrize("work", [hash_password, lambda password: password_matches(password, None)], ids=["hash", "check"])
def test_two_hashes_are_made_at_a_time(monkeypatch: pytest.MonkeyPatch, work: Callable[[str], object]) -> None:
    """Each takes 19 MiB and a core; more at once would starve those who are already learning."""
    counting = Counting()
    monkeypatch.setattr(passwords, "_hasher", counting)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, [PASSWORD] * 12))
    assert counting.most == 2


def test_the_same_password_is_never_kept_in_the_same_way(kept: str) -> None:
    assert hash_password(PASSWORD) != kept
