"""What no line of the program does: ask the clock, swallow errors, run what others wrote, build SQL or HTML from text."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.support.source import LMS, ROOT, modules

MODULES = modules()

CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "datetime.datetime.now", "datetime.datetime.utcnow", "date.today",
    "datetime.date.today", "time.time", "time.time_ns", "time.localtime", "time.gmtime",
}  # fmt: skip
FORBIDDEN_CALLS = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "yaml.load", "render_template_string",
    "flask.render_template_string", "Environment.from_string", "tempfile.mktemp", "breakpoint", "print",
}  # fmt: skip
FORBIDDEN_MODULES = {"pickle", "cPickle", "marshal", "shelve", "dill", "xml", "telnetlib", "ftplib", "random", "imp"}
# Files in which a call makes HTML of a text without escaping it, each with why that is safe there.
MAKES_MARKUP = {
    "lms/web/shell/templates.py": "a field of a form, its value put in by format(), which escapes",
    "lms/web/learner/labels.py": "labels put into lessons that the sanitiser has passed",
    "lms/web/learner/views.py": "sources of a lesson, rendered and sanitised at publication",
}
# Templates that show HTML as it is: what was rendered and sanitised when the edition was published, and nothing else.
SHOWS_HTML = {
    "learner/lesson.html": ["page.html", "source"],
    "learner/quiz_rules.html": ["rules.intro"],
    "learner/attempt.html": ["section.text"],
    "learner/_question.html": ["question.html", "feedback"],
}
SAFE = re.compile(r"([\w.\[\]]+)\s*\|\s*safe\b")
BUILDS_SQL = {"lms/platform/database.py": "names of settings of the database, written there as constants"}


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    for module in MODULES:
        for line, name, node in module.calls():
            yield f"{module.where}:{line}", name, node


def test_only_the_kernels_clock_asks_what_time_it_is() -> None:
    asked = [f"{where} {name}()" for where, name, _ in calls() if name in CLOCKS]
    assert [each for each in asked if not each.startswith("lms/kernel/clock.py:")] == []


def test_only_the_settings_read_the_environment() -> None:
    found = [
        f"{module.where}:{node.lineno}"
        for module in MODULES
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.environ", "os.getenv", "os.environb")
    ]
    assert [each for each in found if not each.startswith("lms/settings.py:")] == []


def test_no_error_is_caught_unseen() -> None:
    """Catching everything is allowed to those alone who tidy up and raise it again."""
    found = []
    for module in MODULES:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ExceptHandler) and catches_everything(node) and not raises_again(node):
                found.append(f"{module.where}:{node.lineno}")
    assert found == []


def catches_everything(node: ast.ExceptHandler) -> bool:
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(each is None or ast.unparse(each) in ("Exception", "BaseException") for each in caught)


def raises_again(node: ast.ExceptHandler) -> bool:
    last = node.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None and ast.unparse(node.type or ast.Name("")) == "BaseException"


def test_nothing_runs_what_others_wrote() -> None:
    assert [f"{where} {name}()" for where, name, _ in calls() if name in FORBIDDEN_CALLS] == []


def test_no_dangerous_module_is_imported() -> None:
    found = [str(each) for module in MODULES for each in module.imports if each.name.split(".")[0] in FORBIDDEN_MODULES]
    assert found == []


def test_no_shell_is_started() -> None:
    found = [where for where, _, node in calls() for word in node.keywords if word.arg == "shell"]
    assert found == []


def test_markup_is_made_only_where_it_is_safe() -> None:
    found = {where.split(":")[0] for where, name, _ in calls() if name.split(".")[-1] == "Markup"}
    assert sorted(found) == sorted(MAKES_MARKUP)


def test_sql_is_never_put_together_from_texts() -> None:
    texts = [(where, node) for where, name, node in calls() if name.split(".")[-1] in ("text", "exec_driver_sql") and node.args]
    built = {where.split(":")[0] for where, node in texts if isinstance(node.args[0], ast.JoinedStr | ast.BinOp)}
    assert sorted(built) == sorted(BUILDS_SQL)


def templates() -> list[tuple[str, str]]:
    paths = sorted(LMS.rglob("templates/**/*.html"))
    return [(path.as_posix().split("/templates/")[1], path.read_text(encoding="utf-8")) for path in paths]


def test_html_is_shown_as_it_is_only_where_it_was_sanitised() -> None:
    found = {name: list(dict.fromkeys(SAFE.findall(text))) for name, text in templates() if SAFE.search(text)}
    assert found == SHOWS_HTML


@pytest.mark.parametrize("trick", ["autoescape", "|forceescape", "Markup(", "|tojson", "{% raw %}"])
def test_no_template_plays_tricks_with_escaping(trick: str) -> None:
    assert [name for name, text in templates() if trick in text] == []


def test_every_form_that_posts_carries_its_token() -> None:
    form = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>(.*?)</form>", re.DOTALL | re.IGNORECASE)
    missing = [name for name, text in templates() for body in form.findall(text) if "csrf_field()" not in body]
    assert missing == []


def test_nothing_is_left_for_later() -> None:
    mark = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    paths = [path for folder in ("lms", "tests") for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".html", ".js", ".css")]
    left = [path.relative_to(ROOT).as_posix() for path in sorted(paths) if mark.search(path.read_text(encoding="utf-8"))]
    assert left == ["tests/contracts/test_manners.py"]


def test_every_public_thing_says_what_it_is_for() -> None:
    """A docstring is one imperative sentence at least, and ends like one."""
    found = []
    for module in MODULES:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                first = (ast.get_docstring(node) or "").split("\n\n")[0].strip()
                if not first.endswith((".", ":", "?", ")", ";")) and not within_function(module.tree, node):
                    found.append(f"{module.where}:{node.lineno} {node.name}")
    assert found == []


def within_function(tree: ast.Module, node: ast.AST) -> bool:
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and each is not node]
    return any(inner is node for each in functions for inner in ast.walk(each))
