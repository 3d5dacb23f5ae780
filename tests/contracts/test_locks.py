"""What is installed is exactly what setup.cfg asks for, pinned, hashed and free of addresses."""

import ast
import re
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "locks").glob("*.txt"))
PINNED = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ]+)(?: ; (?P<marker>.+?))? \\$", re.MULTILINE)
REQUIREMENT = re.compile(r"^[A-Za-z0-9._-]+")
# Asked for although no line of ours imports them: others find them by their names.
FOUND_BY_NAME = {"psycopg", "pymdown-extensions", "tzdata"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for(*options: tuple[str, str]) -> set[str]:
    config = ConfigParser(interpolation=None)
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = [line for section, option in options for line in config[section][option].split("\n") if line]
    return {canonical(found.group()) for line in lines if (found := REQUIREMENT.match(line))}


def asked_for_to_run() -> set[str]:
    return asked_for(("options", "install_requires"))


def locked(lock: str) -> dict[str, str]:
    text = (ROOT / "locks" / lock).read_text(encoding="utf-8")
    return {found["name"]: found["version"] for found in PINNED.finditer(text)}


def imported_by_lms() -> Iterator[str]:
    for path in (ROOT / "lms").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                yield from (name.name.split(".")[0] for name in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield str(node.module).split(".")[0]
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "import_module":
                yield from (each.value.split(".")[0] for each in node.args if isinstance(each, ast.Constant))


def distributions_imported_by_lms() -> set[str]:
    names = set(imported_by_lms()) - sys.stdlib_module_names - {"lms"}
    known = packages_distributions()
    return {canonical(known.get(name, [name])[0]) for name in names}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
@pytest.mark.mend("Never write into locks/ by hand. Run: bash .ci/lock")
def test_every_package_is_pinned_and_hashed(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"\n(?=[a-z])", text) if not entry.startswith("#")]
    assert [entry for entry in entries if not PINNED.match(entry) or "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
@pytest.mark.mend("Never write into locks/ by hand. Run: bash .ci/lock")
def test_no_lock_names_an_address_or_an_option(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "://" in line or line.startswith("-")] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
@pytest.mark.mend("Choose a version that installs on Python 3.11.2 (a bound in setup.cfg), and run: bash .ci/lock")
def test_no_package_is_kept_from_the_python_of_debian(lock: Path) -> None:
    markers = [found["marker"] or "" for found in PINNED.finditer(lock.read_text(encoding="utf-8"))]
    assert [marker for marker in markers if re.search(r"python_(full_)?version >=? ", marker)] == []


@pytest.mark.mend("setup.cfg asks for a package that the locks do not hold. Run: bash .ci/lock")
def test_everything_that_setup_cfg_asks_for_is_locked() -> None:
    tests = asked_for(("options.extras_require", "test"), ("options.extras_require", "browser"))
    assert asked_for_to_run() - set(locked("run.txt")) == set()
    assert (asked_for_to_run() | tests) - set(locked("test.txt")) == set()


@pytest.mark.mend("Run: bash .ci/lock. It makes both files in locks/ from one set of versions.")
def test_tests_run_on_the_very_versions_that_are_served() -> None:
    tested, served = locked("test.txt"), locked("run.txt")
    assert {name: tested.get(name) for name in served} == served


@pytest.mark.mend("Add the package under install_requires in setup.cfg and run bash .ci/lock; or do without it.")
def test_everything_that_lms_imports_is_asked_for() -> None:
    assert distributions_imported_by_lms() - asked_for_to_run() == set()


@pytest.mark.mend(
    "Take the package out of install_requires in setup.cfg and run bash .ci/lock. If others find it by its "
    "name, say so in FOUND_BY_NAME in tests/contracts/test_locks.py."
)
def test_nothing_is_asked_for_that_nobody_uses() -> None:
    assert asked_for_to_run() - distributions_imported_by_lms() - FOUND_BY_NAME == set()
