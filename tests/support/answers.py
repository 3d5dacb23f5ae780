"""Answers the quizzes of the course ``town-hall`` on a page in English, as somebody who knows everything would."""

from tests.support.pages import Page, Typed
from tests.support.tree import Node

CHOICES = {"The council", "Neighbours", "Shopkeepers", "False", "Yes"}
PAIRS = {"The clerk": "writes the minutes", "The mayor": "signs the answer"}
PLACES = {"Ask": "1", "Decide": "2", "Answer": "3"}
TYPED = {"q-short": "linden square", "q-fill.1": "linden square", "q-fill.3": "everybody"}
GAPS = {"q-fill.2": "two"}
NUMBERS = {"first-practice": "48151", "last-test": "62342"}


def right_answers(page: Page, *, but: dict[str, Typed] | None = None) -> dict[str, Typed]:
    """Return what is to be filled into the form of an attempt so that all of it is right, except for ``but``."""
    labels = {node.get("for"): node.text for node in page.all("label")}
    fields: dict[str, Typed] = {}
    for node in page.main.all("input", "select"):
        name = node.get("name")
        if name.startswith("q-") and (value := _right_value(node, labels.get(node.get("id"), ""), page.url)):
            kept = fields.get(name)
            fields[name] = [*(kept or []), value] if node.get("type") == "checkbox" else value
    return fields | (but or {})


def _right_value(node: Node, label: str, url: str) -> str | None:
    """Return what a control is to be given, or None if it is to be left alone."""
    if node.get("type") in ("radio", "checkbox"):
        return node.get("value") if label in CHOICES else None
    if node.tag == "select":
        return PLACES.get(label) or next(
            each.get("value") for each in node.all("option") if each.text == (PAIRS.get(label) or GAPS[node.get("name")])
        )
    return TYPED.get(node.get("name")) or next(
        number for quiz, number in NUMBERS.items() if f"/{quiz}/" in url
    )
