"""What HTML may reach a reader; everything that was rendered or imported passes here last (security 6.8).

The list is typed out, and a test types it once more. A tag or attribute that is not in it never comes out.
"""

import re

import nh3

BLOCKS = frozenset(
    "p br hr h2 h3 h4 h5 h6 pre blockquote ul ol li dl dt dd table thead tbody tr th td figure figcaption "
    "details summary aside section div".split()
)
WORDS = frozenset("a strong em del code sub sup mark kbd abbr span".split())
MEDIA = frozenset("img video audio source track".split())
MATHS = frozenset(
    "math mrow mi mn mo mtext mspace ms mfrac msqrt mroot mstyle merror mpadded mphantom menclose msub msup msubsup "
    "munder mover munderover mmultiscripts mprescripts none mtable mtr mtd".split()
)
TAGS = BLOCKS | WORDS | MEDIA | MATHS

MATHS_ATTRIBUTES = frozenset(
    "mathvariant displaystyle scriptlevel stretchy symmetric fence form separator accent accentunder largeop "
    "movablelimits minsize maxsize width height depth lspace rspace voffset linethickness columnalign rowalign "
    "columnspacing rowspacing columnlines rowlines columnspan rowspan notation".split()
)
EVERYWHERE = frozenset({"lang", "dir"})
ATTRIBUTES = {
    "a": {"href", "title", "rel", "class"},
    "abbr": {"title"},
    "aside": {"class", "role", "aria-labelledby"},
    "audio": {"controls", "preload", "aria-label"},
    "code": {"class"},
    "details": {"class"},
    "div": {"class", "role", "tabindex", "aria-labelledby", "data-place"},
    "img": {"src", "alt", "width", "height", "loading", "class"},
    "li": {"class"},
    "ol": {"start"},
    "p": {"class", "data-label"},
    "section": {"class", "aria-labelledby"},
    "source": {"src", "type"},
    "span": {"class", "data-label", "aria-hidden"},
    "td": {"colspan", "rowspan", "class"},
    "th": {"colspan", "rowspan", "scope", "class"},
    "track": {"kind", "src", "srclang", "label", "default"},
    "video": {"controls", "preload", "aria-label"},
} | {tag: set(MATHS_ATTRIBUTES) for tag in MATHS}
MAY_HAVE_ID = (
    "p",
    "li",
    "sup",
    "span",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "dt",
    "td",
    "th",
    "figure",
    "table",
    "pre",
)
SCHEMES = {"https", "http", "mailto", "tel"}

LABELS = (
    "note", "tip", "important", "warning", "case", "exercise", "reflect", "further",
    "external", "table", "footnotes", "back", "described", "transcript", "task-open", "task-done",
)  # fmt: skip
CLASSES = {
    "a": {"external", "question", "term", "footnote-ref", "footnote-backref", "film-described", "film-transcript"},
    "aside": {"callout"} | {f"callout-{kind}" for kind in LABELS[:8]},
    "code": {"formula"},
    "details": {"transcript"},
    "div": {"table-scroll", "changed", "practice", "film", "sound", "transcript-text"},
    "img": {"decorative"},
    "li": {"task"},
    "p": {"callout-label", "footnotes-label"},
    "section": {"footnotes"},
    "span": {"visually-hidden", "task-box", "missing-media", "file"},
    "td": {"align-left", "align-center", "align-right"},
    "th": {"align-left", "align-center", "align-right"},
}
LANGUAGE_CLASS = re.compile(r"language-[A-Za-z0-9][\w+#.-]{0,30}")
OWN_ID = re.compile(r"[A-Za-z][\w-]*--[\w-]+")
OWN_ADDRESS = re.compile(r"/(?![/\\])[^\s\\<>\"]*")
MEDIA_ADDRESS = re.compile(r"/(?:[\w.~%-]+/)*media/[\w.~%/-]+")
LINK = re.compile(r"(?:https?://|mailto:|tel:)[^\s\\<>\"]+", re.I)
VALUES = {
    "aria-hidden": re.compile(r"true"),
    "aria-labelledby": OWN_ID,
    "colspan": re.compile(r"[1-9][0-9]?"),
    "controls": re.compile(r"|controls"),
    "data-label": re.compile("|".join(LABELS)),
    "data-place": re.compile(r"[0-9]{1,5}|[a-z][a-z0-9-]{0,62}#[a-z][a-z0-9-]{0,62}"),
    "default": re.compile(r"|default"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "id": OWN_ID,
    "kind": re.compile(r"captions"),
    "label": re.compile(r"[^<>\"&]{1,60}"),
    "lang": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"),
    "loading": re.compile(r"lazy"),
    "preload": re.compile(r"metadata"),
    "rel": re.compile(r"noopener noreferrer nofollow"),
    "role": re.compile(r"note|region"),
    "rowspan": re.compile(r"[1-9][0-9]?"),
    "scope": re.compile(r"col|row"),
    "srclang": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"),
    "start": re.compile(r"[0-9]{1,9}"),
    "tabindex": re.compile(r"0"),
    "type": re.compile(r"(?:video|audio)/[a-z0-9]+"),
    "src": MEDIA_ADDRESS,
}
MATHS_VALUE = re.compile(r"[\w.+% -]{1,40}")
PIXELS = re.compile(r"[1-9][0-9]{0,4}")

_cleaner = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags={"script", "style"},
    attributes={
        **{tag: set(names) | ({"id"} if tag in MAY_HAVE_ID else set()) for tag, names in ATTRIBUTES.items()},
        **{tag: {"id"} for tag in MAY_HAVE_ID if tag not in ATTRIBUTES},
        "*": set(EVERYWHERE),
    },
    attribute_filter=lambda tag, name, value: _filtered(tag, name, value),
    url_schemes=SCHEMES,
    link_rel=None,
    strip_comments=True,
)


def sanitise(html: str) -> str:
    """Return ``html`` with nothing left in it but what is allowed; done twice, it changes nothing more."""
    return _cleaner.clean(html)


def _filtered(tag: str, name: str, value: str) -> str | None:
    """Return the value that an allowed attribute may keep, or None to drop it."""
    if name == "class":
        return _classes(tag, value)
    if name == "href":
        allowed = LINK.fullmatch(value) or OWN_ADDRESS.fullmatch(value) or _is_own_fragment(value)
        return value if allowed else None
    if tag in MATHS and name in MATHS_ATTRIBUTES:
        return value if MATHS_VALUE.fullmatch(value) else None
    if tag == "img" and name in ("width", "height"):
        return value if PIXELS.fullmatch(value) else None
    pattern = VALUES.get(name)
    return value if pattern is None or pattern.fullmatch(value) else None


def _is_own_fragment(value: str) -> bool:
    return value.startswith("#") and OWN_ID.fullmatch(value[1:]) is not None


def _classes(tag: str, value: str) -> str | None:
    allowed = CLASSES.get(tag, set())
    kept = [
        name
        for name in value.split()
        if name in allowed or (tag == "code" and LANGUAGE_CLASS.fullmatch(name))
    ]
    return " ".join(kept) or None
