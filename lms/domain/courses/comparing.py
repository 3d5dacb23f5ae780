"""What is different between the edition that somebody reads and a new one, for the person who may move: pure."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lms.domain.courses.lineage import ancestors
from lms.domain.courses.outline import Activity, Document, Outline


@dataclass(frozen=True)
class GoesOn:
    """An activity of the new edition and those of the old one that it goes on from: several are a merge."""

    olds: tuple[Activity, ...]
    new: Activity


@dataclass(frozen=True)
class Differences:
    """What a reader would notice; each list in the order of its edition.

    ``renamed`` have another title, or came out of several or of a part; ``stricter`` are tests with other terms;
    ``required`` and ``optional`` say what is so now and was not. What is ``gone`` has no successor.
    """

    added: tuple[Activity, ...]
    gone: tuple[Activity, ...]
    renamed: tuple[GoesOn, ...]
    rewritten: tuple[Activity, ...]
    required: tuple[Activity, ...]
    optional: tuple[Activity, ...]
    terms: tuple[Activity, ...]
    completion: bool
    certificate: bool
    hours: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it would be noticed."""
        return not any(vars(self).values())


READ = ("html", "pieces", "introduction", "scenes")
WITHIN = re.compile(r'<a [^>]*href=\\"/(?:learn|guides)/[^>]*>.*?</a>')  # in JSON, with its signs
Bodies = Callable[[str], str]  # what was rendered under a digest


def differences(chain: Sequence[Outline], lang: str, bodies: Bodies) -> Differences:
    """Return what is different between the first and the last edition of ``chain`` for a reader of ``lang``."""
    old, new = chain[0], chain[-1]
    by_key = {activity.key: activity for activity in old.activities}
    origin = ancestors(chain)
    pairs = [GoesOn(tuple(each for each in old.activities if each.key in origin[activity.key]), activity) for activity in new.activities]
    went_on = [pair for pair in pairs if pair.olds]
    carried = {each.key for pair in went_on for each in pair.olds}
    parts = _counted(went_on)
    return Differences(
        added=tuple(pair.new for pair in pairs if not pair.olds),
        gone=tuple(activity for key, activity in by_key.items() if key not in carried),
        renamed=tuple(pair for pair in went_on if _is_renamed(pair, lang) or any(parts[each.key] > 1 for each in pair.olds)),
        rewritten=tuple(pair.new for pair in went_on if len(pair.olds) == 1 and _is_rewritten(pair.olds[0], pair.new, lang, bodies)),
        required=tuple(pair.new for pair in went_on if pair.new.required and not any(each.required for each in pair.olds)),
        optional=tuple(pair.new for pair in went_on if not pair.new.required and all(each.required for each in pair.olds)),
        terms=tuple(pair.new for pair in went_on if pair.new.quiz and any(each.quiz != pair.new.quiz for each in pair.olds)),
        completion=old.completion != new.completion,
        certificate=old.certificate != new.certificate,
        hours=old.hours != new.hours,
    )


def _counted(pairs: Sequence[GoesOn]) -> Mapping[str, int]:
    """Return into how many activities each old one went on."""
    found: dict[str, int] = {}
    for pair in pairs:
        for each in pair.olds:
            found[each.key] = found.get(each.key, 0) + 1
    return found


def _is_renamed(pair: GoesOn, lang: str) -> bool:
    return len(pair.olds) > 1 or pair.olds[0].title.in_(lang).text != pair.new.title.in_(lang).text


def _is_rewritten(old: Activity, new: Activity, lang: str, bodies: Bodies) -> bool:
    """Tell whether what is read is another text.

    That its places are named after another key is none, nor that others to which it links are called otherwise.
    """
    was, is_ = (shown(each, lang) for each in (old, new))
    return was.page != is_.page and _read(bodies(was.page), old.key) != _read(bodies(is_.page), new.key)


def _read(body: str, key: str) -> str:
    """Return what a reader reads of what was rendered."""
    made = json.loads(body)
    text = json.dumps({name: made[name] for name in READ if name in made}, ensure_ascii=False, sort_keys=True)
    return WITHIN.sub("", re.sub(rf'(["#]){re.escape(key)}-', r"\1-", text))


def shown(activity: Activity, lang: str) -> Document:
    """Return the document of an activity that a reader of ``lang`` is shown."""
    return activity.documents[activity.language(lang)]
