"""What must hold in a scenario: scenes that are named, can be reached and come to an end, in all languages alike (§5)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lms.domain.courses.format.library import CourseMap
from lms.domain.courses.format.scenario import GOOD, Choice, Scenario, Scene, read_scenario
from lms.kernel.keys import is_key
from lms.kernel.problems import Problems
from lms.kernel.words import N_
from lms.platform.markdown_limits import find_excess


@dataclass(frozen=True)
class Difference:
    """Where a translation tells another story than its source: its line, what it is, and the facts of the sentence."""

    line: int
    code: str
    text: str
    facts: Mapping[str, object] = field(default_factory=dict)


def check_scenarios(course_map: CourseMap, problems: Problems) -> None:
    """Note what is wrong with the scenarios of a course, each by itself and its translations beside it."""
    source = course_map.course.source
    for activity in course_map.course.activities:
        told = course_map.lessons.get((activity.key, source))
        if activity.kind != "scenario" or told is None or find_excess(told.text):
            continue
        scenario = read_scenario(told)
        _check_form(scenario, problems)
        _check_paths(scenario, {name for name, _line in told.references.targets}, problems)
        for lang in course_map.course.translations:
            lesson = course_map.lessons.get((activity.key, lang))
            if lesson is None or find_excess(lesson.text):
                continue
            twin = read_scenario(lesson)
            _check_form(twin, problems)
            note = problems.error if course_map.state_of(activity.key, lang) == "current" else problems.warning
            for difference in differences(scenario, twin):
                note(twin.path, difference.line, difference.code, difference.text, language=source, **difference.facts)


def scenes_of(course_map: CourseMap, key: str) -> frozenset[str]:
    """Return the keys of the scenes of an activity in the source language; none where it is no scenario."""
    activity, told = course_map.course.find_activity(key), course_map.lessons.get((key, course_map.course.source))
    is_told = activity is not None and activity.kind == "scenario" and told is not None
    return frozenset(scene.key for scene in read_scenario(told).scenes) if is_told and told else frozenset()


def _check_form(scenario: Scenario, problems: Problems) -> None:
    """Note what is wrong with the scenes of one file, wherever they lead."""
    path = scenario.path
    if not scenario.scenes:
        sentence = N_("this scenario has no scenes: each begins with a heading of level 2, ## What happens {#what-happens}")
        problems.error(path, 1, "no-scenes", sentence)
    for scene in scenario.scenes:
        if not scene.key:
            sentence = N_("this scene has no key, so no choice can lead to it: write ## %(title)s {#its-key}")
            problems.error(path, scene.line, "scene-without-key", sentence, title=scene.title)
        elif not is_key(scene.key):
            sentence = N_("“%(key)s” is no key of a scene: small Latin letters, digits and hyphens, a letter first, 63 at most")
            problems.error(path, scene.line, "bad-key", sentence, key=scene.key)
        for name in scene.classes:
            if name != GOOD:
                sentence = N_(".%(name)s says nothing of a scene: only an ending that is good says so, .good")
                problems.warning(path, scene.line, "unknown-class", sentence, name=name)
        if scene.is_good and not scene.is_ending:
            sentence = N_("only an ending can be .good, and this scene has choices")
            problems.warning(path, scene.line, "good-before-end", sentence)
        if scene.no_choice:
            sentence = N_("this is no choice, but others of this list are: write - [what to do](#scene) and nothing else, and beneath it as a quote what happens next")
            problems.error(path, scene.no_choice, "mixed-choices", sentence)
        if scene.goes_on:
            sentence = N_("choices end their scene: put this before them, or indent it by two blanks as the quote of a choice")
            problems.error(path, scene.goes_on, "text-after-choices", sentence)


def _check_paths(scenario: Scenario, names: set[str], problems: Problems) -> None:
    """Note choices that lead nowhere or twice to the same place, scenes that nobody reaches, and paths without an end."""
    if not scenario.is_sure or not scenario.scenes:
        return
    keys = {scene.key for scene in scenario.scenes}
    for scene in scenario.scenes:
        _check_choices(scenario.path, scene, names - keys, problems)
    ways = {scene.key: [choice.to for choice in scene.choices] for scene in reversed(scenario.scenes)}
    reached = _reached([scenario.scenes[0].key], ways)
    back: dict[str, list[str]] = {}
    for key, targets in ways.items():
        for target in targets:
            back.setdefault(target, []).append(key)
    ends = [scene.key for scene in scenario.scenes if scene.is_ending]
    ending = _reached([*ends, *(back.keys() - keys)], back)  # what leads nowhere at all is told already
    if not ends:
        sentence = N_("this scenario never ends: a scene without choices is an ending")
        problems.error(scenario.path, scenario.scenes[0].line, "no-ending", sentence)
    for scene in scenario.scenes:
        if scene.key and scene.key not in reached:
            sentence = N_("nobody can come to scene %(key)s from the first: let a choice lead to it, or take it out")
            problems.error(scenario.path, scene.line, "scene-not-reached", sentence, key=scene.key)
        if ends and scene.key not in ending:
            sentence = N_("no ending can be reached from scene %(key)s: let one of its choices lead on")
            problems.error(scenario.path, scene.line, "no-ending", sentence, key=scene.key)


def _check_choices(path: str, scene: Scene, other_names: set[str], problems: Problems) -> None:
    """Note what is wrong with the choices of a scene; a link that leads to nothing at all is told as in every text."""
    first: dict[tuple[str, str], Choice] = {}
    for choice in scene.choices:
        if choice.to in other_names:
            sentence = N_("%(target)s is a place in the text and no scene: a choice leads to a heading of level 2")
            problems.error(path, choice.line, "no-such-scene", sentence, target=f"#{choice.to}")
        same = first.setdefault((choice.to, choice.consequence), choice)
        if same is not choice:
            sentence = N_("this choice changes nothing: the one in line %(first)s leads to the same scene, and the same happens")
            problems.warning(path, choice.line, "same-choice", sentence, first=same.line)


def _reached(start: Iterable[str], ways: Mapping[str, Iterable[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(ways.get(key, ()))
    return found


def differences(source: Scenario, twin: Scenario) -> list[Difference]:
    """Return where a translation does not tell the same story; none where scenes and choices are those of the source."""
    return list(_differences(source, twin))


def _differences(source: Scenario, twin: Scenario) -> Iterator[Difference]:
    if not all(scene.key for scene in twin.scenes):
        return  # told already, and which scene it is meant to be nobody knows
    theirs, mine = ({scene.key: scene for scene in each.scenes} for each in (source, twin))
    for key, scene in theirs.items():
        if key and key not in mine:
            sentence = N_("scene %(key)s of %(language)s (line %(there)s) is missing here")
            yield Difference(1, "scenes-differ", sentence, {"key": key, "there": scene.line})
    for scene in twin.scenes:
        if scene.key not in theirs:
            yield Difference(scene.line, "scenes-differ", N_("scene %(key)s is not in %(language)s"), {"key": scene.key})
    common = [key for key in mine if key in theirs]
    ordered = [key for key in theirs if key in mine]
    moved = next((here for here, there in zip(common, ordered, strict=True) if here != there), None)
    if moved:
        sentence = N_("scene %(key)s stands in another order than in %(language)s (line %(there)s)")
        yield Difference(mine[moved].line, "scenes-differ", sentence, {"key": moved, "there": theirs[moved].line})
    for key in common:
        yield from _of_scene(theirs[key], mine[key])


def _of_scene(source: Scene, twin: Scene) -> Iterator[Difference]:
    facts = {"key": source.key, "there": source.line}
    theirs, mine = ([choice.to for choice in each.choices] for each in (source, twin))
    if theirs != mine:
        sentence = N_("the choices of scene %(key)s lead to %(mine)s, but in %(language)s (line %(there)s) to %(theirs)s")
        yield Difference(twin.line, "choices-differ", sentence, {**facts, "mine": _names(mine), "theirs": _names(theirs)})
        return
    for choice, original in zip(twin.choices, source.choices, strict=True):
        if bool(choice.consequence) != bool(original.consequence):
            sentence = N_("what happens next is told beneath this choice in one language only: here or in %(language)s (line %(there)s)")
            yield Difference(choice.line, "choices-differ", sentence, {"there": original.line})
    if source.is_good != twin.is_good:
        sentence = N_("scene %(key)s is a good ending in one language only: here or in %(language)s (line %(there)s)")
        yield Difference(twin.line, "scenes-differ", sentence, facts)


def _names(keys: list[str]) -> str:
    return ", ".join(f"#{key}" for key in keys) or "–"
