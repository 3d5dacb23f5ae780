"""How templates become Python: as Jinja does it, but for two things of which a page has some hundred.

Our own plain functions are called as Python calls them, and what is HTML already is not made into HTML once more. Names of
Jinja's that are used here begin with an underscore; if they ever change, pages are slower and the same.
"""

from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

# They take their arguments and nothing of Jinja's, so its look at each call for what else they may want is left out.
PLAIN = frozenset({"_", "address_of", "asset", "csrf_field", "gettext", "macros_of", "spoken"})


class QuickTemplates(CodeGenerator):
    """Jinja's code generator with these two shorter ways."""

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """Write down a call."""
        if not isinstance(node.node, nodes.Name) or node.node.name not in PLAIN or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if self._may_be_html(frame, finalize):
            self.write("(shown if type(shown := (")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if self._may_be_html(frame, finalize):
            self.write(")) is Markup else escape(shown))")
        else:
            super()._output_child_post(node, frame, finalize)

    def _may_be_html(self, frame: Frame, finalize: Any) -> bool:
        return bool(frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None)
