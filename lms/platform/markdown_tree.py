"""Elements of which the parser of Markdown builds its trees. They are only built here; no XML is ever read."""

from xml.etree.ElementTree import Element, SubElement

__all__ = ["Element", "SubElement"]
