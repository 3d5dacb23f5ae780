"""How much of a course there is in each of its languages, in words."""

from dataclasses import dataclass

from lms.domain.courses.coverage import Coverage, coverage
from lms.domain.courses.outline import Outline
from lms.web.shell.languages import own_name
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext


@dataclass(frozen=True)
class CoverageView:
    """A language by its tag and its own name, and what there is of a course in it."""

    tag: str
    name: str
    words: str


def coverage_of(outline: Outline) -> tuple[CoverageView, ...]:
    """Return what there is of a course in each of its languages; nothing where it has only one."""
    if len(outline.languages) < 2:
        return ()
    return tuple(CoverageView(each.language, own_name(each.language), _words(outline, each)) for each in coverage(outline))


def _words(outline: Outline, found: Coverage) -> str:
    if found.language == outline.source:
        # Translators: said of a language: the course was written in it
        return _("original")
    if found.is_complete:
        # Translators: said of a translation: all of the course is there
        said = [_("complete")]
    else:
        said = [ngettext("%(there)s of %(num)s activity", "%(there)s of %(num)s activities", found.total, there=found.there)]
    if found.behind:
        said.append(ngettext("%(num)s out of date", "%(num)s out of date", found.behind))
    if found.machine and found.machine == found.there:
        said.append(_("translated by a machine"))
    elif found.machine:
        said.append(ngettext("%(num)s translated by a machine", "%(num)s translated by a machine", found.machine))
    return ", ".join(said)
