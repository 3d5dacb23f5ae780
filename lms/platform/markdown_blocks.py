"""What is ours among the blocks: the layout of the text, and quotations of which some are call-outs."""

import re

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.preprocessors import Preprocessor

from lms.platform.markdown_layout import lay_out
from lms.platform.markdown_tree import Element, SubElement

CALLOUTS = ("note", "tip", "important", "warning", "case", "exercise", "reflect", "further")
CALLOUT = re.compile(r"\[!(?P<kind>[A-Za-z]+)\][ ]*(?P<title>.*)")
QUOTATION = re.compile(r"(?:^|\n)[ ]{0,3}>")
SIGN = re.compile(r"[ ]{0,3}>[ ]?")


class _Layout(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as the parser wants them."""
        # The parser takes a line end after the last block for a part of it.
        return [*lay_out(lines, self.md.htmlStash.store), "", ""]


class _Quotation(BlockProcessor):
    """Quotations, each for itself where a blank line parts them; one that begins with ``[!CASE]`` is a call-out."""

    def test(self, parent: Element, block: str) -> bool:
        """Tell whether a quotation begins in this block."""
        return QUOTATION.search(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Add the quotation, and what stands before it, to ``parent``."""
        block = blocks.pop(0)
        start = QUOTATION.search(block)
        assert start is not None
        if block[: start.start()].strip():
            self.parser.parseBlocks(parent, [block[: start.start()]])
        lines = [SIGN.sub("", line, count=1) for line in block[start.start() :].lstrip("\n").split("\n")]
        first = CALLOUT.match(lines[0])
        kind = first["kind"].lower() if first else ""
        if first and kind in CALLOUTS:
            quotation = SubElement(parent, "aside", {"class": f"callout callout-{kind}", "role": "note"})
            label = SubElement(quotation, "p", {"class": "callout-label", "data-label": kind})
            label.text = first["title"].strip()
            lines = lines[1:]
        else:
            quotation = SubElement(parent, "blockquote")
        # In this state the parser makes paragraphs even of a quotation in a list.
        self.parser.state.set("blockquote")
        # Parsed by itself, so that no definition beneath the label takes that for its term.
        inner = Element(quotation.tag)
        self.parser.parseChunk(inner, "\n".join(lines))
        quotation.extend(inner)
        self.parser.state.reset()


def register(md: Markdown) -> None:
    """Put our blocks into a parser, and take out code by indentation and raw HTML."""
    md.preprocessors.deregister("html_block")
    md.preprocessors.register(_Layout(md), "layout", 25)
    md.parser.blockprocessors.deregister("code")
    md.parser.blockprocessors.register(_Quotation(md.parser), "quote", 20)
    md.block_level_elements.extend(["aside", "section", "figure", "figcaption"])
    md.block_level_elements.remove("math")
