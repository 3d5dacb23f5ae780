"""Who may import whom: floors never upward, subjects in their order, rules pure (architecture.md)."""

import ast
import subprocess
import sys

import pytest

from tests.support.source import LMS, ROOT, Import, Module, is_standard, modules

MODULES = modules()
IMPORTS = [each for module in MODULES for each in module.imports]

FLOORS = {"kernel": 1, "platform": 2, "domain": 3, "exchange": 4, "web": 5, "commands": 5}
# What stands beside the floors: settings are read by everybody above the domain, the assembly puts all together.
BESIDE = {"settings": 4, "foundation": 6, "assembly": 7}
ABOVE_ALL = {"commands": 8}  # the command line starts the program, so it may ask the assembly for it
SUBJECTS = (
    "site people questions courses enrolment quizzes progress notebook coursework discussion events certificates records phrases"
).split()
# By what a subject may be used by those after it; questions are pure, so all of them may be.
FACES = {"models", "rules", "service", "queries", "facts"}
MORE_FACES = {"courses": {"changes_of_quizzes", "lineage", "outline", "questionnaires", "publication", "scenarios"}, "people": {"permissions", "passwords"}}
MORE_FACES["quizzes"] = {"surveys"}  # progress turns the activity and has the answers kept in one step, so that neither is without the other
AUDIENCES = ("public", "learner", "account", "reports", "studio", "trainer", "admin", "kiosk", "api")
PURE_FILES = ("rules", "advice", "statistics", "facts", "permissions", "outline", "changes", "changes_of_quizzes", "weights", "lineage", "comparing", "carrying", "search")
PURE_PACKAGES = ("lms.domain.questions", "lms.domain.courses.format")
JUNK = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "managers",
    "handler",
    "handlers",
    "info",
    "data",
}


def ours(imports: list[Import]) -> list[Import]:
    return [each for each in imports if each.name.split(".")[0] == "lms"]


def rank(parts: tuple[str, ...]) -> int:
    """Return the height of a module: its floor, or its place beside the floors."""
    return {**FLOORS, **BESIDE, **ABOVE_ALL}[parts[0]]


def target(each: Import) -> tuple[str, ...]:
    return tuple(each.name.split(".")[1:])


def told(imports: list[Import]) -> list[str]:
    return [str(each) for each in imports]


@pytest.mark.mend(
    "Move the module into one of the floors: lms/kernel, lms/platform, lms/domain, lms/exchange, lms/web or "
    "lms/commands. ARCHITECTURE.md says which: “Where a line goes”."
)
def test_every_module_stands_on_a_floor() -> None:
    known = {*FLOORS, *BESIDE}
    assert [module.where for module in MODULES if module.parts and module.parts[0] not in known] == []


@pytest.mark.mend(
    "Move what is needed to a lower floor, or hand it in from above: lms/assembly.py puts things together, "
    "and a fact (lms/kernel/facts.py) tells those above. ARCHITECTURE.md, “The order of the subjects”."
)
def test_floors_look_down_only() -> None:
    inside = [each for each in ours(IMPORTS) if each.by.parts and target(each)]
    upward = [each for each in inside if rank(target(each)) > rank(each.by.parts)]
    sideways = [each for each in inside if {each.by.parts[0], target(each)[0]} == {"web", "commands"}]
    assert told(upward + sideways) == []


@pytest.mark.mend("Move the module from lms/kernel/ to lms/platform/, or do it with the standard library.")
def test_the_kernel_uses_nothing_but_python() -> None:
    strange = [each for each in IMPORTS if each.by.parts[:1] == ("kernel",) and not is_standard(each.name)]
    assert told([each for each in strange if not each.name.startswith("lms.kernel")]) == []


@pytest.mark.mend(
    "Take what the request says as an argument; forms, addresses and templates belong in lms/web/, words of "
    "the command line in lms/commands/."
)
def test_the_domain_knows_no_web() -> None:
    web = ("flask", "flask_login", "flask_wtf", "flask_babel", "wtforms", "werkzeug", "jinja2", "click")
    domain = [each for each in IMPORTS if each.by.parts[:1] == ("domain",)]
    assert told([each for each in domain if each.name.split(".")[0] in web]) == []


@pytest.mark.mend(
    "Announce a fact (facts.py of the earlier subject) and let the later one follow it: FOLLOWERS in "
    "lms/foundation.py. The order is SUBJECTS in tests/contracts/test_floors.py."
)
def test_subjects_use_only_those_before_them() -> None:
    known = [
        each for each in ours(IMPORTS) if each.by.parts[:1] == ("domain",) and target(each)[:1] == ("domain",)
    ]
    pairs = [
        (each, each.by.parts[1], target(each)[1])
        for each in known
        if len(each.by.parts) > 1 and len(target(each)) > 1
    ]
    late = [each for each, mine, theirs in pairs if SUBJECTS.index(theirs) > SUBJECTS.index(mine)]
    assert told(late) == []


@pytest.mark.mend(
    "Import from the models, rules, service, queries or facts of the other subject in lms/domain/; what is "
    "missing there, add there. A further face is named in MORE_FACES in tests/contracts/test_floors.py, with "
    "good reason."
)
def test_subjects_use_each_other_by_their_faces() -> None:
    between = [
        each
        for each in ours(IMPORTS)
        if target(each)[:1] == ("domain",)
        and len(target(each)) > 2
        and each.by.parts[1:2] != target(each)[1:2]
        and each.by.parts[0] == "domain"
        and each.by.parts[1:] != ("phrases",)
        and target(each)[1] != "questions"
    ]
    hidden = [
        each for each in between if target(each)[2] not in FACES | MORE_FACES.get(target(each)[1], set())
    ]
    assert told(hidden) == []


def is_pure(module: Module) -> bool:
    if module.name.startswith(PURE_PACKAGES):
        return True
    return module.parts[:1] == ("domain",) and len(module.parts) == 3 and module.parts[2] in PURE_FILES


@pytest.mark.mend(
    "Hand the rule what it needs as arguments: reading goes to queries.py, the time comes from the caller. "
    "See lms/domain/enrolment/rules.py for one that is pure."
)
def test_rules_are_pure() -> None:
    """They import Python, the kernel, and what is pure itself; so no rule can ask a database or a clock."""
    names = {module.name for module in MODULES if is_pure(module)} | {"lms.kernel"}
    impure = [
        each
        for module in MODULES
        if is_pure(module)
        for each in module.imports
        if not is_standard(each.name) and not each.name.startswith(tuple(names)) and not may_read_files(each)
    ]
    assert told(impure) == []


def may_read_files(each: Import) -> bool:
    """The reader of the course format parses YAML with a library, and knows the blocks of our Markdown."""
    reader = each.by.name.startswith("lms.domain.courses.format")
    return reader and each.name.startswith(("ruamel", "lms.platform.markdown"))


@pytest.mark.mend("Read the rows in a queries.py of lms/domain/ and give lms/exchange/ plain values.")
def test_exchange_never_touches_tables() -> None:
    exchange = [each for each in IMPORTS if each.by.parts[:1] == ("exchange",)]
    tables = [
        each
        for each in exchange
        if each.name.startswith(("sqlalchemy", "lms.platform.database")) or each.name.endswith(".models")
    ]
    assert told(tables) == []


@pytest.mark.mend(
    "Move the select into the queries.py of its subject in lms/domain/ and call it from the view or its "
    "loader."
)
def test_pages_never_query() -> None:
    """Only the error page and the operators' page know that there is a database that can fail."""
    web = [each for each in IMPORTS if each.by.parts[:1] == ("web",)]
    querying = [each for each in web if each.name.startswith("sqlalchemy") and each.name != "sqlalchemy.exc"]
    tables = [each for each in web if each.name.endswith(".models")]
    assert told(querying + tables) == []


@pytest.mark.mend("Move what the audience needs to its folder in lms/web/, or what all need into lms/web/shell/.")
def test_the_shell_knows_no_audience() -> None:
    shell = [each for each in IMPORTS if each.by.parts[:2] == ("web", "shell")]
    assert (
        told([each for each in shell if target(each)[:1] == ("web",) and target(each)[1] in AUDIENCES]) == []
    )


@pytest.mark.mend(
    "Import at the head of the file. If that makes a loop, a thing stands in the wrong file: see "
    "ARCHITECTURE.md beside lms/. What must be loaded late goes through import_module, as in "
    "lms/commands/__init__.py."
)
def test_nothing_is_imported_inside_a_function() -> None:
    assert told([each for each in IMPORTS if each.in_function]) == []


@pytest.mark.mend("Import it plainly. If that makes a loop, move what both need into a file of its own below lms/.")
def test_nothing_is_imported_for_types_alone() -> None:
    """Such an import hides a loop."""
    assert told([each for each in IMPORTS if each.for_types]) == []


@pytest.mark.mend(
    "Move what two of these modules need of each other into a third below both; the line shows the way round, "
    "in lms/."
)
def test_no_module_imports_itself_in_a_loop() -> None:
    needs = {module.name: {each.name for each in ours(module.imports)} for module in MODULES}

    def loop_from(name: str, way: tuple[str, ...], seen: set[str]) -> tuple[str, ...] | None:
        if name in way:
            return (*way[way.index(name) :], name)
        if name in seen:
            return None
        seen.add(name)
        return next(
            (found for each in sorted(needs.get(name, ())) if (found := loop_from(each, (*way, name), seen))),
            None,
        )

    seen: set[str] = set()
    assert [loop for name in sorted(needs) if (loop := loop_from(name, (), seen))] == []


@pytest.mark.mend("Let lms/__init__.py define create_app and nothing else; import from where a thing lives.")
def test_the_package_exports_create_app_and_nothing_else() -> None:
    tree = ast.parse((LMS / "__init__.py").read_text(encoding="utf-8"))
    defined = [ast.unparse(node) for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign | ast.ClassDef)]
    functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert (defined, functions) == (["__all__ = ['create_app']"], ["create_app"])


@pytest.mark.mend("Take the import out of lms/__init__.py, lms/foundation.py or what these import: pages are loaded by create_app() alone.")
def test_commands_load_no_page() -> None:
    asked = "import sys, lms.commands.edge; print(*sorted(name for name in sys.modules if name.startswith('lms.web.')))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["lms.web.learner", "lms.web.learner.notice_posting", "lms.web.learner.regrade_posting", "lms.web.mail", "lms.web.mail.letters", "lms.web.shell", "lms.web.shell.application", "lms.web.trainer", "lms.web.trainer.further_posting"]


@pytest.mark.mend("Import the models.py of the table in lms/foundation.py: commands work without pages, and must know every table.")
def test_what_commands_stand_on_knows_every_table() -> None:
    asked = "import {}; from lms.platform.database import Base; print(*sorted(Base.metadata.tables))"
    known = [
        subprocess.run([sys.executable, "-c", asked.format(name)], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in ("lms.foundation", "lms.assembly")
    ]
    assert known[0] == known[1]
    assert "audit" in known[0]


@pytest.mark.parametrize("kind", ["modules", "classes"])
@pytest.mark.mend(
    "Name the module or class in lms/ by what it knows or does: “reminders.py”, not “utils.py”. The names "
    "that say nothing stand in JUNK in tests/contracts/test_floors.py."
)
def test_nothing_is_called_by_a_name_that_says_nothing(kind: str) -> None:
    if kind == "modules":
        found = [module.where for module in MODULES if JUNK & set(module.parts)]
    else:
        endings = ("Manager", "Helper", "Handler", "Util", "Utils", "Info", "Data", "Mixin")
        classes = [
            (module, node)
            for module in MODULES
            for node in ast.walk(module.tree)
            if isinstance(node, ast.ClassDef)
        ]
        found = [
            f"{module.where}:{node.lineno} {node.name}"
            for module, node in classes
            if node.name.endswith(endings)
        ]
    assert found == []
