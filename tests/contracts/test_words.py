"""Every refusal has its sentence, and every sentence is told what it needs to know."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from typing import cast

import pytest
from flask import Flask

from lms.domain.phrases import SENTENCES
from lms.kernel.refusals import Refused
from lms.web.shell.phrases import say
from tests.support.source import Module, modules

MODULES = modules()
PLACES = re.compile(r"%\((\w+)\)s")
ANY_PLACE = re.compile(r"%(?!\(\w+\)s|%)")


def refusal_lists() -> list[type[StrEnum]]:
    """Return every closed list of refusals of the program."""
    found = []
    for module in MODULES:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and node.name == "Refusal":
                found.append(cast(type[StrEnum], import_module(module.name).Refusal))
    return found


REFUSALS = [reason for each in refusal_lists() for reason in each]


def named(reason: StrEnum) -> str:
    return f"{type(reason).__module__.split('.')[2]}.{reason.name}"


@pytest.mark.mend(
    "The test cannot find the lists any more: they are classes named Refusal in the rules.py of lms/domain/; "
    "see refusal_lists() in tests/contracts/test_words.py."
)
def test_there_are_refusals() -> None:
    assert len(REFUSALS) > 15


@pytest.mark.mend(
    "Write the sentence for the new refusal into SENTENCES in the phrases.py of its subject, with N_(…), and "
    "let lms/domain/phrases.py take in that subject; take out sentences that nobody says."
)
def test_every_refusal_has_a_sentence_and_no_sentence_is_left_over() -> None:
    assert sorted(map(named, SENTENCES)) == sorted(map(named, REFUSALS))


@pytest.mark.mend("Give the new refusal in the rules.py of its subject in lms/domain/ a value that no other has.")
def test_no_two_refusals_have_the_same_value() -> None:
    """They are keys of one table and go into addresses and JSON, where only the value is seen."""
    values = [reason.value for reason in REFUSALS]
    assert sorted(values) == sorted(set(values))


@pytest.mark.parametrize("reason", REFUSALS, ids=named)
@pytest.mark.mend("Write the value in the rules.py of its subject in lms/domain/ like \"already-enrolled\".")
def test_a_value_is_in_small_letters_with_hyphens(reason: StrEnum) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", reason.value)


@pytest.mark.parametrize("reason", REFUSALS, ids=named)
@pytest.mark.mend(
    "In the phrases.py of its subject in lms/domain/ write one sentence: a capital first, a full stop last, "
    "places as %(name)s, a percent sign as %%."
)
def test_a_sentence_is_one(reason: StrEnum) -> None:
    sentence = SENTENCES[reason]
    assert sentence[-1] in ".?!"
    assert sentence[0].isupper() or sentence.startswith("%(")
    assert "  " not in sentence
    assert ANY_PLACE.findall(sentence.replace("%%", "")) == []


class Given:
    """The facts with which each refusal is raised, read from the code: by its full name, one set for each place."""

    def __init__(self) -> None:
        self.facts: dict[str, list[tuple[str, set[str]]]] = {}
        self._rules = dict(self._functions())
        for module in MODULES:
            for function in [node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)]:
                self._read(module, function)

    def _functions(self) -> Iterator[tuple[str, set[str]]]:
        """Yield every function that returns refusals, with the refusals that it may return."""
        for module in MODULES:
            for node in module.tree.body:
                if isinstance(node, ast.FunctionDef) and (reasons := self._reasons(module, node)):
                    yield node.name, reasons

    def _read(self, module: Module, function: ast.FunctionDef) -> None:
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Refused" and node.args:
                facts = {str(word.arg) for word in node.keywords}
                for reason in self._meant(module, function, node.args[0]):
                    self.facts.setdefault(reason, []).append((f"{module.where}:{node.lineno}", facts))

    def _meant(self, module: Module, function: ast.FunctionDef, given: ast.expr) -> set[str]:
        """Return the refusals that an expression may stand for: those it names, and those of the rules it comes from."""
        meant = self._reasons(module, given)
        names = {node.id for node in ast.walk(given) if isinstance(node, ast.Name)}
        sources: list[ast.AST] = [given]
        for node in ast.walk(function):
            if (
                isinstance(node, ast.Assign)
                and {target.id for target in node.targets if isinstance(target, ast.Name)} & names
            ):
                sources.append(node.value)
        for node in (each for source in sources for each in ast.walk(source)):
            if isinstance(node, ast.Call):
                meant |= self._rules.get(ast.unparse(node.func).split(".")[-1], set())
        return meant

    def _reasons(self, module: Module, node: ast.AST) -> set[str]:
        found = set()
        for each in ast.walk(node):
            if isinstance(each, ast.Attribute) and ast.unparse(each.value).split(".")[-1] == "Refusal":
                found.add(f"{self._subject(module, ast.unparse(each.value))}.{each.attr}")
        return found

    def _subject(self, module: Module, written: str) -> str:
        """Return the subject whose ``Refusal`` is meant where it is written so in a module."""
        wanted = f"{written.removesuffix('.Refusal')}" if written != "Refusal" else ""
        for each in module.imports:
            parts = each.name.split(".")
            if parts[:2] == ["lms", "domain"] and parts[-1] == (wanted or "rules"):
                return parts[2]
        return module.parts[1]


GIVEN = Given()


@pytest.mark.parametrize(
    "reason", [reason for reason in REFUSALS if PLACES.search(SENTENCES.get(reason, ""))], ids=named
)
@pytest.mark.mend(
    "Raise it with what its sentence in the phrases.py of lms/domain/ needs: Refused(Refusal.NO_EMAIL, "
    "email=email, most=MOST). The places are named above."
)
def test_a_sentence_is_told_what_it_needs(reason: StrEnum) -> None:
    places = set(PLACES.findall(SENTENCES[reason]))
    raised = GIVEN.facts.get(named(reason), [])
    assert raised, f"{named(reason)} has places {places} but is never raised with facts"
    assert [where for where, facts in raised if not places <= facts] == []


@pytest.mark.mend(
    "Given in tests/contracts/test_words.py reads the code; teach it the new way in which a refusal is "
    "raised, or raise it plainly: raise Refused(Refusal.X, …)."
)
def test_the_reader_of_this_test_finds_the_places_where_refusals_are_raised() -> None:
    assert [facts for _, facts in GIVEN.facts["certificates.ALREADY_REVOKED"]] == [{"uid"}, {"uid"}]
    assert {"email", "most"} in [facts for _, facts in GIVEN.facts["people.NO_EMAIL"]]


@pytest.mark.parametrize("reason", REFUSALS, ids=named)
@pytest.mark.mend(
    "Let say() in lms/web/shell/phrases.py find the sentence: the SENTENCES of its subject must be taken in "
    "by lms/domain/phrases.py."
)
def test_a_refusal_can_be_said(reason: StrEnum, app: Flask) -> None:
    facts = dict.fromkeys(PLACES.findall(SENTENCES[reason]), "x")
    with app.test_request_context():
        assert say(Refused(reason, **facts)) == SENTENCES[reason] % facts
