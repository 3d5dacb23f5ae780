"""Everything that the audit log keeps is said in words, and no two acts by the same verb."""

from collections import Counter
from collections.abc import Iterator

import pytest

import lms.assembly  # noqa: F401  (makes every act known)
from lms.domain.phrases import ACTS
from lms.kernel.facts import Act

LONGEST_VERB = 40  # signs of its column


def below(kind: type[Act]) -> Iterator[type[Act]]:
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


KINDS = sorted({each for each in below(Act) if each.__module__.startswith("lms.")}, key=lambda kind: kind.verb)


@pytest.mark.mend("Write the sentence for the act into ACTS of its subject, lms/domain/people/phrases.py for one.")
def test_the_reader_of_this_test_finds_the_acts() -> None:
    assert {"RoleChanged", "SettingChanged", "Reissued", "WithdrawnByOther"} <= {kind.__name__ for kind in KINDS}


@pytest.mark.mend("Write the sentence for the act into ACTS of its subject, lms/domain/people/phrases.py for one.")
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_act_has_a_verb_that_fits_and_a_sentence(kind: type[Act]) -> None:
    assert 0 < len(kind.verb) <= LONGEST_VERB
    assert ACTS.get(kind.verb), f"{kind.__name__} has no sentence in the phrases of its subject"


@pytest.mark.mend("Write the sentence for the act into ACTS of its subject, lms/domain/people/phrases.py for one.")
def test_no_verb_means_two_acts() -> None:
    assert [verb for verb, times in Counter(kind.verb for kind in KINDS).items() if times > 1] == []
