"""Every contract says what to do when it fails, and names files that are there."""

import ast
import re

import pytest

from tests.support.source import ROOT

NAMED = re.compile(r"(?:[\w.<>-]+/)+(?:[\w.<>-]+)?|\b(?:setup\.cfg|manage\.py|CONTRIBUTING\.md)\b")


def contracts() -> list[tuple[str, ast.FunctionDef]]:
    """Return every contract test, with the file in which it stands."""
    found = []
    for path in sorted((ROOT / "tests" / "contracts").glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found.append((path.name, node))
    return found


def mending(node: ast.FunctionDef) -> str:
    """Return what a contract says is to be done."""
    calls = [each for each in node.decorator_list if isinstance(each, ast.Call)]
    said = [call.args[0] for call in calls if ast.unparse(call.func) == "pytest.mark.mend"]
    return str(ast.literal_eval(said[0])) if said else ""


@pytest.mark.mend(
    'Write @pytest.mark.mend("…") above the new test in tests/contracts/: the file to change, and what to write there.'
)
def test_every_contract_says_what_to_write_where() -> None:
    silent = [f"{file} {node.name}" for file, node in contracts() if not NAMED.search(mending(node))]
    assert silent == []


@pytest.mark.mend("Mend the path in the @pytest.mark.mend of that test in tests/contracts/: there is no such file any more.")
def test_what_a_contract_names_is_there() -> None:
    lost = []
    for file, node in contracts():
        for name in NAMED.findall(mending(node)):
            plain = name.rstrip(".")
            if "<" not in plain and not (ROOT / plain).exists():
                lost.append(f"{file} {node.name}: {plain}")
    assert lost == []
