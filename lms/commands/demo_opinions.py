"""What demo people say in a survey: something to most questions, not everybody the same, and always the same again."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from lms.commands.demo_answers import right_response
from lms.domain.questions.model import Question, Response
from lms.domain.questions.typed import number_text
from lms.kernel.digest import digest_of

SILENT = 4  # of so many people one leaves a question out
TEXTS: Mapping[str, Sequence[str]] = {
    "en": (
        "Keep the scenario. I should like a second one about a decision that was made already.",
        "The one-page plan is what I use. Please let me print it empty.",
        "More examples from small municipalities, where one person does all of this.",
        "The lesson on methods is long. Two short ones would be easier to come back to.",
    ),
    "bg": (
        "Запазете сценария. Бих искал и втори, за решение, което вече е взето.",
        "Повече примери от малки общини, в които всичко това прави един човек.",
        "Планът на една страница е най-полезното. Добавете празен за печат.",
    ),
}


def opinions(questions: Sequence[Question], language: str, who: str) -> dict[str, Response]:
    """Return by key what somebody called ``who`` says to these questions; what they leave out is not among them."""
    said = {question.key: opinion(question, language, int(digest_of(who, question.key)[:12], 16)) for question in questions}
    return {key: body for key, body in said.items() if body is not None}


def opinion(question: Question, language: str, chance: int) -> Response:
    """Return what somebody says to a question; ``chance`` is a large number that decides."""
    chance, silence = divmod(chance, SILENT)
    if not silence:
        return None
    numbers = [answer.number for answer in question.answers]
    match question.kind:
        case "single":  # of two throws the lower, for most people are content
            return numbers[min(chance % len(numbers), chance // len(numbers) % len(numbers))]
        case "multiple":
            return [number for number in numbers if chance >> number & 1] or None
        case "truth":
            return bool(chance % 3)
        case "number":
            return number_text(Fraction(3 + chance % 7), language)
        case "ordering":
            turned = chance % len(numbers)
            return [*numbers[turned:], *numbers[:turned]]
        case "reflection" | "essay":
            return TEXTS[language][chance % len(TEXTS[language])]
    return right_response(question, language)
