"""No activity of a course can have the key that is the address of a page of the site (decision 16)."""

import re

import pytest
from flask import Flask

from lms.domain.courses.format.outline_rules import RESERVED

BESIDE_ACTIVITIES = re.compile(r"/(?:learn/<[^>]+:course>|guides/<[^>]+:guide>)/([a-z0-9-]+)(/.*)?")


@pytest.mark.mend(
    "An activity lies at /learn/<course>/<key>/ or /guides/<guide>/<key>/. Add the new word to RESERVED in lms/domain/courses/format/outline_rules.py, so that "
    "no course can use it as a key; take out a word that no address uses any more."
)
def test_the_words_in_addresses_of_a_course_are_reserved(app: Flask) -> None:
    found = {match[1] for rule in app.url_map.iter_rules() if (match := BESIDE_ACTIVITIES.fullmatch(rule.rule))}
    assert found == RESERVED
