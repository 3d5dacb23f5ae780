"""XML as a test reads it: Python's own parser, which refuses whatever is not well-formed; no entities, no documents from elsewhere."""

from xml.parsers import expat

from tests.support.tree import Node


def read_xml(body: str) -> Node:
    """Return the root element; raises ExpatError where the text is not well-formed."""
    top = Node("document")
    at = [top]

    def begin(tag: str, attrs: dict[str, str]) -> None:
        made = Node(tag, dict(attrs), at[-1])
        at[-1].children.append(made)
        at.append(made)

    def end(tag: str) -> None:
        at.pop()

    def read(text: str) -> None:
        at[-1].children.append(text)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, read
    parser.Parse(body, True)
    (root,) = (each for each in top.children if isinstance(each, Node))
    return root
