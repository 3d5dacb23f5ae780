"""Do the links, pictures and films of a course lead somewhere? (course-format L2, L3)"""

import re
import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches
from urllib.parse import quote, unquote

from lms.domain.courses.format.cards import card_path, set_path
from lms.domain.courses.format.library import CourseMap
from lms.domain.courses.format.media import is_film, is_sound
from lms.domain.courses.format.prose import headings_of
from lms.domain.courses.format.references import NOT_IN_ADDRESSES, Reference, References
from lms.kernel.problems import Problems
from lms.kernel.words import N_

CARD = re.compile(r"(?P<set>[a-z][a-z0-9-]*):(?P<card>[a-z][a-z0-9-]*)?")
# What the address of a picture, or of a file that is linked, cannot hold in its last part (markdown_safety).
NOT_IN_PICTURES = re.compile(r"[^\w.~-]")
NOT_IN_PATHS = re.compile(r"[^\w.~/-]+")
NOT_IN_FILES = re.compile(r"[\s\\<>\"%#?]")
MOST_GUESSES = 50  # a guess looks at every key of the course
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def slug(words: str) -> str:
    """Return what a Markdown viewer would make the automatic id of a heading."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", plain)).strip("-")


@dataclass(frozen=True)
class Targets:
    """Looks up what the references of one document mean, and collects the media that are used."""

    course_map: CourseMap
    problems: Problems
    used: set[str]
    guesses: dict[str, str] = field(default_factory=dict)
    automatic: dict[str, dict[str, str]] = field(default_factory=dict)  # by document: automatic ids and the words of their headings

    def check(self, path: str, lang: str, references: References) -> None:
        """Note every reference of a document in ``lang`` that leads nowhere."""
        for reference in references.all:
            if reference.kind == "media":
                self._check_media(path, lang, reference)
            elif reference.kind == "link":
                self._check_link(path, lang, reference, references)
            elif reference.kind == "question":
                self._check_question(path, reference)
            else:
                self._check_activity(path, lang, reference.line, reference.target)

    def _error(self, path: str, line: int, code: str, text: str, **facts: object) -> None:
        self.problems.error(path, line, code, text, **facts)

    def _find(self, path: str, lang: str, line: int, target: str, *, not_in_name: re.Pattern[str] = NOT_IN_PICTURES) -> None:
        found = self.course_map.media_path(target, lang)
        if found:
            self.used.add(found)
        plain = unquote(target).strip()
        before = self.course_map.media_path(target.split()[0], lang) if " " in target else None
        if before:
            self.used.add(before)
            sentence = N_("only a title in double quotes can stand behind %(name)s")
            self._error(path, line, "bad-file-name", sentence, name=target.split()[0])
        elif re.search(r"\s", plain):
            sentence = N_("“%(target)s” holds a blank, and no name of a file may: rename it and write %(better)s")
            facts = {"target": " ".join(target.split())[:80], "better": NOT_IN_PATHS.sub("-", plain)[:80]}
            self._error(path, line, "bad-file-name", sentence, **facts)
        elif found and (sign := not_in_name.search(found.rpartition("/")[2])):
            sentence = N_("the name of this file cannot hold “%(sign)s”: rename it and write %(better)s")
            better = NOT_IN_PATHS.sub("-", plain)
            self._error(path, line, "bad-file-name", sentence, sign=sign.group(), better=better[:80])
        elif not found and not self._is_beside(path, lang, line, target):
            sentence = N_("%(target)s is not there: media lie in content/%(course)s/media/")
            self._error(
                path, line, "missing-media", sentence, target=target, course=self.course_map.course.key
            )

    def _is_beside(self, path: str, lang: str, line: int, target: str) -> bool:
        """Tell, and note, whether a file is there whose folder was left out."""
        found = self.course_map.media_path(f"media/{target}", lang) if target else None
        if found is None:
            return False
        self.used.add(found)
        self._error(path, line, "missing-media", N_("%(target)s is in the folder media: write media/%(target)s"), target=target)
        return True

    def _check_media(self, path: str, lang: str, reference: Reference) -> None:
        if SCHEME.match(reference.target) or reference.target.startswith("//"):
            sentence = N_("nothing is loaded from another site: put the file into media/, or write a link")
            self._error(path, reference.line, "foreign-media", sentence)
            return
        self._find(path, lang, reference.line, reference.target)
        for name in ("captions", "described"):
            if reference.attributes.get(name):
                signs = NOT_IN_PICTURES if name == "captions" else NOT_IN_FILES
                self._find(path, lang, reference.line, reference.attributes[name], not_in_name=signs)
        self._check_film(path, lang, reference)

    def _check_film(self, path: str, lang: str, reference: Reference) -> None:
        said = reference.attributes
        if is_film(reference.target):
            if "captions" not in said:
                self._error(
                    path,
                    reference.line,
                    "missing-captions",
                    N_('film without captions: write {captions="media/….vtt"}'),
                )
            if "described" not in said and "speaks-for-itself" not in said:
                sentence = N_(
                    'film without description: write described="media/…", or speaks-for-itself if the sound says it all'
                )
                self._error(path, reference.line, "missing-description", sentence)
        elif is_sound(reference.target) and "transcript" not in said:
            self._error(
                path,
                reference.line,
                "missing-transcript",
                N_('sound without a transcript: write {transcript="…"}'),
            )
        if said.get("transcript"):
            self._check_activity(path, lang, reference.line, said["transcript"])

    def _check_link(self, path: str, lang: str, reference: Reference, references: References) -> None:
        target = reference.target
        if reference.is_elsewhere:
            self._check_address(path, reference.line, target)
            return
        if target.startswith("#"):
            self._check_name(path, reference.line, target[1:], references, path)
        elif target.startswith("media/"):
            self._find(path, lang, reference.line, target, not_in_name=NOT_IN_FILES)
        elif SCHEME.match(target) or target.startswith(("//", "\\")):
            self._error(
                path,
                reference.line,
                "bad-link",
                N_("links lead to https, http, mailto or tel only, not to %(target)s"),
                target=target[:80],
            )
        elif not self._is_beside(path, lang, reference.line, target):
            sentence = N_(
                "%(target)s leads nowhere: write [[key]] for another activity, media/… for a file, https://… for another site"
            )
            self._error(path, reference.line, "broken-link", sentence, target=target[:80])

    def _check_address(self, path: str, line: int, address: str) -> None:
        """Note a link to another site whose address holds a sign that browsers would not follow."""
        sign = NOT_IN_ADDRESSES.search(address)
        if sign:
            sentence = N_("the address %(address)s cannot hold “%(sign)s”: write %(instead)s for it")
            facts = {"address": " ".join(address.split())[:80], "sign": " " if sign.group().isspace() else sign.group()}
            self._error(path, line, "bad-link", sentence, instead=quote(facts["sign"]), **facts)

    def _check_name(self, path: str, line: int, name: str, references: References, there: str) -> None:
        """Note a link to a place in a document, which is at ``there``, that nobody has named (L2)."""
        if any(name == each for each, _ in references.targets):
            return
        if there not in self.automatic:  # once: thousands of links may lead to one document
            self.automatic[there] = {slug(words): words for _, _, words in reversed(list(headings_of(references.bare.split("\n"))))}
        words = self.automatic[there].get(name)
        if words is not None:
            sentence = N_("#%(name)s is an automatic id: name the place itself, ## %(words)s {#%(name)s}")
            self._error(path, line, "automatic-target", sentence, name=name, words=words)
            return
        sentence = N_("there is no link target {#%(name)s} in %(there)s")
        self._error(path, line, "broken-link", sentence, name=name, there=there)

    def check_see(self, path: str, lang: str, line: int, target: str) -> None:
        """Note where the ``see`` of a question leads nowhere."""
        self._check_activity(path, lang, line, target)

    def _check_activity(self, path: str, lang: str, line: int, target: str) -> None:
        key, _, name = target.partition("#")
        card = CARD.fullmatch(key)
        if card:
            self._check_card(path, lang, line, card, name)
            return
        if (key, self.course_map.course.source) in self.course_map.quizzes:
            self._check_in_quiz(path, line, key, name)
            return
        lesson = self.course_map.lessons.get((key, lang)) or self.course_map.lessons.get(
            (key, self.course_map.course.source)
        )
        if lesson is None:
            self._report_unknown(path, line, key)
        elif key in self.course_map.trainer and not self._is_for_trainers(path):
            sentence = N_("%(key)s is a trainer's document: learners cannot follow this link")
            self._error(path, line, "broken-link", sentence, key=key)
        elif name:
            self._check_name(path, line, name, lesson.references, lesson.path)

    def _is_for_trainers(self, path: str) -> bool:
        return path.rpartition("/")[2].removesuffix(".md") in self.course_map.trainer

    def _report_unknown(self, path: str, line: int, key: str) -> None:
        now = [activity.key for activity in self.course_map.course.activities if key in activity.formerly]
        if now:
            sentence = N_("%(key)s is called %(now)s now")
            self._error(path, line, "broken-link", sentence, key=key, now=", ".join(now))
        elif not self.course_map.course.find_activity(key) and not self.course_map.unread_modules:
            near = self._guess(key)
            sentence = N_("there is no activity %(key)s: is %(near)s meant?") if near else N_("there is no activity %(key)s")
            self._error(path, line, "broken-link", sentence, key=key, near=near)

    def _guess(self, key: str) -> str:
        """Return the key of the activity that is written most like this one, or nothing."""
        if key not in self.guesses and len(self.guesses) < MOST_GUESSES:
            source = self.course_map.course.source  # an activity without a document may be the slip itself
            there = self.course_map.lessons.keys() | self.course_map.quizzes.keys()
            keys = [activity.key for activity in self.course_map.course.activities if (activity.key, source) in there]
            self.guesses[key] = next(iter(get_close_matches(key[:80], keys, 1, 0.75)), "")
        return self.guesses.get(key, "")

    def _check_card(self, path: str, lang: str, line: int, target: re.Match[str], name: str) -> None:
        """Note a link to a card, or with nothing behind the colon to a whole set, that is not there."""
        course, cards, of, card = self.course_map.course, self.course_map.cards, target["set"], target["card"]
        if set_path(course.key, of) not in self.course_map.files:
            sentence = N_("there is no card %(card)s") if card else N_("there is no set of cards %(set)s")
            self._error(path, line, "broken-link", sentence, card=target.group(), set=of)
        elif card and card_path(course.key, course.source, of, card) not in self.course_map.files:
            now = ", ".join(f"{of}:{each}" for each in cards.successors(of, card, course.source))
            sentence = N_("%(key)s is called %(now)s now") if now else N_("there is no card %(card)s")
            self._error(path, line, "broken-link", sentence, card=target.group(), key=target.group(), now=now)
        elif name and (found := cards.find(of, card or "", lang, course.source)):
            self._check_name(path, line, name, found[0].references, found[0].path)

    def _check_in_quiz(self, path: str, line: int, key: str, name: str) -> None:
        quiz = self.course_map.quizzes[key, self.course_map.course.source]
        if name and name not in quiz.blocks:
            self._error(
                path, line, "broken-link", N_("quiz %(key)s has no question %(name)s"), key=key, name=name
            )

    def _check_question(self, path: str, reference: Reference) -> None:
        """Note an embedded question that is none of a practice quiz."""
        key, _, name = reference.target.partition("#")
        quiz = self.course_map.quizzes.get((key, self.course_map.course.source))
        if quiz is None or not name:
            sentence = N_("%(target)s is no question: write ![[quiz#question]]")
            self._error(path, reference.line, "broken-link", sentence, target=reference.target)
        elif quiz.mode != "practice":
            sentence = N_("only questions of a practice quiz can stand in a text, and %(key)s is none")
            self._error(path, reference.line, "not-practice", sentence, key=key)
        else:
            self._check_in_quiz(path, reference.line, key, name)
