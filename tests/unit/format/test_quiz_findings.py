"""A finding for every rule of the quiz grammar: a faulty text that is told, and a near miss that stays silent."""

import pytest

from lms.domain.courses.format.quiz import MOST_BYTES, MOST_LINES, read_quiz
from lms.kernel.problems import Problems
from tests.support.quiz_texts import FILE, read, sound, whole

OTHER = "\n## other\n\nText?\n\n= yes\n"

# name, body of a question from its heading (line 5 of the file) on, what is found as "line code", a near miss
FAULTS: list[tuple[str, str, list[str], str]] = [
    ("key in capitals", "## Ladder\n\nText?\n\n= x", ["5 bad-key"], "## ladder\n\nText?\n\n= x"),
    ("key of two words", "## my ladder\n\nText?\n\n= x", ["5 bad-key"], "## my-ladder\n\nText?\n\n= x"),
    ("settings that touch the key", "## q{points=2}\n\nText?\n\n= x", ["5 bad-key"], "## q {points=2}\n\nText?\n\n= x"),
    ("no blank after ##", "##q\n\nText?\n", ["5 heading-blank"], "#q is a hashtag, and ### needs no key\n"),
    ("the same key twice", "## q\n\nText?\n\n= x\n\n## q\n\nText?\n\n= x", ["11 duplicate-question"], "## q\n\nText?\n\n= x\n\n## q-2\n\nText?\n\n= x"),
    ("section without a title", "# {draw=1}\n\n## q\n\nText?\n\n= x", ["5 empty-title"], "# A {draw=1}\n\n## q\n\nText?\n\n= x"),
    ("unknown setting of a question", "## q {point=2}\n\nText?\n\n= x", ["5 unknown-setting"], "## q {points=2}\n\nText?\n\n= x"),
    ("unknown setting of a section", "# A {points=2}\n\n## q\n\nText?\n\n= x", ["5 unknown-setting"], "# A {draw=1}\n\n## q\n\nText?\n\n= x"),
    ("unknown setting of an answer", "## q\n\nText?\n\n- (x) a {fix}\n- ( ) b", ["9 unknown-setting"], "## q\n\nText?\n\n- (x) a {fixed}\n- ( ) the set{fix}"),
    ("setting of another kind", "## q {marking=all}\n\nText?\n\n- (x) a\n- ( ) b", ["5 setting-not-here"], "## q {marking=all}\n\nText?\n\n- [x] a\n- [ ] b"),
    ("case of a number", "## q {case=yes}\n\nText?\n\n= 5", ["5 setting-not-here"], "## q {case=yes}\n\nText?\n\n= five"),
    ("points of information", "## q {points=2}\n\nText.", ["5 setting-not-here"], "## q {see=lesson}\n\nText."),
    ("fixed typed answer", "## q\n\nText?\n\n= a {fixed}", ["9 setting-not-here"], "## q\n\nText?\n\n= a fixed"),
    ("a setting twice", "## q {points=2 points=3}\n\nText?\n\n= x", ["5 bad-setting"], "## q {points=2 see=a}\n\nText?\n\n= x"),
    ("no setting at all", "## q {=2}\n\nText?\n\n= x", ["5 bad-setting"], "## q {}\n\nText?\n\n= x"),
    ("three decimals", "## q {points=0.125}\n\nText?\n\n= x", ["5 bad-setting"], "## q {points=0.25}\n\nText?\n\n= x"),
    ("no points", "## q {points=0}\n\nText?\n\n= x", ["5 bad-setting"], "## q {points=0.01}\n\nText?\n\n= x"),
    ("too many points", "## q {points=1001}\n\nText?\n\n= x", ["5 bad-setting"], "## q {points=1000}\n\nText?\n\n= x"),
    ("draw of none", "# A {draw=0}\n\n## q\n\nText?\n\n= x", ["5 bad-setting"], "# A {draw=1}\n\n## q\n\nText?\n\n= x"),
    ("a place that is none", '## q {see="two words"}\n\nText?\n\n= x', ["5 bad-setting"], "## q {see=lesson#part}\n\nText?\n\n= x"),
    ("a former key that is none", "## q {formerly=Old}\n\nText?\n\n= x", ["5 bad-setting"], "## q {formerly=old}\n\nText?\n\n= x"),
    ("a former key in use", "## q {formerly=other}\n\nText?\n\n= x", ["5 former-key-in-use"], "## q {formerly=others}\n\nText?\n\n= x"),
    ("unknown kind", "## q {kind=puzzle}\n\nText?\n\n= x", ["5 bad-setting"], "## q {kind=short}\n\nText?\n\n= x"),
    ("kind against form", "## q {kind=multiple}\n\nText?\n\n- (x) a\n- ( ) b", ["5 kind-against-form"], "## q {kind=multiple}\n\nText?\n\n- [x] a\n- [ ] b"),
    ("kind without answers", "## q {kind=single}\n\nText?", ["5 no-answers"], "## q {kind=information}\n\nText?"),
    ("points of a reflection", "## q {kind=reflection points=2}\n\nText?", ["5 setting-not-here"], "## q {kind=reflection see=lesson}\n\nText?\n\n- (0-4) clear"),
    ("words of a reflection", "## q {kind=reflection words=9}\n\nText?", ["5 setting-not-here"], "## q {kind=reflection formerly=old}\n\nText?"),
    ("words in words", "## q {kind=essay words=many}\n\nText?", ["5 bad-setting"], "## q {kind=reflection}\n\nText?"),
    ("reflection in a drawn section", "# A {draw=1}\n\n## q\n\nText?\n\n= x\n\n## r {kind=reflection}\n\nText?", ["13 draw-points"], "# A {draw=1}\n\n## q {kind=reflection}\n\nText?\n\n## r {kind=reflection}\n\nText?"),
    ("setting of another kind than gaps", "## q {marking=all}\n\nText {{with}} a gap.", ["5 setting-not-here"], "## q {case=yes}\n\nText {{with}} a gap."),
    ("gaps without a gap", "## q {kind=gaps}\n\nText `{{with}}` none.", ["5 no-answers"], "## q {kind=gaps}\n\nText {{with}} one."),
    ("gaps with answers", "## q {kind=gaps}\n\nText?\n\n= x", ["5 kind-against-form"], "## q {kind=gaps}\n\nText {{x}}?"),
    ("gap beside answers", "## q\n\nText {{with}} a gap?\n\n- (x) a\n- ( ) b", ["5 gap-beside-answers"], "## q\n\nText { {without} } a gap?\n\n- (x) a\n- ( ) b"),
    ("text after answers", "## q\n\nText?\n\n- (x) a\n- ( ) b\n\nMore.", ["12 text-after-answers"], "## q\n\nText?\n\n- (x) a\n- ( ) b\n\n  More."),
    ("text after typed answers", "## q\n\nText?\n\n= a\n\nMore.", ["11 text-after-answers"], "## q\n\nText?\n\n= a\n\n  More."),
    ("unindented line of an answer", "## q\n\nText?\n\n- (x) a\nmore of a\n- ( ) b", ["10 text-after-answers"], "## q\n\nText?\n\n- (x) a\n  more of a\n- ( ) b"),
    ("line indented by one", "## q\n\nText?\n\n- (x) a\n more of a\n- ( ) b", ["10 text-after-answers"], "## q\n\nText?\n\n- (x) a\n\tmore of a\n- ( ) b"),
    ("unindented feedback of an answer", "## q\n\nText?\n\n- ( ) a\n> not a\n- (x) b", ["10 text-after-answers"], "## q\n\nText?\n\n- ( ) a\n  > not a\n- (x) b"),
    ("lazy line of feedback", "## q\n\nText?\n\n- ( ) a\n- (x) b\n\n> for all\ngoes on", ["13 text-after-answers"], "## q\n\nText?\n\n- ( ) a\n- (x) b\n\n> for all\n> goes on"),
    ("call-out after answers", "## q\n\nText?\n\n- ( ) a\n- (x) b\n\n> [!NOTE]\n> a note", ["12 text-after-answers"], "## q\n\nText?\n\n> [!NOTE]\n> a note\n\n- ( ) a\n- (x) b"),
    ("third heading after answers", "## q\n\nText?\n\n- ( ) a\n- (x) b\n\n### More", ["12 text-after-answers"], "## q\n\nText?\n\n### More\n\n- ( ) a\n- (x) b"),
    ("code after answers", "## q\n\nText?\n\n- ( ) a\n- (x) b\n\n```\ncode\n```", ["12 text-after-answers"], "## q\n\nText?\n\n- ( ) a\n- (x) b\n\n  ```\n  code\n  ```"),
    ("answer without a mark", "## q\n\nText?\n\n- (x) a\n- b", ["10 text-after-answers"], "## q\n\nText?\n\n- (x) a\n\n  - b"),
    ("round and square", "## q\n\nText?\n\n- (x) a\n- [ ] b", ["10 mixed-forms"], "## q\n\nText?\n\n- [x] a\n- [ ] b"),
    ("choice and typed", "## q\n\nText?\n\n- (x) a\n- ( ) b\n\n= c", ["12 mixed-forms"], "## q\n\nText?\n\n- (x) a\n- ( ) b\n\n  = c"),
    ("list without marks", "## q\n\nText?\n\n- a\n- b", ["9 list-without-marks"], "## q\n\nText:\n\n- a\n- b\n\nAnd more."),
    ("list without marks but feedback", "## q\n\nText?\n\n* a\n* b\n\n> for all", ["9 list-without-marks"], "## q\n\nText:\n\n* a\n* b\n\nMore.\n\n> quotation"),
    ("pairs without blanks", "## q\n\nText?\n\n- a=>b\n- c=>d", ["9 list-without-marks"], "## q\n\nText?\n\n- a => b\n- c => d"),
    ("order with brackets", "## q\n\nText?\n\n1) a\n2) b", ["9 list-without-marks"], "## q\n\nText?\n\n1. a\n2. b"),
    ("unknown mark", "## q\n\nText?\n\n- (v) a\n- (w) b", ["9 bad-mark"], "## q {kind=information}\n\nText?\n\n- (v) a\n- (w) b"),
    ("no blank in the mark", "## q\n\nText?\n\n- [] a\n- [] b", ["9 bad-mark"], "## q\n\nText?\n\n- [ ] a\n- [x] b"),
    ("no blank after the mark", "## q\n\nText?\n\n- (x)a\n- ( )b", ["9 bad-mark"], "## q\n\nText?\n\n- (x)\ta\n- ( )  b"),
    ("star instead of hyphen", "## q\n\nText?\n\n* (x) a\n* ( ) b", ["9 bad-mark"], "## q\n\n* (a star)\n\nText?\n\n- (x) a\n- ( ) b"),
    ("share above 100%", "## q\n\nText?\n\n- (101%) a\n- (x) b", ["9 bad-share"], "## q\n\nText?\n\n- (100%) a\n- (0%) b"),
    ("share below -100%", "## q\n\nText?\n\n- [x] a\n- [-101%] b", ["10 bad-share"], "## q\n\nText?\n\n- [100%] a\n- [-100%] b"),
    ("empty choice", "## q\n\nText?\n\n- (x)\n- ( ) b", ["9 empty-answer"], "## q\n\nText?\n\n- (x)\n  a\n- ( ) b"),
    ("choice that is a quote", "## q\n\nText?\n\n- (x) > 50\n- ( ) b", ["9 empty-answer"], "## q\n\nText?\n\n- (x) \\> 50\n- ( ) b"),
    ("pair without a right side", "## q\n\nText?\n\n- a =>\n- b => c", ["9 empty-answer"], "## q\n\nText?\n\n- a => d\n- => c"),
    ("two arrows", "## q\n\nText?\n\n- a => b => c\n- d => e", ["9 two-arrows"], "## q\n\nText?\n\n- a \\=> b => c\n- d => `=> e`"),
    ("no right choice", "## q\n\nText?\n\n- ( ) a\n- (50%) b", ["5 no-right-answer"], "## q\n\nText?\n\n- ( ) a\n- (100%) b"),
    ("no right box", "## q\n\nText?\n\n- [ ] a\n- [ ] b", ["5 no-right-answer"], "## q\n\nText?\n\n- [50%] a\n- [50%] b"),
    ("no right text", "## q\n\nText?\n\n=50% a", ["5 no-right-answer"], "## q\n\nText?\n\n=50% a\n=100% b"),
    ("no right number", "## q\n\nText?\n\n=0% 5", ["5 no-right-answer"], "## q\n\nText?\n\n=0% 5\n= 6"),
    ("only distractors", "## q\n\nText?\n\n- => a\n- => b", ["5 no-lefts"], "## q\n\nText?\n\n- c => a\n- => b"),
    ("one item in order", "## q\n\nText?\n\n1. a", ["5 too-few-items"], "## q\n\nText?\n\n1. a\n2. b"),
    ("truth that is none", "## q {kind=truth}\n\nText?\n\n= yes", ["9 bad-truth"], "## q {kind=truth}\n\nText?\n\n= true"),
    ("two truths", "## q {kind=truth}\n\nText?\n\n= true\n= false", ["9 bad-truth"], "## q {kind=truth}\n\nText?\n\n= false"),
    ("number that is none", "## q {kind=number}\n\nText?\n\n= 1,000", ["9 not-a-number"], "## q {kind=number}\n\nText?\n\n= 1000"),
    ("range backwards", "## q\n\nText?\n\n= 20..10", ["9 range-backwards"], "## q\n\nText?\n\n= 10..10"),
    ("marks in an order", "## q\n\nText?\n\n1. (x) a\n2. ( ) b", ["9 bad-mark"], "## q\n\nText?\n\n1. (xi) a\n2. (optional) b"),
    ("boxes in an order", "## q\n\nText?\n\n1. a\n2. [x] b", ["10 bad-mark"], "## q\n\nText?\n\n1. a\n2. [x](media/x.pdf) b"),
    ("a share in an order", "## q\n\nText?\n\n1. (50%) a\n2. b", ["9 bad-mark"], "## q\n\nText?\n\n1. \\(50%) a\n2. 50% b"),
    ("small feedback without answers", "## q\n\nText.\n\n> [!feedback]\n> a", ["9 small-callout"], "## q\n\nText.\n\n> [!FEEDBACK]\n> a"),
    ("feedback with one capital", "## q\n\nText?\n\n= x\n\n> [!Feedback]\n> a", ["11 small-callout"], "## q\n\nText?\n\n= x\n\n> [feedback]\n> a"),
    ("feedback with blanks", "## q\n\nText.\n\n> [! FEEDBACK ]\n> a", ["9 small-callout"], "## q\n\nText.\n\n`> [!feedback]`"),
    ("a small call-out of an answer", "## q\n\nText?\n\n- (x) a\n  > [!note]\n  > c\n- ( ) b", ["10 small-callout"], "## q\n\nText?\n\n- (x) a\n  > [!NOTE]\n  > c\n- ( ) b"),
    ("fixed in the second line", "## q\n\nText?\n\n- (x) a\n  b {fixed}\n- ( ) c", ["10 setting-not-here"], "## q\n\nText?\n\n- (x) a\n  b{fixed}\n- ( ) c {fixed}"),
    ("fixed with a value", "## q\n\nText?\n\n- (x) a {fixed=yes}\n- ( ) b", ["9 bad-setting"], "## q\n\nText?\n\n- (x) a {fixed}\n- ( ) b"),
    ("a former key twice", "## q {formerly=a,a}\n\nText?\n\n= x", ["5 bad-setting"], "## q {formerly=a,b}\n\nText?\n\n= x\n\n## r {formerly=a}\n\nText?\n\n= x"),
    ("the key itself as a former one", "## q {formerly=q}\n\nText?\n\n= x", ["5 former-key-in-use"], "## q {formerly=q-1}\n\nText?\n\n= x"),
    ("a key in Cyrillic", "## о\n\nText?\n\n= x", ["5 bad-key"], "## o\n\nText?\n\n= x"),
    ("a key with something invisible", "## q\u200b\n\nText?\n\n= x", ["5 bad-key"], "## q\n\nText?\n\n= x"),
    ("keys that differ in case", "## q\n\nText?\n\n= x\n\n## Q\n\nText?\n\n= x", ["11 bad-key"], "## q\n\nText?\n\n= x\n\n## q2\n\nText?\n\n= x"),
    ("points with a comma", "## q {points=1,5}\n\nText?\n\n= x", ["5 bad-setting"], "## q {points=1.5}\n\nText?\n\n= x"),
    ("points below zero", "## q {points=-1}\n\nText?\n\n= x", ["5 bad-setting"], "## q {points=1}\n\nText?\n\n= x"),
    ("share of a typed answer above 100%", "## q\n\nText?\n\n=101% a\n= b", ["9 bad-share"], "## q\n\nText?\n\n=-50% a\n= b"),
    ("share with a comma", "## q\n\nText?\n\n- (50,5%) a\n- (x) b\n- ( ) c", ["9 bad-mark"], "## q\n\nText?\n\n- (50.5%) a\n- (x) b\n- ( ) c"),
    ("share with a plus", "## q\n\nText?\n\n- (+50%) a\n- (x) b\n- ( ) c", ["9 bad-mark"], "## q\n\nText?\n\n- (-50%) a\n- (x) b\n- ( ) c"),
    ("number in words", "## q {kind=number}\n\nText?\n\n= five", ["9 not-a-number"], "## q\n\nText?\n\n= five"),
    ("answers behind tabs", "## q\n\nText?\n\n\t- (x) a\n\t- ( ) b", ["9 bad-mark"], "## q\n\nText?\n\n-\t(x)\ta\n-\t( )\tb"),
    ("links for answers", "## q\n\nText?\n\n- [x](media/x.pdf)\n- [y](media/y.pdf)", ["9 list-without-marks"], "## q\n\nText?\n\n- [x] [x](media/x.pdf)\n- [ ] [y](media/y.pdf)"),
    ("a link among answers", "## q\n\nText?\n\n- [x] a\n- [x](media/x.pdf)\n- [ ] b", ["10 text-after-answers"], "## q\n\nText?\n\n- [x] a\n- [x] [x](media/x.pdf)\n- [ ] b"),
    ("a question under a line", "q\n---\n\nText?", ["6 underlined-heading"], "q\n\n---\n\nText?"),
    ("draw in words", "# A {draw=one}\n\n## q\n\nText?\n\n= x", ["5 bad-setting"], "# A {draw=1}\n\n## q\n\nText?\n\n= x"),
    ("underlined heading", "## q\n\nText\n====\n\n- (x) a\n- ( ) b", ["8 underlined-heading"], "## q\n\nText\n\n====\n\n- (x) a\n- ( ) b"),
    ("underlined by hyphens", "## q\n\nText\n---\n\n- (x) a\n- ( ) b", ["8 underlined-heading"], "## q\n\nText\n\n---\n\n| a |\n| - |\n\n- (x) a\n- ( ) b"),
    ("underlined in feedback", "## q\n\nText\n\n- (x) a\n- ( ) b\n\n> c\n> --", ["13 underlined-heading"], "## q\n\nText\n\n- (x) a\n- ( ) b\n\n> c\n>\n> --"),
    ("footnote", "## q\n\nText[^1]\n\n- (x) a\n- ( ) b", ["7 footnote"], "## q\n\nText[1] and \\[^1]\n\n- (x) a\n- ( ) b"),
    ("footnote text", "[^1]: Text\n", ["5 footnote"], "[one]: https://example.org\n"),
    ("too many drawn", "# A {draw=2}\n\n## q\n\nText?\n\n= x\n\n## note\n\nText.", ["5 draw-too-many"], "# A {draw=1}\n\n## q\n\nText?\n\n= x\n\n## note\n\nText."),
    ("unequal points of drawn questions", "# A {draw=1}\n\n## q\n\nText?\n\n= x\n\n## r {points=2}\n\nText?\n\n= x", ["13 draw-points"], "# A\n\n## q\n\nText?\n\n= x\n\n## r {points=2}\n\nText?\n\n= x"),
]  # fmt: skip


def errors(body: str) -> list[str]:
    """Return the errors of a file whose fourth line is blank and whose fifth begins with ``body``."""
    _quiz, found = read(
        f"\n{body}\n{OTHER}" if not body.startswith("# ") else f"\n## other\n\nText?\n\n= yes\n\n{body}\n"
    )
    return [each.removeprefix("error ") for each in found if each.startswith("error")]


def moved(found: list[str], body: str) -> list[str]:
    """Return expected findings moved down where the other question stands above."""
    down = 6 if body.startswith("# ") else 0
    return [f"{int(line) + down} {code}" for line, code in (each.split() for each in found)]


@pytest.mark.parametrize(("body", "found"), [row[1:3] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_is_told_with_its_line(body: str, found: list[str]) -> None:
    assert errors(body) == moved(found, body)


@pytest.mark.parametrize("body", [row[3] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_near_miss_stays_silent(body: str) -> None:
    assert errors(body) == []


WARNINGS: list[tuple[str, str, list[str], str]] = [
    ("nothing asked", "## q\n\n= x", ["5 no-text"], "## q\n\nText?\n\n= x"),
    ("one choice", "## q\n\nText?\n\n- (x) a", ["5 one-answer"], "## q\n\nText?\n\n- (x) a\n- ( ) b"),
    ("all right", "## q\n\nText?\n\n- [x] a\n- [x] b", ["5 all-right"], "## q\n\nText?\n\n- [x] a\n- [x] b\n- [ ] c"),
    ("the same choice twice", "## q\n\nText?\n\n- (x) An answer\n- ( ) an  answer", ["10 same-answer"], "## q\n\nText?\n\n- (x) an answer\n- ( ) an answers"),
    ("the same left side twice", "## q\n\nText?\n\n- a => b\n- a => c", ["10 same-answer"], "## q\n\nText?\n\n- a => b\n- c => b\n- => d"),
    ("distractor that is right", "## q\n\nText?\n\n- a => b\n- c => d\n- => b", ["11 same-answer"], "## q\n\nText?\n\n- a => b\n- c => d\n- => e"),
    ("one right side", "## q\n\nText?\n\n- a => b\n- c => b", ["5 all-right"], "## q\n\nText?\n\n- a => b\n- c => b\n- => d"),
    ("the same item twice", "## q\n\nText?\n\n1. a\n2. a", ["10 same-answer"], "## q\n\nText?\n\n1. a\n2. b"),
    ("less than all points", "## q\n\nText?\n\n- [40%] a\n- [50%] b\n- [ ] c", ["5 full-marks-unreachable"], "## q\n\nText?\n\n- [50%] a\n- [50%] b\n- [ ] c"),
    ("text behind a star", "## q\n\nText?\n\n= Art*\n=50% article", ["10 unreachable-answer"], "## q\n\nText?\n\n= article\n=50% Art*"),
    ("number in a range", "## q\n\nText?\n\n= 1..9\n=50% 3..4", ["10 unreachable-answer"], "## q\n\nText?\n\n= 3..4\n=50% 1..9"),
    ("truth with a capital", "## q\n\nText?\n\n= True", ["9 looks-like-truth"], "## q {kind=short}\n\nText?\n\n= True"),
    ("grouped number", "## q\n\nText?\n\n= 1,000", ["9 looks-like-number"], "## q {kind=short}\n\nText?\n\n= 1,000"),
    ("error marked right", "## q\n\nText?\n\n= 3\n= 4\n  > One too many.", ["10 all-right"], "## q\n\nText?\n\n= 3\n=0% 4\n  > One too many."),
    ("empty section", "# A\n\n# B\n\n## q\n\nText?\n\n= x", ["5 empty-section"], "# A\n\nText.\n\n# B\n\n## q\n\nText?\n\n= x"),
]  # fmt: skip


def warnings(body: str) -> list[str]:
    """Return what is found in a file whose fifth line begins with ``body``, if it is warnings."""
    _quiz, found = read(f"\n{body}\n")
    return [each.removeprefix("warning ") for each in found]


@pytest.mark.parametrize(("body", "found"), [row[1:3] for row in WARNINGS], ids=[row[0] for row in WARNINGS])
def test_what_can_hardly_be_meant_is_a_warning(body: str, found: list[str]) -> None:
    assert warnings(body) == found


@pytest.mark.parametrize("body", [row[3] for row in WARNINGS], ids=[row[0] for row in WARNINGS])
def test_what_may_well_be_meant_is_none(body: str) -> None:
    assert warnings(body) == []


def choices(right: str, number: int) -> str:
    return "".join(
        f"## q{n}\n\nText?\n\n- ( ) one {n}\n- (x) {right} {n}\n- ( ) two {n}\n\n" for n in range(number)
    )


def test_the_longest_answer_being_right_every_time_is_told_once() -> None:
    assert read(choices("the longest of them", 4))[1] == ["warning 4 longest-right"]
    assert read(choices("the longest of them", 3))[1] == []
    assert read(choices("me", 4))[1] == []


def test_a_quiz_without_a_question_is_an_error() -> None:
    assert read("Only text.\n\n## note\n\nText.\n")[1] == ["error 1 no-questions"]
    sound("## q\n\nText?\n\n= x\n")


def test_a_test_in_which_nothing_has_points_is_an_error() -> None:
    """Nobody could ever reach anything in it."""
    assert read("## q {kind=reflection}\n\nText?\n")[1] == ["error 1 no-points"]
    sound("## q {kind=reflection}\n\nText?\n\n## r\n\nText?\n\n= x\n")
    sound("## q {kind=reflection}\n\nText?\n", "mode: practice")


def test_every_fault_of_a_file_is_told_at_once() -> None:
    _quiz, found = read(
        "\n## One\n\n## q {x=1}\n\nText?\n\n- ( ) a\n- ( ) b\n\n## r\n\nText?\n\n= 5..1\n",
        "colour: red\npass: 0",
    )
    assert [each.split()[2] for each in found] == ["unknown-key", "bad-value", "bad-key", "no-right-answer", "unknown-setting", "range-backwards"]  # fmt: skip


def test_a_broken_question_is_left_out_and_the_others_are_read() -> None:
    quiz, _found = read("## q\n\nText?\n\n- (x) a\n- [ ] b\n\n## r\n\nText?\n\n= x\n")
    assert list(quiz.by_key) == ["r"]
    assert list(quiz.blocks) == ["q", "r"]


def test_what_is_too_much_is_told() -> None:
    assert read("## q\n\nText?\n\n" + "= x\n" * 101)[1][-1:] == ["error 108 too-many-answers"]
    assert "too-many-answers" not in str(read("## q\n\nText?\n\n" + "= x\n" * 100)[1])
    many = "".join(f"## q{number}\n\nText?\n\n= x\n\n" for number in range(1001))
    quiz, found = read(many)
    assert (found, len(quiz.questions)) == (["error 6004 too-many-questions"], 1000)


def unread(body: bytes) -> tuple[bool, list[str]]:
    problems = Problems()
    quiz = read_quiz(FILE, body, translation=False, problems=problems)
    return quiz is None, [f"{problem.line} {problem.code}" for problem in problems.found]


def test_a_file_that_cannot_be_read_is_told_and_no_quiz() -> None:
    assert unread(b"---\ntitle: T\n---\n\xff") == (True, ["4 not-utf8"])
    assert unread(whole("x" * MOST_BYTES).encode()) == (True, ["1 too-large"])


def test_a_quiz_of_too_many_lines_is_refused_at_the_first_of_them() -> None:
    """Three lines of front matter stand before its text."""
    question = "## q\n\nText?\n\n- ( ) a\n- (x) b"
    assert unread(whole(question + "\n" * (MOST_LINES - 4)).encode()) == (True, [f"{MOST_LINES + 4} too-large"])
    assert unread(whole(question + "\n" * (MOST_LINES - 5)).encode()) == (False, [])


def test_a_quiz_that_is_too_much_for_markdown_is_told_so_before_it_is_read() -> None:
    """Typed answers and right sides are no Markdown: what is in them is not counted."""
    question = "## q\n\nText?\n\n"
    assert unread(whole(question + "[[[[[[\n\n- (x) a").encode()) == (True, ["8 too-many-open-brackets"])
    assert unread(whole(question + "- a\n" * 10_001).encode()) == (True, ["10006 too-many-parts"])
    assert unread(whole(question + "= [[[[[[").encode()) == (False, [])
    assert unread(whole(question + "- a => [[[[[[\n- b => c").encode()) == (False, [])


def test_a_large_honest_quiz_is_read() -> None:
    texts = "What does the law say about *this*, and why does it matter to a [citizen](https://example.org)?\n\n"
    answers = "- (x) It says this and that, at some length\n  > Indeed: see the second article.\n- ( ) It says nothing\n- ( ) It says more than that\n- ( ) It has nothing at all to say about any of this\n\n"
    body = whole("".join(f"## q{number}\n\n{texts}{answers}" for number in range(800))).encode()
    assert 190_000 < len(body) <= MOST_BYTES
    assert unread(body) == (False, [])


def test_a_file_without_front_matter_is_still_read() -> None:
    assert unread(b"## q\n\nText?\n\n- ( ) a\n- (x) b\n- [ ] c\n") == (
        False,
        ["1 front-matter-missing", "7 mixed-forms"],
    )


def test_a_sentence_says_what_to_do() -> None:
    problems = Problems()
    read_quiz(FILE, whole("## q\n\nText?\n\n- (x) a\nb\n").encode(), translation=False, problems=problems)
    assert [str(problem) for problem in problems.found if problem.severity == "error"] == [
        "quizzes/c/en/q.md:9: error: this line is no answer: indent it by two blanks if it belongs to the answer above,"
        " or give it a mark [text-after-answers]"
    ]
