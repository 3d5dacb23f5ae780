"""The last work on a parsed text: ids, links, pictures, tables, tasks and footnotes get the form that pages show."""

import re

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteReorderingProcessor
from markdown.treeprocessors import Treeprocessor

from lms.platform.markdown_places import ask_questions
from lms.platform.markdown_targets import Targets, label
from lms.platform.markdown_tree import Element, SubElement

TASK = re.compile(r"\[(?P<state>[ xXхХχΧ])\][ ]+")
WIDE_COLUMNS = 4
# Letters of the longest words of all columns: so many fit beside each other on 320 pixels, broad ones with wide spacing too.
WIDE_WORDS = 18
FOOTNOTE = re.compile(r"(#?)(fn|fnref\d*):(.*)", re.S)


class _InOrder(FootnoteReorderingProcessor):
    """Puts footnotes into the order in which they are first used, those without words as well, from which nothing leads back."""

    def reorder_footnotes(self, parent: Element) -> None:
        """Order the items of the list in place; those that nothing refers to come last."""
        order, separator = self.footnotes.footnote_order, self.footnotes.get_separator()

        def place(item: Element) -> int:
            key = item.get("id", "").split(separator, 1)[-1]
            return order.index(key) if key in order else len(order)

        for items in parent.iter("ol"):
            items[:] = sorted(items, key=place)
            break


class _Finish(Treeprocessor):
    """Turns what the parser made into what readers get; runs after every other treeprocessor."""

    def __init__(self, md: Markdown, targets: Targets) -> None:
        super().__init__(md)
        self.targets = targets
        self.document = targets.document
        self.footnotes: dict[str, int] = {}
        self.count: dict[str, int] = {}

    def run(self, root: Element) -> None:
        """Finish the whole tree in place."""
        self._finish_footnotes(root)
        for heading in root.iter("h1"):
            heading.tag = "h2"
        for element in root.iter("a"):
            if element.get("class") not in ("footnote-ref", "footnote-backref"):
                self.targets.finish_link(element)
        ask_questions(root)
        for element in root.iter():
            if element.get("id") and not element.get("id", "").startswith(f"{self.document}--"):
                element.set("id", f"{self.document}--{element.get('id')}")
        self._keep_ids_apart(root)
        self._finish_pictures(root)
        for element in list(root.iter("aside")):
            self._finish_callout(element)
        for element in list(root.iter("li")):
            self._finish_task(element)
        self._finish_tables(root)

    def _keep_ids_apart(self, root: Element) -> None:
        """Leave an id to the first element that has it; its author is told of the others by the checker."""
        seen: set[str] = set()
        for element in root.iter():
            name = element.get("id")
            if name in seen:
                del element.attrib["id"]
            elif name:
                seen.add(name)

    def _own_id(self, kind: str) -> str:
        """Return the next id of a kind; an underscore tells it from ids that authors choose."""
        self.count[kind] = self.count.get(kind, 0) + 1
        return f"{self.document}--_{kind}-{self.count[kind]}"

    def _finish_callout(self, callout: Element) -> None:
        name = self._own_id("callout")
        callout.set("aria-labelledby", name)
        callout[0].set("id", name)

    def _finish_task(self, item: Element) -> None:
        holder = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
        task = TASK.match(holder.text or "")
        if not task:
            return
        done = task["state"] != " "
        item.set("class", "task")
        box = Element("span", {"class": "task-box", "aria-hidden": "true"})
        box.text = "☑" if done else "☐"
        word = label("task-done" if done else "task-open")
        word.tail = " " + (holder.text or "")[task.end() :]
        holder.text = None
        holder.insert(0, box)
        holder.insert(1, word)

    def _finish_tables(self, root: Element) -> None:
        for parent in list(root.iter()):
            for place, table in enumerate(list(parent)):
                if table.tag == "table":
                    parent[place] = self._in_region(table)

    def _in_region(self, table: Element) -> Element:
        """Return a table inside a region; one that may be wider than a small screen can be scrolled by keyboard."""
        for cell in table.iter("th"):
            if len(cell) or (cell.text or "").strip():
                cell.set("scope", "col")
            else:
                cell.tag = "td"
        _name_rows(table)
        for cell in [*table.iter("th"), *table.iter("td")]:
            align = cell.attrib.pop("align", None)
            if align:
                cell.set("class", f"align-{align}")
        region = Element("div", {"class": "table-scroll"})
        region.tail, table.tail = table.tail, None
        if _is_wide(table):
            name = self._own_id("table")
            word = label("table", str(self.count["table"]))
            word.set("id", name)
            region.attrib.update({"role": "region", "tabindex": "0", "aria-labelledby": name})
            region.append(word)
        region.append(table)
        return region

    def _finish_pictures(self, root: Element) -> None:
        """Finish every picture; one that stands alone in its paragraph becomes a figure with its title beneath."""
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                if child.tag == "p" and len(child) == 1 and child[0].tag == "img" and not _says_more(child):
                    parent[place] = self._in_figure(child)
        for picture in list(root.iter("img")):
            if "src" in picture.attrib and "loading" not in picture.attrib:
                self.targets.finish_picture(picture)

    def _in_figure(self, paragraph: Element) -> Element:
        picture = paragraph[0]
        title = picture.get("title")
        self.targets.finish_picture(picture)
        picture.tail = None
        figure = Element("figure")
        figure.append(picture)
        if title:
            SubElement(figure, "figcaption").text = title
        figure.tail = paragraph.tail
        return figure

    def _finish_footnotes(self, root: Element) -> None:
        """Number the ids of footnotes, and make their list a section with a label of its own."""
        for element in root.iter():
            for name in ("id", "href"):
                old = FOOTNOTE.fullmatch(element.get(name) or "")
                if old:
                    number = self.footnotes.setdefault(old[3], len(self.footnotes) + 1)
                    element.set(name, f"{old[1]}{self.document}--_{old[2]}-{number}")
            if element.get("class") == "footnote-backref":
                element.attrib.pop("title", None)
                element.text = None
                arrow = SubElement(element, "span", {"aria-hidden": "true"})
                arrow.text = "↩"
                element.append(label("back"))
        for notes in root.iter("div"):
            if notes.get("class") == "footnote":
                name = self._own_id("footnotes")
                notes.tag = "section"
                notes.attrib = {"class": "footnotes", "aria-labelledby": name}
                notes[0].tag = "p"
                notes[0].attrib = {"class": "footnotes-label", "id": name, "data-label": "footnotes"}


def _says_more(paragraph: Element) -> bool:
    return bool((paragraph.text or "").strip() or (paragraph[0].tail or "").strip())


def _name_rows(table: Element) -> None:
    """Make the first cell of each row the heading of that row, where these cells tell the rows apart."""
    rows = [row for body in table.iter("tbody") for row in body]
    words = {"".join(row[0].itertext()).strip() for row in rows if len(row) > 1} - {""}
    if len(words) == len(rows):
        for row in rows:
            row[0].tag = "th"
            row[0].set("scope", "row")


def _is_wide(table: Element) -> bool:
    """Tell whether a table has so many columns, or such long words, that a small screen cannot hold its width."""
    columns: dict[int, int] = {}
    for row in table.iter("tr"):
        for place, cell in enumerate(row):
            words = "".join(cell.itertext()).split()
            columns[place] = max(columns.get(place, 0), max(map(len, words), default=0))
    return len(columns) >= WIDE_COLUMNS or sum(columns.values()) > WIDE_WORDS


def order_footnotes(md: Markdown) -> None:
    """Put our order of footnotes in the place of the library's, which fails where one has no words."""
    md.treeprocessors.register(_InOrder(md.treeprocessors["footnote-reorder"].footnotes), "footnote-reorder", 19)


def register(md: Markdown, targets: Targets) -> None:
    """Make ``targets`` finish what the parser of one text makes."""
    targets.stash = md.htmlStash.store
    md.treeprocessors.register(_Finish(md, targets), "finish", -1)
