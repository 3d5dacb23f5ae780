"""Keys that people choose, and uids that nobody can guess (course-format N1, N3)."""

import pytest

from lms.kernel.keys import is_key, is_uid, new_uid


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a", True, id="one letter"),
        pytest.param("world-cafe-2", True, id="letters, digits and hyphens"),
        pytest.param("a" + "b" * 62, True, id="63 signs"),
        pytest.param("a" + "b" * 63, False, id="64 signs"),
        pytest.param("", False, id="nothing"),
        pytest.param("2nd", False, id="a digit first"),
        pytest.param("-a", False, id="a hyphen first"),
        pytest.param("Ladder", False, id="a capital"),
        pytest.param("a_b", False, id="a low line"),
        pytest.param("a b", False, id="a blank"),
        pytest.param("café", False, id="an accent"),
        pytest.param("а", False, id="a Cyrillic letter"),
        pytest.param("a\n", False, id="a line end after it"),
        pytest.param("a/../b", False, id="a path"),
    ],
)
def test_what_may_be_a_key(text: str, expected: bool) -> None:
    assert is_key(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("0c6d0d7a6a0f4f5e9b1f2a3c4d5e6f70", True, id="32 hex digits"),
        pytest.param("0C6D0D7A6A0F4F5E9B1F2A3C4D5E6F70", False, id="capitals"),
        pytest.param("0c6d0d7a-6a0f-4f5e-9b1f-2a3c4d5e6f70", False, id="with hyphens"),
        pytest.param("0c6d", False, id="too short"),
        pytest.param("٣" * 32, False, id="digits of another script"),
        pytest.param("0" * 32 + "\n", False, id="a line end after it"),
    ],
)
def test_what_has_the_form_of_a_uid(text: str, expected: bool) -> None:
    assert is_uid(text) is expected


def test_new_uids_have_the_form_and_are_never_the_same() -> None:
    made = {new_uid() for _ in range(1000)}
    assert len(made) == 1000
    assert all(is_uid(uid) for uid in made)
