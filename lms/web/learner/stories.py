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
from lms.platform.markdown_labels import LABELS, put_in_labels
from lms.web.shell.languages import ui_language
from lms.web.shell.templates import macros
from lms.web.shell.words import gettext as _


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


@dataclass(frozen=True)
class StoryText:
    """A scenario in one language; ``tongue`` is what says so in the tag of an element: nothing where it is the reader's."""

    tongue: str
    introduction: Markup
    scenes: tuple[SceneText, ...]
    sources_tongue: str
    sources: tuple[Markup, ...]
    checked: date | None


_texts: Shelf[StoryText] = Shelf(256)


def story_text(activity: Activity, lang: str) -> StoryText:
    """Return a scenario as it was rendered in ``lang`` when its edition was published."""
    page = activity.documents[lang].page
    return _texts.get(digest_of(page, activity.key, ui_language()), lambda: _labelled(activity, lang, get_story(activity, lang)))


def _labelled(activity: Activity, lang: str, story: Story) -> StoryText:
    tongue, source = macros().tongue, activity.title.source
    names = {scene.key: Markup(scene.title).striptags() for scene in story.scenes}  # noqa: S704 – our renderer's
    return StoryText(
        tongue(lang),
        _label(story.introduction, lang),
        tuple(_scene(activity.key, scene, names, lang) for scene in story.scenes),
        tongue(source),
        tuple(_label(each, source) for each in story.sources),
        date.fromisoformat(story.checked) if story.checked else None,
    )


def _scene(activity: str, scene: Scene, names: dict[str, str], lang: str) -> SceneText:
    anchor = scene_anchor(activity, scene.key)
    choices = tuple(_choice(activity, choice, f"{anchor}.{place}", names, lang) for place, choice in enumerate(scene.choices, 1))
    return SceneText(scene.key, anchor, _label(scene.title, lang), _label(scene.html, lang), scene.is_good, choices)


def _choice(activity: str, choice: Choice, anchor: str, names: dict[str, str], lang: str) -> ChoiceText:
    to = scene_anchor(activity, choice.to)
    consequence = _label(choice.consequence, lang)
    return ChoiceText(_label(choice.words, lang), anchor if consequence else to, to, names.get(choice.to, ""), consequence)


def _label(html: str, lang: str) -> Markup:
    """Return rendered HTML with its labels in the reader's language."""
    spoken, labels = ui_language(), {kind: _(word) for kind, word in LABELS.items()}
    return Markup(put_in_labels(html, labels, None if spoken == lang else spoken))  # noqa: S704 – what our own renderer made is safe
