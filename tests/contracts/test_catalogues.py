"""Every sentence that the code says can be read in every language of the interface."""

import pytest

from lms.commands.translations import TRANSLATED, TRANSLATIONS, extract_template, find_faults


@pytest.fixture(scope="module")
def template() -> bytes:
    return extract_template()


def test_the_template_says_what_the_code_says(template: bytes) -> None:
    assert [str(problem) for problem in find_faults(TRANSLATIONS, template, ()).found] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_whole(language: str, template: bytes) -> None:
    found = find_faults(TRANSLATIONS, template, (language,)).found
    assert [str(problem) for problem in found if problem.code != "stale"] == []


def test_extraction_gives_the_same_bytes_twice(template: bytes) -> None:
    assert extract_template() == template
