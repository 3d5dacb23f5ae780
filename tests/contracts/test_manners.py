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
FORBIDDEN_MODULES = {
    "pickle",
    "cPickle",
    "marshal",
    "shelve",
    "dill",
    "xml",
    "telnetlib",
    "ftplib",
    "random",
    "imp",
}
BUILDS_TREES = (
    "xml.etree.ElementTree"  # of which Python-Markdown makes its pages; nothing is ever parsed with it
)
PARSES_XML = ("fromstring", "XML", "iterparse", "XMLParser", "fromstringlist", "XMLPullParser")
# Files in which a call makes HTML of a text without escaping it, each with why that is safe there.
MAKES_MARKUP = {
    "lms/web/learner/labels.py": "what was rendered and sanitised when its edition was published, with our own labels",
    "lms/web/learner/lessons.py": "a lesson as it was rendered and sanitised when its edition was published",
    "lms/web/learner/stories.py": "the title of a scene, its tags taken out",
    "lms/web/shell/tokens.py": "a field of a form, its value put in by format(), which escapes",
    "lms/web/shell/words.py": "sentences of our own catalogues; what is put into their places is escaped",
}
# Templates that show HTML as it is: what was rendered and sanitised when the edition was published, and nothing else.
SHOWS_HTML = {
    "learner/quiz_rules.html": {"rules.intro"},
    "learner/attempt.html": {"section.text"},
    "learner/survey.html": {"page.intro", "section.text"},
    "learner/_original.html": {"question.html", "option.html"},
    "learner/_question.html": {"question.html", "html"},
    "learner/kinds/_parts.html": {"html[3:-4]", "html", "told.html"},
    "learner/kinds/essay.html": {"option.html"},
    "learner/kinds/gaps.html": {"question.parts[0]", "question.parts[loop.index]"},
    "learner/kinds/information.html": {"question.html"},
    "learner/review.html": {"text.html"},
    "trainer/answers.html": {"at.question.html"},
    "trainer/paper.html": {"asked.html"},
}
SAFE = re.compile(r"([\w.]+(?:\[[^\]]*\])?)\s*\|\s*safe\b")
# Files in which everything that goes wrong may be caught, each with why nobody is left in the dark.
CATCHES_EVERYTHING = {
    "lms/platform/worker.py": "one job must never stop all others: what happened is logged with its traceback, and kept with the job",
}
# Templates with styles in their tags: mail programs take no style sheet of ours, and no page looks like a letter.
STYLED = ["mail/letter.html"]
BUILDS_SQL = {"lms/platform/durability.py": "names of settings of the database, written there as constants"}


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    for module in MODULES:
        for line, name, node in module.calls():
            yield f"{module.where}:{line}", name, node


@pytest.mark.mend(
    "Take the time as an argument. Pages ask now() of lms/web/shell/visitors.py, commands ask now() of "
    "lms/commands/edge.py; the clock itself is lms/kernel/clock.py."
)
def test_only_the_kernels_clock_asks_what_time_it_is() -> None:
    asked = [f"{where} {name}()" for where, name, _ in calls() if name in CLOCKS]
    assert [each for each in asked if not each.startswith("lms/kernel/clock.py:")] == []


@pytest.mark.mend("Make it a setting: a field of Settings in lms/settings.py, with its words in docs/settings.md.")
def test_only_the_settings_read_the_environment() -> None:
    found = [
        f"{module.where}:{node.lineno}"
        for module in MODULES
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.environ", "os.getenv", "os.environb")
    ]
    assert [each for each in found if not each.startswith("lms/settings.py:")] == []


@pytest.mark.mend(
    "Name the errors that you expect. Whoever must catch all says why in CATCHES_EVERYTHING in "
    "tests/contracts/test_manners.py."
)
def test_no_error_is_caught_unseen() -> None:
    """Catching everything is allowed to those alone who tidy up and then raise it, or a better word for it."""
    found = []
    for module in MODULES:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ExceptHandler) and catches_everything(node) and not raises_again(node):
                found.append(module.where)
    assert sorted(set(found)) == sorted(CATCHES_EVERYTHING)


def catches_everything(node: ast.ExceptHandler) -> bool:
    return bool({"Exception", "BaseException", "None"} & caught_by(node))


def caught_by(node: ast.ExceptHandler) -> set[str]:
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return {ast.unparse(each) if each else "None" for each in caught}


def raises_again(node: ast.ExceptHandler) -> bool:
    return caught_by(node) == {"BaseException"} and isinstance(node.body[-1], ast.Raise)


@pytest.mark.mend(
    "Do it without this call. Results are told with click.echo in lms/commands/, and what happens is logged "
    "elsewhere; HTML comes from a template in lms/web/."
)
def test_nothing_runs_what_others_wrote() -> None:
    assert [f"{where} {name}()" for where, name, _ in calls() if name in FORBIDDEN_CALLS] == []


@pytest.mark.mend(
    "Use json in place of pickle, secrets in place of random, and no parser of XML. The list is "
    "FORBIDDEN_MODULES in tests/contracts/test_manners.py."
)
def test_no_dangerous_module_is_imported() -> None:
    dangerous = [
        each for module in MODULES for each in module.imports if each.name.split(".")[0] in FORBIDDEN_MODULES
    ]
    assert [str(each) for each in dangerous if each.name != BUILDS_TREES] == []


@pytest.mark.mend(
    "Parse no XML at all; what must be read from a stranger's file goes through lms/exchange/, with limits."
)
def test_no_xml_is_parsed() -> None:
    assert [f"{where} {name}()" for where, name, _ in calls() if name.split(".")[-1] in PARSES_XML] == []


@pytest.mark.mend("Give subprocess a list of words, and no shell=True; see lms/platform/postgresql_dump.py.")
def test_no_shell_is_started() -> None:
    found = [where for where, _, node in calls() for word in node.keywords if word.arg == "shell"]
    assert found == []


@pytest.mark.mend(
    "Write HTML in a template under lms/web/, which escapes. If a new place is really safe, name it with its "
    "reason in MAKES_MARKUP in tests/contracts/test_manners.py."
)
def test_markup_is_made_only_where_it_is_safe() -> None:
    found = {where.split(":")[0] for where, name, _ in calls() if name.split(".")[-1] == "Markup"}
    assert sorted(found) == sorted(MAKES_MARKUP)


@pytest.mark.mend("Let lms/web/shell/sharing.py write data into pages.")
def test_data_is_written_into_pages_in_one_place_alone() -> None:
    """There it is escaped for that, and tests poison it (tests/integration/test_sharing.py)."""
    found = [where.split(":")[0] for where, name, _ in calls() if name.split(".")[-1] == "htmlsafe_json_dumps"]
    assert found == ["lms/web/shell/sharing.py"]


@pytest.mark.mend(
    "Write a select() with bound values in a queries.py of lms/domain/. A constant of ours is named with its "
    "reason in BUILDS_SQL in tests/contracts/test_manners.py."
)
def test_sql_is_never_put_together_from_texts() -> None:
    texts = [
        (where, node)
        for where, name, node in calls()
        if name.split(".")[-1] in ("text", "exec_driver_sql") and node.args
    ]
    built = {
        where.split(":")[0] for where, node in texts if isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    }
    assert sorted(built) == sorted(BUILDS_SQL)


def templates() -> list[tuple[str, str]]:
    paths = sorted(LMS.rglob("templates/**/*.html"))
    return [(path.as_posix().split("/templates/")[1], path.read_text(encoding="utf-8")) for path in paths]


@pytest.mark.mend(
    "Leave |safe away. Only HTML that lms/platform/markdown.py made is shown as it is; such a place is named "
    "in SHOWS_HTML in tests/contracts/test_manners.py."
)
def test_html_is_shown_as_it_is_only_where_it_was_sanitised() -> None:
    found = {name: set(SAFE.findall(text)) for name, text in templates() if SAFE.search(text)}
    assert found == SHOWS_HTML


@pytest.mark.parametrize("trick", ["autoescape", "|forceescape", "Markup(", "|tojson", "{% raw %}"])
@pytest.mark.mend(
    "Write it without: every template under lms/web/ escapes, and data for scripts goes through "
    "lms/web/shell/sharing.py."
)
def test_no_template_plays_tricks_with_escaping(trick: str) -> None:
    assert [name for name, text in templates() if trick in text] == []


@pytest.mark.mend("Name the template in lms/web/ with the ending .html.")
def test_every_template_is_escaped_by_its_name() -> None:
    """Flask escapes templates by the ending of their names; a template with another ending would be left as it is."""
    paths = [path for path in LMS.rglob("*") if "templates" in path.parts and path.is_file()]
    assert [path.name for path in paths if path.suffix != ".html"] == []


@pytest.mark.mend(
    "Write a class, and its rule into lms/web/shell/static/app.css: the headers forbid styles in pages."
)
def test_no_template_of_a_page_has_styles_in_it() -> None:
    assert [name for name, text in templates() if re.search(r"<style\b|\sstyle=", text)] == STYLED


@pytest.mark.mend(
    "Take it out of lms/web/mail/templates/mail/letter.html: a letter holds words and the addresses that it "
    "is given."
)
def test_letters_load_nothing_and_run_nothing() -> None:
    """No picture, sheet or script, and no address but those that a letter is given: nobody learns that it was read."""
    text = dict(templates())["mail/letter.html"]
    loading = re.compile(r"<(?:img|link|script|iframe|object|video|audio|form|base)\b|url\(|@import|https?://|srcset|background=")
    assert loading.findall(text) == []


@pytest.mark.mend(
    "Write {{ csrf_field() }} as the first thing in the form; the template is named above and lies under "
    "lms/web/."
)
def test_every_form_that_posts_carries_its_token() -> None:
    form = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>(.*?)</form>", re.DOTALL | re.IGNORECASE)
    missing = [
        name for name, text in templates() for body in form.findall(text) if "csrf_field()" not in body
    ]
    assert missing == []


@pytest.mark.mend("Do it now, or write an issue; the file in lms/ or tests/ is named above.")
def test_nothing_is_left_for_later() -> None:
    mark = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    paths = [
        path
        for folder in ("lms", "tests")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".html", ".js", ".css")
    ]
    left = [
        path.relative_to(ROOT).as_posix()
        for path in sorted(paths)
        if mark.search(path.read_text(encoding="utf-8"))
    ]
    assert left == ["tests/contracts/test_manners.py"]


@pytest.mark.mend(
    "Give it a docstring of one imperative sentence that ends with a full stop, in the file of lms/ named "
    "above; or begin its name with an underscore."
)
def test_every_public_thing_says_what_it_is_for() -> None:
    """A docstring is one imperative sentence at least, and ends like one."""
    found = []
    for module in MODULES:
        for node in ast.walk(module.tree):
            if isinstance(
                node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef
            ) and not node.name.startswith("_"):
                first = (ast.get_docstring(node) or "").split("\n\n")[0].strip()
                if not first.endswith((".", ":", "?", ")", ";")) and not within_function(module.tree, node):
                    found.append(f"{module.where}:{node.lineno} {node.name}")
    assert found == []


def within_function(tree: ast.Module, node: ast.AST) -> bool:
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and each is not node]
    return any(inner is node for each in functions for inner in ast.walk(each))
