"""The text of a scenario as its page shows it: rendered when it was published, labelled once for each language, kept.

All scenes are on one page. Each has a name there, and so has what follows from a choice, so that a choice is a link.
"""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from lms.domain.courses.outline import Activity
from lms.domain.courses.scenarios import Choice, Scene, Story, get_story, scene_anchor
from lms.kernel.digest import digest_of
from lms.platform.cache import Shelf
from lms.web.learner.heads import beginning_of
from lms.web.learner.labels import labelled
from lms.web.learner.lessons import Dated
from lms.web.shell.languages import ui_language
from lms.web.shell.templates import macros


@dataclass(frozen=True)
class ChoiceText:
    """A choice: where its link leads, and the scene to which it comes; ``consequence`` is empty where that follows at once."""

    words: Markup
    anchor: str
    to: str
    to_name: str
    consequence: Markup


@dataclass(frozen=True)
class SceneText:
    """A scene under its name on the page; ``title`` is HTML, ``name`` the same as plain words."""

    key: str
    anchor: str
    title: Markup
    html: Markup
    is_good: bool
    choices: tuple[ChoiceText, ...]


@dataclass(frozen=True, kw_only=True)
class StoryText(Dated):
    """A scenario in one language; ``tongue`` is what says so in the tag of an element: nothing where it is the reader's."""

    tongue: str
    introduction: Markup
    scenes: tuple[SceneText, ...]
    sources_tongue: str
    sources: tuple[Markup, ...]

    @property
    def opening(self) -> str:
        """Its first paragraph in plain words."""
        return beginning_of(self.introduction or self.scenes[0].html)


_texts: Shelf[StoryText] = Shelf(256)


def story_text(activity: Activity, lang: str) -> StoryText:
    """Return a scenario as it was rendered in ``lang`` when its edition was published."""
    page = activity.documents[lang].page
    return _texts.get(digest_of(page, activity.key, ui_language()), lambda: _spoken(activity, lang, get_story(activity, lang)))


def _spoken(activity: Activity, lang: str, story: Story) -> StoryText:
    tongue, source = macros().tongue, activity.title.source
    names = {scene.key: Markup(scene.title).striptags() for scene in story.scenes}  # noqa: S704 – our renderer's
    return StoryText(
        tongue=tongue(lang),
        introduction=labelled(story.introduction, lang),
        scenes=tuple(_scene(activity.key, scene, names, lang) for scene in story.scenes),
        sources_tongue=tongue(source),
        sources=tuple(labelled(each, source) for each in story.sources),
        checked=date.fromisoformat(story.checked) if story.checked else None,
        review=date.fromisoformat(story.review) if story.review else None,
    )


def _scene(activity: str, scene: Scene, names: dict[str, str], lang: str) -> SceneText:
    anchor = scene_anchor(activity, scene.key)
    choices = tuple(_choice(activity, choice, f"{anchor}.{place}", names, lang) for place, choice in enumerate(scene.choices, 1))
    return SceneText(scene.key, anchor, labelled(scene.title, lang), labelled(scene.html, lang), scene.is_good, choices)


def _choice(activity: str, choice: Choice, anchor: str, names: dict[str, str], lang: str) -> ChoiceText:
    to = scene_anchor(activity, choice.to)
    consequence = labelled(choice.consequence, lang)
    return ChoiceText(labelled(choice.words, lang), anchor if consequence else to, to, names.get(choice.to, ""), consequence)
