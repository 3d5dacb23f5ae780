"""What must hold between the parts of an outline: keys, former keys, order, completion, kinds (N1, N2, §3)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lms.domain.courses.format.outline import Activity, Course, Module
from lms.kernel.problems import Problems
from lms.kernel.words import N_

OF_A_GUIDE = frozenset({"lesson", "scenario"})
# What stands at the place of an activity's key in an address of the site (tests/contracts/test_reserved_keys.py).
RESERVED = frozenset({"cards", "edition", "name", "notebook"})


def check_outline(course: Course, problems: Problems, passes: Mapping[str, bool], unread: frozenset[str] = frozenset()) -> None:
    """Note what does not fit together in an outline; ``passes`` says of each quiz that was read if it has a pass mark.

    ``unread`` are modules with problems of their own: nothing is said to be missing that may be in one of them.
    """
    rules = _Rules(course, problems, passes, unread)
    for rule in (
        rules.check_languages,
        rules.check_keys,
        rules.check_reserved_keys,
        rules.check_former_keys,
        rules.check_order,
        rules.check_kinds,
        rules.check_completion,
        rules.check_names,
    ):
        rule()


@dataclass(frozen=True)
class _Rules:
    course: Course
    problems: Problems
    passes: Mapping[str, bool]
    unread: frozenset[str]

    def _is_module(self, key: str) -> bool:
        return self.course.find_module(key) is not None or key in self.unread

    def _error(self, where: Course | Module, at: str, code: str, text: str, **facts: object) -> None:
        line = where.lines.get(at, where.lines.get(at.partition("/")[0], 1))
        self.problems.error(where.file, line, code, text, **facts)

    def check_languages(self) -> None:
        """The source is one of the languages."""
        course = self.course
        if "languages" in course.lines and course.source not in course.languages:
            sentence = N_("the source language %(source)s must be among the languages")
            self._error(course, "languages", "source-not-listed", sentence, source=course.source)

    def check_keys(self) -> None:
        """Every activity has its own key, and trainers' documents are not activities."""
        first: dict[str, str] = {}
        for module in self.course.modules:
            for activity in module.activities:
                if activity.key in first:
                    sentence = N_(
                        "%(key)s is an activity already, in %(first)s: every activity has its own key"
                    )
                    facts = {"key": activity.key, "first": first[activity.key]}
                    self.problems.error(module.file, activity.line, "duplicate-key", sentence, **facts)
                first.setdefault(activity.key, f"{module.file}:{activity.line}")
        for module in self.course.modules:
            for key in module.trainer:
                if key in first:
                    sentence = N_(
                        "%(key)s is an activity that learners see, so it cannot be a trainer's document"
                    )
                    self._error(module, "trainer", "trainer-is-activity", sentence, key=key)

    def check_reserved_keys(self) -> None:
        """No activity has the address of a page that every course has; a former key may be such a one, so that it can be left."""
        sentence = N_("%(key)s is the address of another page of every course, so no activity can have it as its key")
        for module in self.course.modules:
            for activity in module.activities:
                if activity.key in RESERVED:
                    self.problems.error(module.file, activity.line, "reserved-key", sentence, key=activity.key)

    def check_former_keys(self) -> None:
        """A former key is not a current one (N2)."""
        modules = {module.key for module in self.course.modules}
        activities = {activity.key for activity in self.course.activities}
        sentence = N_("%(key)s is the key of something now, so nothing can have been called so formerly")
        for module in self.course.modules:
            for key in module.formerly:
                if key in modules:
                    self._error(module, "formerly", "former-is-current", sentence, key=key)
            for activity in module.activities:
                for key in activity.formerly:
                    if key in activities:
                        line = activity.lines.get("formerly", activity.line)
                        self.problems.error(module.file, line, "former-is-current", sentence, key=key)
        if self.course.key in self.course.formerly:
            self._error(self.course, "formerly", "former-is-current", sentence, key=self.course.key)

    def check_order(self) -> None:
        """``after`` names other modules and leads in no circle."""
        for module in self.course.modules:
            for key in module.after:
                if not self._is_module(key):
                    self._error(module, "after", "unknown-module", N_("there is no module %(key)s"), key=key)
            if module.key in self._all_before(module):
                sentence = N_("module %(key)s comes after itself: nobody could ever begin it")
                self._error(module, "after", "circle", sentence, key=module.key)

    def _all_before(self, module: Module) -> set[str]:
        found: set[str] = set()
        waiting = list(module.after)
        while waiting:
            key = waiting.pop()
            before = self.course.find_module(key)
            if key not in found and before:
                waiting.extend(before.after)
            found.add(key)
        return found

    def check_kinds(self) -> None:
        """Every required activity can be served, and a guide holds only what is read."""
        for module in self.course.modules:
            for activity in module.activities:
                self._check_kind(module, activity)
        if self.course.kind == "guide":
            for name in ("completion", "certificate"):
                if name in self.course.lines:
                    sentence = N_("a guide is only read: it has no %(name)s")
                    self._error(self.course, name, "not-in-a-guide", sentence, name=name)

    def _check_kind(self, module: Module, activity: Activity) -> None:
        facts = {"key": activity.key, "kind": activity.kind}
        if self.course.kind == "guide" and activity.kind not in OF_A_GUIDE:
            sentence = N_("a guide holds lessons, scenarios and cards only, so %(key)s cannot be a %(kind)s")
            self.problems.error(module.file, activity.line, "not-in-a-guide", sentence, **facts)
        elif not activity.is_served and activity.required:
            sentence = N_(
                "this site cannot serve the %(kind)s %(key)s yet: take it out, or write required: false"
            )
            self.problems.error(module.file, activity.line, "kind-not-served", sentence, **facts)
        elif not activity.is_served and self._completion_asks_for(activity):
            sentence = N_(
                "this site cannot serve the %(kind)s %(key)s yet, and completion asks for it: nobody could complete the course"
            )
            self.problems.error(module.file, activity.line, "kind-not-served", sentence, **facts)
        elif not activity.is_served:
            sentence = N_("this site cannot serve the %(kind)s %(key)s yet: learners will not see it")
            self.problems.warning(module.file, activity.line, "kind-not-served", sentence, **facts)

    def _completion_asks_for(self, activity: Activity) -> bool:
        asked = self.course.completion.activities
        return asked == "all" if isinstance(asked, str) else activity.key in asked

    def check_completion(self) -> None:
        """Completion asks for activities and quizzes that there are, and for something at all."""
        course, completion = self.course, self.course.completion
        if not isinstance(completion.activities, str):
            self._check_known(course, "completion/activities", completion.activities, lambda activity: True)
        quizzes = completion.quizzes
        if quizzes is not None:
            self._check_known(course, "completion/quizzes", quizzes, lambda activity: activity.kind == "quiz")
        marked = (
            quizzes if quizzes is not None else [key for key, has_pass in self.passes.items() if has_pass]
        )
        if completion.score is not None and not marked and not self.unread:
            sentence = N_("a score is asked for, but no quiz has a pass mark: name the quizzes that count")
            self._error(course, "completion/score", "score-without-quiz", sentence)
        self._check_asks_for_something()

    def _check_asks_for_something(self) -> None:
        """A course that asks for nothing would be complete as soon as somebody begins it."""
        course, asked = self.course, self.course.completion.activities
        if course.kind == "guide" or course.completion.score is not None or self.unread:
            return
        needed = asked if not isinstance(asked, str) else [each for each in course.activities if asked == "all" or each.required]
        if not needed:
            sentence = N_("this course asks for nothing, so it would be complete at once: require an activity, or make it a guide")
            self._error(course, "completion/activities" if not isinstance(asked, str) else "modules", "asks-for-nothing", sentence)

    def check_names(self) -> None:
        """``open`` and ``check_first`` name what there is."""
        for key in self.course.open:
            if not self._is_module(key):
                self._error(self.course, "open", "unknown-module", N_("there is no module %(key)s"), key=key)
        for module in self.course.modules:
            own = {activity.key for activity in module.activities if activity.kind == "quiz"}
            if module.check_first and module.check_first not in own:
                sentence = N_("%(key)s is no quiz of this module")
                self._error(module, "check_first", "unknown-activity", sentence, key=module.check_first)
            elif self.passes.get(module.check_first or "") is False:
                sentence = N_("quiz %(key)s has no pass mark, so nobody could show by it that they know the module already")
                self._error(module, "check_first", "check-without-pass", sentence, key=module.check_first)

    def _check_known(
        self, where: Course | Module, name: str, keys: Iterable[str], fits: Callable[[Activity], bool]
    ) -> None:
        for key in keys:
            activity = self.course.find_activity(key)
            if activity is None and self.unread:
                continue
            if activity is None:
                self._error(where, name, "unknown-activity", N_("there is no activity %(key)s"), key=key)
            elif not fits(activity):
                self._error(where, name, "unknown-activity", N_("%(key)s is no quiz"), key=key)
