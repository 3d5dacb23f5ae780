"""A large course out of made words: 200 lessons and 60 quizzes in six languages, like those that people write.

Every lesson has about 600 words, headings with targets, a table, call-outs, a picture, lists and links to others; the
same numbers give the same bytes. Translations are stamped, so that nothing is told of them.
"""

import random
from collections.abc import Iterator, Sequence

from lms.domain.courses.format.stamping import stamp

KEY = "made-course"
LANGUAGES = ("en", "bg", "el", "fr", "es", "it")
MODULES = 20
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20"/></svg>'
WORDS = {
    "en": "people council citizen decision public reason policy question answer town office proposal week meeting voice rule"
    " they would with when nobody before about every should their plan written service minister draft because work",
    "bg": "хората съвет гражданин решение обществен причина политика въпрос отговор град служба предложение седмица среща глас"
    " правило те биха с когато никой преди за всеки трябва техен план написан услуга министър проект защото работа",
    "el": "άνθρωποι συμβούλιο πολίτης απόφαση δημόσιος λόγος πολιτική ερώτηση απάντηση πόλη γραφείο πρόταση εβδομάδα συνάντηση"
    " φωνή κανόνας αυτοί θα με όταν κανείς πριν για κάθε πρέπει δικός σχέδιο γραμμένος υπηρεσία υπουργός επειδή εργασία",
    "fr": "gens conseil citoyen décision public raison politique question réponse ville bureau proposition semaine réunion voix"
    " règle ils voudraient avec quand personne avant chaque devrait leur plan écrit service ministre projet parce travail",
    "es": "gente consejo ciudadano decisión público razón política pregunta respuesta ciudad oficina propuesta semana reunión"
    " voz regla ellos quisieran con cuando nadie antes cada debería su plan escrito servicio ministro borrador porque trabajo",
    "it": "gente consiglio cittadino decisione pubblico ragione politica domanda risposta città ufficio proposta settimana"
    " riunione voce regola essi vorrebbero con quando nessuno prima ogni dovrebbe loro piano scritto servizio ministro perché",
}


def files_of_course(lessons: int = 200, quizzes: int = 60) -> dict[str, bytes]:
    """Return the map of the course."""
    files = {f"content/{KEY}/media/drawing-{number}.svg": DRAWING for number in range(5)}
    files |= {path: text.encode() for path, text in _outline(lessons, quizzes)}
    for lang in LANGUAGES:
        for number in range(lessons):
            files[f"content/{KEY}/{lang}/lesson-{number}.md"] = _lesson(lang, number, lessons).encode()
        for number in range(quizzes):
            files[f"quizzes/{KEY}/{lang}/quiz-{number}.md"] = _quiz(lang, number, lessons).encode()
    for path in [path for path in files if path.endswith(".md")]:
        stamped = stamp(path, files)
        if stamped is not None:
            files[path] = stamped
    return files


def _by_language(words: str) -> str:
    return "{" + ", ".join(f'{lang}: "{words} ({lang})"' for lang in LANGUAGES) + "}"


def _outline(lessons: int, quizzes: int) -> Iterator[tuple[str, str]]:
    names = [f"module-{number}" for number in range(MODULES)]
    yield (
        f"modules/{KEY}/course.yaml",
        f"format: 1\nuid: {1:032x}\nkind: course\ntitle: {_by_language('A made course')}\nsummary: {_by_language('Made words')}\n"
        f"source: en\nlanguages: [{', '.join(LANGUAGES)}]\nlevel: introductory\nhours: 60\nlicence: CC-BY-4.0\n"
        f"open: [module-0]\nmodules: [{', '.join(names)}]\n",
    )
    for place, name in enumerate(names):
        lines = [f"title: {_by_language(f'Module {place}')}", f"outcomes: {{{', '.join(f'{lang}: [A, B]' for lang in LANGUAGES)}}}", "activities:"]
        lines += [f"  - lesson: lesson-{number}\n    minutes: 10" for number in range(place, lessons, MODULES)]
        lines += [f"  - quiz: quiz-{number}\n    minutes: 10" for number in range(place, quizzes, MODULES)]
        yield f"modules/{KEY}/{name}.yaml", "\n".join(lines) + "\n"


class Speaker:
    """Makes sentences of the words of one language."""

    def __init__(self, lang: str, seed: str) -> None:
        self.random = random.Random(f"{lang} {seed}")  # noqa: S311 - made texts, nothing secret
        self.words: Sequence[str] = WORDS[lang].split()

    def phrase(self, length: int) -> str:
        """Return so many words."""
        return " ".join(self.random.choices(self.words, k=length))

    def sentence(self, length: int = 12) -> str:
        """Return a sentence of so many words."""
        return f"{self.phrase(length).capitalize()}."

    def paragraph(self) -> str:
        """Return four sentences."""
        return " ".join(self.sentence() for _ in range(4))


def _lesson(lang: str, number: int, lessons: int) -> str:
    say = Speaker(lang, f"lesson {number}")
    front = [f'title: "{say.phrase(4).capitalize()} {number}"', f'summary: "{say.sentence()}"']
    if lang == LANGUAGES[0]:
        front += ["sources:", f'  - "A report, {number}: https://example.org/report-{number}"', "checked: 2026-11-21"]
    parts = ["---", *front, "---", "", say.paragraph(), ""]
    for section in range(5):
        others = [(number + 7 * section + step) % lessons for step in (1, 2)]
        parts += [f"## {say.phrase(4).capitalize()} {{#part-{section}}}", "", say.paragraph(), ""]
        parts += [f"{say.phrase(5).capitalize()} [[lesson-{others[0]}]], *{say.phrase(2)}*: [[lesson-{others[1]}#part-1|{say.phrase(2)}]].", ""]
        parts += _piece(section, say)
    return "\n".join(parts)


def _piece(section: int, say: Speaker) -> list[str]:
    match section:
        case 0:
            rows = [f"| {say.phrase(2)} | {say.phrase(4)} | {say.phrase(6)} |" for _ in range(5)]
            return [f"| {say.phrase(1)} | {say.phrase(1)} | {say.phrase(1)} |", "|---|---|---|", *rows, ""]
        case 1:
            return ["> [!TIP]", f"> {say.paragraph()}", "", *[f"- **{say.phrase(2)}** {say.phrase(8)}" for _ in range(4)], ""]
        case 2:
            return [f"![{say.phrase(5)}](media/drawing-{say.random.randrange(5)}.svg)", "", say.paragraph(), ""]
        case 3:
            return [f"> [!REFLECT] {say.phrase(5).capitalize()}", f"> {say.paragraph()}", "", *[f"{place}. {say.phrase(8)}" for place in (1, 2, 3)], ""]
        case _:
            return [f"{say.phrase(6).capitalize()} [{say.phrase(3)}](https://example.org/{section}).", "", say.paragraph(), ""]


def _quiz(lang: str, number: int, lessons: int) -> str:
    say = Speaker(lang, f"quiz {number}")
    front = [f'title: "{say.phrase(4).capitalize()} {number}"']
    if lang == LANGUAGES[0]:
        front += ["mode: test", "pass: 60", "attempts: 3"]
    parts = ["---", *front, "---", "", say.paragraph(), ""]
    for place in range(8):
        see = f" {{see=lesson-{(number + place) % lessons}#part-1}}" if lang == LANGUAGES[0] else ""
        parts += [f"## question-{place}{see}", "", say.sentence(20), ""]
        for answer in range(4):
            mark = "x" if answer == place % 4 else " "
            parts += [f"- ({mark}) {say.phrase(8)} {answer}", f"  > {say.sentence()}"]
        parts += ["", f"> {say.sentence(20)}", ""]
    return "\n".join(parts)
