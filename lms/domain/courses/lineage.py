"""What became of the activities of a course from edition to edition (course-format N2): pure, over outlines.

A key is an identity. ``formerly`` carries it over a rename; a merge lists two keys, a split is one key that two list.
Which former keys stood beside each other, and so belong to a merge, no file says: it shows in the editions before.
"""

from collections.abc import Mapping, Sequence

from lms.domain.courses.outline import Activity, Outline

Groups = Mapping[str, tuple[str, ...]]


def origins(chain: Sequence[Outline], place: int) -> dict[str, tuple[str, ...]]:
    """Return for each activity of ``chain[place]`` that had other keys those that it goes on from.

    They are the former keys that were current in the last edition before in which any of them was; of a rename that is
    one, of a merge several. Activities of which no edition knows a former key are left out.
    """
    found = {}
    for activity in chain[place].activities:
        group = _last_current(activity, chain[:place]) if activity.formerly else ()
        if group:
            found[activity.key] = group
    return found


def _last_current(activity: Activity, before: Sequence[Outline]) -> tuple[str, ...]:
    for outline in reversed(before):
        group = tuple(key for key in activity.formerly if key in outline.places)
        if group:
            return group
    return ()


def has_former_keys(outline: Outline) -> bool:
    """Tell whether any activity of an edition goes on from others."""
    return any(activity.formerly for activity in outline.activities)


def ancestors(chain: Sequence[Outline]) -> dict[str, frozenset[str]]:
    """Return for each activity of the last edition of ``chain`` the activities of the first one that it goes on from."""
    known = {activity.key: frozenset({activity.key}) for activity in chain[0].activities}
    for place in range(1, len(chain)):
        for key, group in origins(chain, place).items():
            known[key] = known.get(key, frozenset()).union(*(known.get(each, frozenset()) for each in group))
    return {activity.key: known.get(activity.key, frozenset()) for activity in chain[-1].activities}
