"""Where links and pictures of a text lead: the caller knows, this asks and writes the answer down."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Literal

from lms.platform.markdown_tree import Element, SubElement

Target = Literal["link", "media", "activity", "question", "transcript"]
FILMS = {"mp4": "video/mp4", "webm": "video/webm"}
SOUNDS = {"mp3": "audio/mpeg", "ogg": "audio/ogg", "oga": "audio/ogg", "m4a": "audio/mp4", "wav": "audio/wav"}
ELSEWHERE = re.compile(r"https?://[^\s\\/]", re.I)
DIRECT = re.compile(r"(?:mailto|tel):", re.I)
FOREIGN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\\\]|[\x00-\x20]")
REL = "noopener noreferrer nofollow"


@dataclass(frozen=True)
class Resolved:
    """Where a target is: its address on this site, and, as far as it is known, its title, language and size.

    ``asks`` says that a question can be answered where it is named, in place of a link to it.
    ``about`` says of a file what it is ("PDF, 240 KB"), ``twins`` are the same captions in other languages, their
    titles the names of these. A transcript that is no page of its own has no address, but its text as safe ``html``.
    """

    url: str
    title: str = ""
    lang: str = ""
    width: int | None = None
    height: int | None = None
    asks: bool = False
    about: str = ""
    twins: tuple["Resolved", ...] = ()
    html: str = ""


@dataclass(frozen=True)
class Note:
    """Something about a text that its author should know; ``code`` is one of course-format §10."""

    code: str
    about: str


Resolve = Callable[[Target, str], Resolved | None]


def resolve_nothing(kind: Target, target: str) -> Resolved | None:
    """Answer that nothing is there; for texts that link to nothing on this site."""
    return None


def suffix_of(path: str) -> str:
    """Return the ending of a path without its dot, in small letters."""
    return path.rpartition(".")[2].partition("#")[0].lower()


def label(kind: str, text: str = "", tag: str = "span") -> Element:
    """Return a hidden place for a word that the page puts in, in the reader's language."""
    element = Element(tag, {"class": "visually-hidden", "data-label": kind})
    element.text = text
    return element


class Targets:
    """Finishes the links and media of one text."""

    def __init__(self, document: str, resolve: Resolve, lang: str, notes: list[Note]) -> None:
        self.document, self.resolve, self.lang, self.notes = document, resolve, lang, notes
        self.stash: Callable[[str], str] = escape  # keeps HTML out of the parser's hands until all is written

    def _find(self, kind: Target, target: str) -> Resolved | None:
        """Return where a target is; what is no path of the course is never asked for."""
        is_path = kind in ("activity", "question", "transcript") or not FOREIGN.match(target)
        found = self.resolve(kind, target) if target and is_path else None
        if found is None:
            self.notes.append(Note("missing-media" if kind == "media" else "broken-link", target))
        return found

    def finish_link(self, link: Element) -> None:
        """Give a link its address; one that leads nowhere becomes plain text, one to another site says so."""
        target = link.attrib.pop("data-to", "")
        if target:
            self._finish_activity(link, target)
            return
        href = (link.get("href") or "").strip()
        if href.startswith("#"):
            link.set("href", f"#{self.document}--{href[1:]}")
        elif ELSEWHERE.match(href):
            link.set("class", "external")
            link.set("rel", REL)
            if len(link):
                link[-1].tail = (link[-1].tail or "") + " "
            else:
                link.text = (link.text or "") + " "
            link.append(label("external"))
        elif not DIRECT.match(href):
            self._lead(link, self._find("link", href))

    def _finish_activity(self, link: Element, target: str) -> None:
        kind: Target = "question" if link.attrib.pop("data-as", "") == "question" else "activity"
        found = self._find(kind, target)
        if not link.text and not len(link):
            link.text = found.title if found and found.title else target
            if found and found.lang and found.lang != self.lang:
                link.set("lang", found.lang)
        self._lead(link, found)
        if kind == "question":
            link.set("class", "question")
            if found and found.asks:
                link.set("data-embed", target)

    def _lead(self, link: Element, found: Resolved | None) -> None:
        if found is None:
            link.attrib.pop("href", None)
            link.tag = "span"
        else:
            link.set("href", found.url)
            if found.about:
                SubElement(link, "span", {"class": "file"}).text = f" ({found.about})"

    def finish_picture(self, picture: Element) -> None:
        """Give a picture, film or sound its address; where the file is missing, what it shows stands in its place."""
        source = (picture.get("src") or "").strip()
        wishes = {
            name: picture.attrib.pop(f"data-{name}", None) for name in ("captions", "described", "transcript")
        }
        picture.attrib.pop("data-speaks-for-itself", None)
        found = self._find("media", source)
        alt = picture.get("alt") or ""
        if "decorative" in (picture.get("class") or "").split():
            alt = ""
        picture.attrib.pop("title", None)
        picture.attrib.pop("src", None)
        picture.set("alt", alt)
        if found is None:
            picture.tag, picture.text = "span", alt
            picture.attrib.pop("alt")
            picture.set("class", "missing-media")
        elif suffix_of(source) in FILMS or suffix_of(source) in SOUNDS:
            self._finish_film(picture, found, source, wishes)
        else:
            picture.set("src", found.url)
            picture.set("loading", "lazy")
            for name, size in (("width", found.width), ("height", found.height)):
                if size:
                    picture.set(name, str(size))

    def _finish_film(
        self, film: Element, found: Resolved, source: str, wishes: dict[str, str | None]
    ) -> None:
        is_film = suffix_of(source) in FILMS
        name = film.attrib.pop("alt")
        tail, film.tail = film.tail, None
        film.attrib.pop("class", None)
        film.tag = "div"
        film.set("class", "film" if is_film else "sound")
        player = SubElement(
            film, "video" if is_film else "audio", {"controls": "controls", "preload": "metadata"}
        )
        player.set("aria-label", name)
        SubElement(player, "source", {"src": found.url, "type": (FILMS | SOUNDS)[suffix_of(source)]})
        captions = self._find("media", wishes["captions"]) if wishes["captions"] else None
        for track in (captions, *captions.twins) if captions else ():
            self._add_track(player, track, is_default=track is captions)
        described = self._find("media", wishes["described"]) if wishes["described"] else None
        if described:
            _add_link(film, "described", described)
        transcript = self._find("transcript", wishes["transcript"]) if wishes["transcript"] else None
        if transcript and transcript.html:
            self._add_transcript(film, transcript)
        elif transcript:
            _add_link(film, "transcript", transcript)
        film.tail = tail

    def _add_track(self, player: Element, captions: Resolved, *, is_default: bool) -> None:
        """Add captions in one language; the browser lets people choose among them by name."""
        said = {"kind": "captions", "src": captions.url, "srclang": captions.lang or self.lang, "label": captions.title}
        SubElement(player, "track", {name: value for name, value in said.items() if value} | ({"default": "default"} if is_default else {}))

    def _add_transcript(self, film: Element, transcript: Resolved) -> None:
        """Add the words of a film or sound beneath it, folded up."""
        details = SubElement(film, "details", {"class": "transcript"})
        SubElement(SubElement(details, "summary"), "span", {"data-label": "transcript"})
        text = SubElement(details, "div", {"class": "transcript-text"})
        if transcript.lang and transcript.lang != self.lang:
            text.set("lang", transcript.lang)
        text.text = self.stash(transcript.html)


def _add_link(film: Element, kind: str, there: Resolved) -> None:
    link = SubElement(film, "a", {"href": there.url, "class": f"film-{kind}"})
    link.append(Element("span", {"data-label": kind}))
