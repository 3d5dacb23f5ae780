"""What does not hold between the sets and cards of a course, and in what their texts point to (course-format §6, §10)."""

from datetime import date

from lms.domain.courses.format.cards import CARD, GLOSSARY, SET, CardSet, card_path, set_nodes, set_path
from lms.domain.courses.format.lesson import Lesson
from lms.domain.courses.format.library import CourseMap, languages_of
from lms.domain.courses.format.outline_reader import read_tree
from lms.domain.courses.format.targets import Targets
from lms.domain.courses.format.terms import spelled
from lms.domain.courses.format.translations import report_freshness, report_yaml
from lms.kernel.localtext import LocalText
from lms.kernel.problems import Problems
from lms.kernel.words import N_


def check_cards(course_map: CourseMap, today: date, used: set[str], problems: Problems) -> None:
    """Note what is wrong with the cards of a course; the media that they show are added to ``used``."""
    for each in course_map.cards.sets.values():
        _check_set(course_map, each, problems)
    _check_sets_of_cards(course_map, problems)
    targets = Targets(course_map, problems, used)
    for (_name, _card, lang), document in course_map.cards.documents.items():
        targets.check(document.path, lang, document.references)
        if document.review and document.review < today:
            sentence = N_("this should have been reviewed by %(day)s")
            line = document.lines.get("review", 1)
            problems.warning(document.path, line, "review-overdue", sentence, day=document.review.isoformat())


def known_paths(course_map: CourseMap) -> set[str]:
    """Return the files of sets and cards of which something else is said than that nothing refers to them."""
    course, found = course_map.course, set()
    for path in course_map.files:
        card = CARD.fullmatch(path)
        if SET.fullmatch(path) or (card and card["lang"] in languages_of(course)):
            found.add(path)
    return found


def _check_sets_of_cards(course_map: CourseMap, problems: Problems) -> None:
    """Note cards that belong to no set."""
    course = course_map.course
    for card in filter(None, map(CARD.fullmatch, course_map.files)):
        path = set_path(course.key, card["set"])
        if card["lang"] in languages_of(course) and path not in course_map.files:
            sentence = N_("there is no file %(path)s that says what the cards of this set hold")
            problems.error(card.group(), 1, "card-without-set", sentence, path=path)


def _check_set(course_map: CourseMap, of: CardSet, problems: Problems) -> None:
    course, cards = course_map.course, course_map.cards
    tree = read_tree(of.path, course_map.files[of.path], Problems())
    if tree is not None:
        report_yaml(of.path, tree, course.source, course.translations, problems, set_nodes)
    if not cards.keys[of.key]:
        folder = card_path(course.key, course.source, of.key, "…")
        problems.warning(of.path, 1, "set-without-cards", N_("this set has no cards yet: write them as %(folder)s"), folder=folder)
    for key in cards.keys[of.key]:
        _check_card(course_map, of, key, problems)
    if of.key == GLOSSARY:
        for lang in languages_of(course):
            _check_terms(course_map, lang, problems)


def _check_card(course_map: CourseMap, of: CardSet, key: str, problems: Problems) -> None:
    course, cards = course_map.course, course_map.cards
    source = cards.documents.get((of.key, key, course.source))
    there = card_path(course.key, course.source, of.key, key)
    if source:
        _check_values(source, of, course.translations, problems)
        for former in source.more.get("formerly", ()):
            if former in cards.keys[of.key]:
                sentence = N_("%(key)s is the key of something now, so nothing can have been called so formerly")
                problems.error(source.path, source.lines["formerly"], "former-is-current", sentence, key=former)
    for lang in course.translations:
        path = card_path(course.key, lang, of.key, key)
        if there not in course_map.files:
            if path in course_map.files:
                problems.error(path, 1, "card-without-source", N_("there is no file %(path)s of which this is a translation"), path=there)
        elif path not in course_map.files:
            sentence = N_("not translated into %(language)s: it is shown in %(source)s")
            problems.warning(there, 1, "missing-translation", sentence, language=lang, source=course.source)
        elif source and (of.key, key, lang) in cards.documents:
            report_freshness(path, cards.freshness_of(of.key, key, lang, course.source), problems)


def _check_values(card: Lesson, of: CardSet, translations: tuple[str, ...], problems: Problems) -> None:
    """Note texts by language that lack one; a plain text is the same in all of them."""
    for each in of.fields:
        value = card.more.get(each.key)
        lacking = [lang for lang in translations if lang not in value.by_language] if isinstance(value, LocalText) else []
        for lang in lacking:
            sentence = N_("%(name)s has no text in %(language)s")
            problems.warning(card.path, card.lines[each.key], "missing-translation", sentence, name=each.key, language=lang)


def _check_terms(course_map: CourseMap, lang: str, problems: Problems) -> None:
    """Note words of the glossary that would stand for two terms."""
    first: dict[str, str] = {}
    for (name, key, spoken), document in course_map.cards.documents.items():
        if name != GLOSSARY or spoken != lang:
            continue
        for setting, words in [("title", document.title), *(("forms", each) for each in document.more.get("forms", ()))]:
            other = first.setdefault(spelled(words), key) if words else key  # a title that could not be read is told already
            if other != key:
                sentence = N_("“%(words)s” stands for the term %(other)s already: a word can be marked for one term only")
                problems.error(document.path, document.lines.get(setting, 1), "duplicate-term", sentence, words=words, other=other)
