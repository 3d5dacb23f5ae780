"""Says on the command line whose marks a mended answer key changes, beforehand and afterwards."""

from lms.commands.edge import tell
from lms.domain.progress.rules import percent
from lms.domain.quizzes.regrades import find_done, list_names
from lms.domain.quizzes.regrading_rules import Change, Effect, Regrading

MOST = 50  # attempts that are named one by one


def tell_regrading(course: str, regrading: Regrading) -> None:
    """Say whose marks would change, from what to what, and of how many nothing would."""
    if not regrading.changes:
        return
    told, kept = regrading.told, regrading.count(Effect.KEPT)
    same = regrading.count(Effect.SAME) + regrading.count(Effect.WAITS)
    tell(f"{course}: marks that change: {_counted(len(told), 'attempt', 'attempts')} of {_counted(regrading.people, 'person', 'people')}; as they are: {same}.")
    names = list_names({each.sheet.person_id for each in told[:MOST]})
    for each in told[:MOST]:
        tell(f"  {each.sheet.quiz_key}, {names[each.sheet.person_id]}, attempt {each.sheet.nth}: {_from_to(each)}")
    if len(told) > MOST:
        tell(f"  … and {len(told) - MOST} more")
    if kept:
        tell(f"  {_counted(kept, 'attempt', 'attempts')} would be worth less by the mended key, and keep their marks. To let them fall: --may-lower")


def _from_to(change: Change) -> str:
    assert change.sheet.share is not None, "what is told has a mark"
    assert change.new is not None, "and gets another one"
    return f"{percent(change.sheet.share)} % → {percent(change.new)} %{', and passes by it' if change.passes else ''}"


def tell_done(course: str, edition_id: int, expected: Regrading) -> None:
    """Say what was done, and whether that is what was shown: somebody may have submitted in between."""
    done = find_done(edition_id)
    if done is None:
        return
    people = len({each.person_id for each in done.told})
    tell(f"{course}: marked anew: {_counted(len(done.told), 'attempt', 'attempts')} of {_counted(people, 'person', 'people')}, who are written to; course completed by it: {done.completed}.")
    if done.digest != expected.digest:
        tell("  This is not quite what was shown above, for something was submitted in between.")


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
