"""A translated quiz beside its source, question by question (course-format T2, T4).

A difference that marks would show is an error if the translation claims to be current; if it is stale, the question
falls back to the source, with a warning.
"""

from dataclasses import dataclass
from itertools import pairwise

from lms.domain.questions.kind import Difference
from lms.domain.questions.kinds import KINDS
from lms.domain.questions.model import Question, Quiz
from lms.kernel.problems import Problems
from lms.kernel.words import N_


@dataclass(frozen=True)
class Comparison:
    """What of a translation may be used.

    ``usable`` names the questions whose words may be shown, ``stale`` those of the source that changed since the
    translation was made from it, ``missing`` those that it lacks. ``sections`` says whether its section titles and
    texts belong to those of the source, by their places.
    """

    usable: frozenset[str]
    stale: frozenset[str]
    missing: tuple[str, ...]
    sections: bool
    is_current: bool


def compare_quizzes(source: Quiz, translation: Quiz, problems: Problems) -> Comparison:
    """Return what of a translation may be used; every difference is noted, with the lines of both files."""
    run = _Run(source, translation, problems, stale_questions(source, translation))
    usable = frozenset(question.key for question in translation.questions if run.is_usable(question))
    missing = tuple(key for key in source.by_key if key not in translation.blocks)
    for key in missing:
        problems.warning(
            translation.file,
            1,
            "question-missing",
            N_("question %(key)s is missing here and is shown in %(language)s (line %(there)s)"),
            key=key,
            language=source.language,
            there=source.by_key[key].line,
        )
    run.check_order()
    return Comparison(usable, run.stale, missing, run.check_sections(), is_current(source, translation))


def is_current(source: Quiz, translation: Quiz) -> bool:
    """Tell whether a translation claims to be up to date; without a stamp it does (T2)."""
    stamp = translation.stamp
    return stamp is None or stamp.digest is None or stamp.digest == source.digest


def stale_questions(source: Quiz, translation: Quiz) -> frozenset[str]:
    """Return the questions of the source that changed since; all of them if the stamps do not fit its questions (T2)."""
    if is_current(source, translation) or translation.stamp is None:
        return frozenset()
    stamped = translation.stamp.blocks
    if len(stamped) != len(source.blocks):
        return frozenset(source.blocks)
    pairs = zip(source.blocks.items(), stamped, strict=True)
    return frozenset(key for (key, digest), before in pairs if digest != before)


@dataclass(frozen=True)
class _Run:
    source: Quiz
    translation: Quiz
    problems: Problems
    stale: frozenset[str]

    def is_usable(self, question: Question) -> bool:
        """Note how a question differs from the source's; tell whether its words may be shown."""
        theirs = self.source.by_key.get(question.key)
        if theirs is None:
            if question.key not in self.source.blocks:
                self._error(
                    question.line,
                    "question-unknown",
                    N_("question %(key)s is not in %(language)s"),
                    question.key,
                )
            return False
        difference = _difference(theirs, question) or self._lack_of_right(question)
        if difference is None:
            return True
        if question.key in self.stale:
            self.problems.warning(
                self.translation.file,
                question.line,
                "question-falls-back",
                N_(
                    "question %(key)s changed in %(language)s (line %(there)s) since, and is shown in that language"
                ),
                key=question.key,
                language=self.source.language,
                there=theirs.line,
            )
        else:
            self._error(difference.line, difference.code, difference.text, question.key, **difference.facts)
        return False

    def _lack_of_right(self, question: Question) -> Difference | None:
        """Return that no accepted text is worth all points; texts may differ in all else (T4, G10)."""
        is_marked = self.source.mode != "survey" and question.kind == "short"
        if not is_marked or any(answer.share == 1 for answer in question.answers):
            return None
        return Difference(
            question.line,
            "no-right-answer",
            N_("question %(key)s: no text is worth all points; write “= text”"),
        )

    def check_order(self) -> None:
        """Note the first question that stands elsewhere than in the source."""
        common = [question for question in self.translation.questions if question.key in self.source.by_key]
        places = {key: place for place, key in enumerate(self.source.by_key)}
        for before, question in pairwise(common):
            if places[question.key] < places[before.key]:
                theirs = self.source.by_key[question.key]
                sentence = N_(
                    "question %(key)s stands in another order than in %(language)s (line %(there)s)"
                )
                self._note(question.line, "order-differs", sentence, question.key, there=theirs.line)
                return

    def check_sections(self) -> bool:
        """Note a section too many or too few, or a question in another one; tell whether the sections are the same."""
        mine, theirs = self.translation.sections, self.source.sections
        if [bool(section.title) for section in mine] != [bool(section.title) for section in theirs]:
            sentence = N_("there are %(mine)s sections here, but %(theirs)s in %(language)s")
            line = mine[-1].line if mine else 1
            self._note(line, "sections-differ", sentence, "", mine=len(mine), theirs=len(theirs))
            return False
        home = {question.key: place for place, section in enumerate(theirs) for question in section.questions}
        for place, section in enumerate(mine):
            for question in section.questions:
                if home.get(question.key, place) != place:
                    sentence = N_(
                        "question %(key)s is in another section than in %(language)s (line %(there)s)"
                    )
                    there = self.source.by_key[question.key].line
                    self._note(question.line, "sections-differ", sentence, question.key, there=there)
                    return False
        return True

    def _note(self, line: int, code: str, sentence: str, key: str, **facts: object) -> None:
        """Note a difference of the whole: an error if the translation claims to be current, else a warning."""
        note = self.problems.error if is_current(self.source, self.translation) else self.problems.warning
        note(self.translation.file, line, code, sentence, key=key, language=self.source.language, **facts)

    def _error(self, line: int, code: str, sentence: str, key: str, **facts: object) -> None:
        self.problems.error(
            self.translation.file, line, code, sentence, key=key, language=self.source.language, **facts
        )


def _difference(source: Question, twin: Question) -> Difference | None:
    if source.kind == twin.kind:
        return KINDS[source.kind].compare(source, twin)
    return Difference(
        twin.line,
        "kind-differs",
        N_(
            "question %(key)s is of the kind %(mine)s, but in %(language)s (line %(there)s) of the kind %(theirs)s"
        ),
        {"mine": twin.kind, "theirs": source.kind, "there": source.line},
    )
