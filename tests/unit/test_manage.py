"""The words behind ``python3 manage.py`` and what becomes of them."""

import ast
from pathlib import Path

import pytest

import manage

SEVERAL = ["-n", "auto", "--maxprocesses", "8"]
QUICK = ["-m", "not slow and not server and not browser"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param([], SEVERAL, id="every test, in several processes"),
        pytest.param(["-k", "words"], [*SEVERAL, "-k", "words"], id="the words of pytest are handed on"),
        pytest.param(["-n0"], ["-n0"], id="a number of processes of one's own"),
        pytest.param(["--pdb"], ["--pdb"], id="the debugger, in one process"),
        pytest.param(["--quick"], [*SEVERAL, *QUICK, "tests/unit", "tests/contracts"], id="quick"),
        pytest.param(["--quick", "tests"], [*SEVERAL, *QUICK, "tests"], id="quick, in a folder of one's own"),
    ],
)
def test_words_become_arguments_of_pytest(
    given: list[str], expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(manage.ROOT)
    assert manage.pytest_arguments(given) == expected


def test_any_other_words_are_handed_to_lms() -> None:
    assert manage.command_for(["library", "check"]) == [manage.LMS, "library", "check"]


def test_a_python_that_is_too_old_is_told_so_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(manage, "OLDEST", (99, 0))
    assert manage.main(["run"]) == 2
    assert capsys.readouterr().err.startswith("Isegoria needs Python 3.11 or newer; this is Python 3.")


def test_without_words_it_says_how_to_use_it_and_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    assert manage.main([]) == 2
    assert capsys.readouterr().err == f"{str(manage.__doc__).strip()}\n"


def test_old_pythons_can_read_the_file_and_so_say_that_they_are_too_old() -> None:
    source = Path(manage.__file__).read_text(encoding="ascii")
    tree = ast.parse(source)
    too_new = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Match))
        or (isinstance(node, ast.Raise) and node.cause)
        or (isinstance(node, ast.arg) and node.annotation)
        or (isinstance(node, ast.FunctionDef) and (node.returns or node.args.kwonlyargs))
        or (isinstance(node, ast.Starred))
    ]
    assert too_new == []


def test_only_the_standard_library_is_needed() -> None:
    tree = ast.parse(Path(manage.__file__).read_bytes())
    names = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert names == {"fcntl", "glob", "hashlib", "os", "subprocess", "sys", "time"}


def test_the_stamp_changes_with_the_level() -> None:
    assert manage.stamp_for("run").split()[0] == "run"
    assert manage.stamp_for("run").split()[1] != manage.stamp_for("test").split()[1]
