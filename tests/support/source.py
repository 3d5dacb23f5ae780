"""The program as text: its modules read into syntax trees, for the tests that hold the house together."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LMS = ROOT / "lms"


@dataclass(frozen=True)
class Import:
    """One module that another imports, as a dotted name, and where."""

    by: "Module"
    line: int
    name: str
    in_function: bool
    for_types: bool

    def __str__(self) -> str:
        return f"{self.by.where}:{self.line} imports {self.name}"


@dataclass(frozen=True)
class Module:
    """A module of the program: its dotted name and its file."""

    name: str
    path: Path

    @property
    def where(self) -> str:
        """The file as people are told it."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of its name after ``lms``."""
        return tuple(self.name.split(".")[1:])

    @cached_property
    def text(self) -> str:
        """The file's text."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The file's syntax tree."""
        return ast.parse(self.text, self.where)

    @cached_property
    def imports(self) -> list[Import]:
        """Everything that it imports."""
        return list(self._imports(self.tree, in_function=False, for_types=False))

    def _imports(self, node: ast.AST, *, in_function: bool, for_types: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                for alias in child.names:
                    yield Import(self, child.lineno, alias.name, in_function, for_types)
            elif isinstance(child, ast.ImportFrom):
                assert child.level == 0, f"{self.where}:{child.lineno}: imports are written in full"
                for alias in child.names:
                    whole = f"{child.module}.{alias.name}"
                    name = whole if is_module(whole) else str(child.module)
                    yield Import(self, child.lineno, name, in_function, for_types)
            else:
                deeper = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
                typing = isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING")
                yield from self._imports(
                    child, in_function=in_function or deeper, for_types=for_types or typing
                )

    def calls(self) -> Iterator[tuple[int, str, ast.Call]]:
        """Yield every call with its line and the name of what is called, as written (``datetime.now``)."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                yield node.lineno, ast.unparse(node.func), node


def is_module(name: str) -> bool:
    """Tell whether a dotted name is a module or package of this program."""
    if not name.startswith("lms"):
        return False
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or path.is_dir()


def modules() -> list[Module]:
    """Return every module of the program."""
    return [_module(path) for path in sorted(LMS.rglob("*.py"))]


def _module(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return Module(".".join(parts[:-1] if parts[-1] == "__init__" else parts), path)


def is_standard(name: str) -> bool:
    """Tell whether a module belongs to Python itself."""
    return name.split(".")[0] in sys.stdlib_module_names
