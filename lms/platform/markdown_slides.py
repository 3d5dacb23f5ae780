"""A rendered text as a set of slides: each heading of level 2 begins one (course-format L5)."""

import re

TAG = re.compile(r"<(?P<ends>/?)(?P<name>[a-z][a-z0-9]*)\b")
ALONE = frozenset({"br", "hr", "img", "source", "track"})


def slides_of(html: str) -> tuple[str, ...]:
    """Return rendered ``html`` cut before each heading of level 2 that lies in nothing else; what comes first is a slide too.

    Only an element that the renderer made can match: in a text and in an attribute the sign ``<`` is always ``&lt;``.
    """
    cuts, depth = [0], 0
    for tag in TAG.finditer(html):
        if tag["ends"]:
            depth -= 1
        elif tag["name"] not in ALONE:
            if tag["name"] == "h2" and depth == 0:
                cuts.append(tag.start())
            depth += 1
    pieces = (html[begin:end] for begin, end in zip(cuts, [*cuts[1:], len(html)], strict=True))
    return tuple(piece for piece in pieces if piece.strip())
