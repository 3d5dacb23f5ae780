"""The text of a question as it is shown to whoever looks after a quiz."""

from dataclasses import dataclass

from lms.domain.courses.questionnaires import Questionnaire
from lms.domain.questions.gap_texts import at_signs
from lms.domain.questions.model import text_id


@dataclass(frozen=True)
class AskedText:
    """A question by its key and its text; ``html`` is safe, and its gaps are numbers in it."""

    key: str
    html: str
    lang: str


def asked_text(questionnaire: Questionnaire, key: str, lang: str) -> AskedText:
    """Return the text of a question in this language where its words may be shown, else in that of the source."""
    wording = questionnaire.wordings.get(lang)
    spoken = lang if wording is not None and key in wording.usable else questionnaire.source
    parts, numbers = at_signs(questionnaire.wordings[spoken].pieces.get(text_id(key), ""))
    html = parts[0] + "".join(f"<strong>({number})</strong>{part}" for number, part in zip(numbers, parts[1:], strict=True))
    return AskedText(key, html, spoken)
