"""What makes a page readable for everybody: headings, names, labels, references that lead somewhere."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from tests.support.tree import Node, squeezed

CONTROLS = ("input", "select", "textarea")
SILENT_INPUTS = ("hidden", "submit", "button", "reset", "image")
BUTTON_TYPES = ("submit", "button", "reset")
REPORT = re.compile(r"/accessibility/report\?page=/[^?#&]*")
UID = re.compile(r"[0-9a-f]{32}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
IDS_IN = (
    *(f"aria-{name}" for name in ("activedescendant", "controls", "describedby", "details", "errormessage")),
    *(f"aria-{name}" for name in ("flowto", "labelledby", "owns")),
    *("headers", "list", "form"),
)
ARIA = re.compile(
    r"aria-(activedescendant|atomic|autocomplete|busy|checked|controls|current|describedby|description|details|disabled"
    r"|errormessage|expanded|flowto|haspopup|hidden|invalid|keyshortcuts|label|labelledby|level|live|modal|multiline"
    r"|multiselectable|orientation|owns|placeholder|posinset|pressed|readonly|relevant|required|roledescription|rowcount"
    r"|rowindex|selected|setsize|sort|valuemax|valuemin|valuenow|valuetext)"
)


def name_of(node: Node, root: Node) -> str:
    """Return what a screen reader calls an element: aria-labelledby, aria-label, else the words and pictures within."""
    if wanted := node.get("aria-labelledby").split():
        return squeezed(" ".join(_heard(each) for each in root.walk() if each.get("id") in wanted))
    return squeezed(node.get("aria-label")) or squeezed(_heard(node))


def _heard(node: Node) -> str:
    if node.get("aria-hidden") == "true":
        return ""
    if node.tag == "img":
        return node.get("alt")
    if node.get("aria-label"):
        return node.get("aria-label")
    return "".join(child if isinstance(child, str) else f" {_heard(child)} " for child in node.children)


def has_language_and_title(root: Node, address: str) -> Iterator[str]:
    """The page says its language and its title; every other language named is a possible one."""
    html = root.one("html")
    if not html.get("lang"):
        yield "<html> has no lang"
    for node in root.walk():
        if "lang" in node.attrs and not LANGUAGE.fullmatch(node.get("lang")):
            yield f"{node} has the language {node.get('lang')!r}"
    titles = [node for node in root.all("title") if node.within("head")]
    if len(titles) != 1 or not titles[0].text:
        yield f"the page has {len(titles)} titles"


def has_one_h1_that_the_title_names(root: Node, address: str) -> Iterator[str]:
    """There is exactly one h1, and the title of the page contains its words."""
    headings = root.all("h1")
    if len(headings) != 1:
        yield f"the page has {len(headings)} h1: {[each.text for each in headings]}"
        return
    title = " ".join(node.text for node in root.all("title") if node.within("head"))
    if not headings[0].text or headings[0].text not in title:
        yield f"the title {title!r} does not name the h1 {headings[0].text!r}"


def has_headings_in_steps(root: Node, address: str) -> Iterator[str]:
    """No heading is empty, none goes more than one level deeper than the one before, and the first is the h1 or after it."""
    before = 0
    for node in root.all("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(node.tag[1])
        if level > before + 1:
            yield f"{node} {node.text!r} comes after a heading of level {before}"
        if not name_of(node, root):
            yield f"{node} is empty"
        before = level


def has_main_once(root: Node, address: str) -> Iterator[str]:
    """There is one main part, and it can be skipped to."""
    mains = root.all("main")
    if len(mains) != 1:
        yield f"the page has {len(mains)} main parts"
    elif not root.all("a", href=f"#{mains[0].get('id')}"):
        yield "nothing leads straight to the main part"


def has_help_at_its_end(root: Node, address: str) -> Iterator[str]:
    """The footer leads to the accessibility statement and to the form for barriers, which is told a path and nothing private."""
    links = [each.get("href") for each in root.all("a") if each.within("footer") and not each.within("main")]
    if links[:1] != ["/accessibility/"]:
        yield f"the footer does not lead to the accessibility statement first: {links}"
    if len(links) < 2 or not REPORT.fullmatch(unquote(links[1])) or UID.search(links[1]):
        yield f"the footer does not lead to the form for barriers, with the path of this page: {links}"


def has_ids_once_and_references_that_resolve(root: Node, address: str) -> Iterator[str]:
    """No id comes twice; whatever refers to an id finds it; every aria- attribute is one."""
    ids = [node.get("id") for node in root.walk() if "id" in node.attrs]
    yield from (
        f"the id {each!r} comes {ids.count(each)} times" for each in sorted(set(ids)) if ids.count(each) > 1
    )
    yield from (
        f"{node} has an empty id" for node in root.walk() if "id" in node.attrs and not node.get("id").strip()
    )
    for node in root.walk():
        for name, value in node.attrs.items():
            if name.startswith("aria-") and not ARIA.fullmatch(name):
                yield f"{node} has {name}, which does not exist"
            if name in IDS_IN and (not value.split() or not set(value.split()) <= set(ids)):
                yield f"{node} refers with {name} to {value!r}, which is not there"
        if node.tag == "a" and node.get("href").startswith("#") and node.get("href")[1:] not in ids:
            yield f"{node} leads to a place that is not there"


def has_labels(root: Node, address: str) -> Iterator[str]:
    """Every control of a form has a name that people see or hear; buttons to choose among stand in a named group."""
    labels = {node.get("for"): name_of(node, root) for node in root.all("label") if "for" in node.attrs}
    controls = {node.get("id") for node in root.all(*CONTROLS)}
    yield from (f"a label is for {each!r}, which is no control" for each in labels if each not in controls)
    for node in root.all(*CONTROLS):
        if node.get("type") in SILENT_INPUTS:
            continue
        wrapped = node.within("label")
        if not (
            labels.get(node.get("id"))
            or (wrapped and wrapped.text)
            or node.get("aria-label")
            or node.get("aria-labelledby")
        ):
            yield f"{node} has no label"
        if node.get("type") == "radio":
            group = next(
                (
                    each
                    for each in node.ancestors()
                    if each.tag == "fieldset" or each.get("role") in ("radiogroup", "group")
                ),
                None,
            )
            legend = group.all("legend") if group else []
            if group is None or not (
                name_of(legend[0], root)
                if legend
                else group.get("aria-label") or group.get("aria-labelledby")
            ):
                yield f"{node} stands in no group with a name"


def has_nothing_nameless(root: Node, address: str) -> Iterator[str]:
    """No link, button or picture is without a name; a link leads somewhere; a button says what it is."""
    for node in root.all("a", "button", "summary"):
        if node.tag == "a" and not node.get("href"):
            yield f"{node} leads nowhere"
        if node.get("aria-hidden") != "true" and not name_of(node, root):
            yield f"{node} is empty"
        if node.tag == "button" and node.get("type") not in BUTTON_TYPES:
            yield f"{node} {node.text!r} has no type"
    yield from (f"{node} has no alt" for node in root.all("img") if "alt" not in node.attrs)
    yield from (f"{node} has no name" for node in root.all(role="img") if not name_of(node, root))


def has_headed_tables(root: Node, address: str) -> Iterator[str]:
    """Every table has header cells that say something."""
    for table in root.all("table"):
        if not any(name_of(cell, root) for cell in table.all("th")):
            yield f"{table} has no header cells"
