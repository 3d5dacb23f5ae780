"""Makes from the scenes of a scenario what its page shows: each rendered for itself, all of them on one page."""

import html as escaping
import re
from dataclasses import dataclass
from typing import Any

from lms.domain.courses.format.library import CourseMap
from lms.domain.courses.format.scenario import Choice, Scenario, Scene, read_scenario
from lms.domain.courses.format.scenario_rules import differences
from lms.platform.markdown import Resolve, plain_text, render

PARAGRAPH = re.compile(r"<p>((?:(?!</?p\b|<a\b).)*)</p>\s*", re.S)
# What the author named: the renderer's own names begin with an underscore.
NAMED = r'((?:id|href)="#?){document}--(?!_)'


@dataclass(frozen=True)
class Told:
    """A scenario as it is kept: the body of its page, and its words for searching."""

    body: dict[str, Any]
    text: str


def compile_scenario(course_map: CourseMap, key: str, lang: str, resolve: Resolve) -> Told | None:
    """Return a scenario in a language; None where it tells another story there than its source, which is shown instead."""
    scenario = read_scenario(course_map.lessons[key, lang])
    source = course_map.course.source
    if lang != source and differences(read_scenario(course_map.source_lesson(key)), scenario):
        return None
    return _Teller(scenario, key, lang, resolve).tell()


@dataclass(frozen=True)
class _Teller:
    scenario: Scenario
    key: str
    lang: str
    resolve: Resolve

    def tell(self) -> Told:
        """Return the whole scenario."""
        introduction = self._html(self.scenario.introduction, 0)
        scenes = [self._scene(scene, number) for number, scene in enumerate(self.scenario.scenes, 1)]
        parts = [introduction]
        for scene in scenes:
            parts += [scene["title"], scene["html"]]
            parts += [each for choice in scene["choices"] for each in (choice["html"], choice["consequence"])]
        text = " ".join(words for part in parts if (words := plain_text(part)))
        return Told({"introduction": introduction, "scenes": scenes}, text)

    def _scene(self, scene: Scene, number: int) -> dict[str, Any]:
        return {
            "key": scene.key,
            "title": self._line(scene.title),
            "html": self._html(scene.text, number),
            "good": scene.is_good,
            "choices": [self._choice(choice, f"{number}-{place}") for place, choice in enumerate(scene.choices, 1)],
        }

    def _choice(self, choice: Choice, place: str) -> dict[str, Any]:
        return {"html": self._line(choice.words), "to": choice.to, "consequence": self._html(choice.consequence, place)}

    def _html(self, text: str, place: int | str) -> str:
        """Return a piece as safe HTML; what its author named has the same name from everywhere, all other ids are its own."""
        if not text.strip():
            return ""
        document = f"{self.key}-{place}"
        rendered = render(self.scenario.piece(text), document=document, resolve=self.resolve, lang=self.lang)
        return re.sub(NAMED.format(document=re.escape(document)), rf"\g<1>{self.key}--", rendered.html)

    def _line(self, text: str) -> str:
        """Return words that stand in a heading or link: safe HTML without a block or a link in it."""
        html = render(self.scenario.piece(text, footnotes=False), document=self.key, resolve=self.resolve, lang=self.lang).html
        line = PARAGRAPH.fullmatch(html)
        return line[1] if line else escaping.escape(plain_text(html), quote=False)
