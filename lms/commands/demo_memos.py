"""What demo people write in the one test that people mark: two memos wait for the demo's trainer, one is marked."""

from dataclasses import dataclass

QUIZ, QUESTION = "memo-to-your-director", "the-memo"


@dataclass(frozen=True)
class Memo:
    """A memo in a language, and what the trainer gave it: points for each criterion, and a comment; no points, and it waits."""

    language: str
    body: str
    points: tuple[int, ...] = ()
    comment: str = ""


PLAYGROUNDS = Memo(
    "en",
    """Subject: residents and the three playgrounds of the western quarter

What is to be decided: the council votes in June which of the three playgrounds is renewed first, and what is built there. The money is fixed, and so are the safety rules. The order and the equipment are open.

The five conditions: residents can help, since they know who uses which playground and when. There is room to influence the decision. There is money for two evenings and one facilitator. We have fourteen weeks. One condition is missing: nobody has said in writing who will answer. I advise you to ask the deputy mayor for that sentence before we invite anybody.

Who: parents do not speak for everybody. I propose twelve people by targeted invitation, among them two childminders, the caretaker and children of the fourth form with their teacher, and a walk over each playground with a wheelchair user.

Promise: by 1 July the deputy mayor answers each proposal in public – accepted, changed or refused, with a reason.""",
)
ANNEX = Memo(
    "bg",
    """Относно: приложението с техническите изисквания към асансьорите

Какво се решава: до края на май приложението трябва да се въведе в наредбата. Текстът му е определен и не можем да променим нито една стойност. Отворени са само обясненията към него и денят, от който го прилагаме.

Петте условия: има краен срок и има кой да отговори, но липсва най-важното – възможност да се повлияе на решението. Затова съветвам да не ангажираме гражданите. Среща, на която нищо не може да се промени, би разочаровала хората.

Вместо това: да информираме домоуправителите с писмо от една страница и да помолим шестима от тях и две фирми за поддръжка да прочетат обясненията и да кажат кое не е ясно.

Обещание: до 15 април отдел „Строителен контрол“ публикува кои бележки е приел и кои не е, с мотиви.""",
)
MARKET = Memo(
    "en",
    """The market hall needs new rules for its stalls. I think we should hold a big event with the traders and everybody who wants to come. The rules are not written yet, so everything is open. The event would take place in September, and the head of the unit would be there. Afterwards we would publish the results on the website and take them into account.""",
    (2, 1, 1, 0),
    "You say plainly that nothing is decided yet. Two things would make this a memo that can be signed: go through the five conditions one by one (who will answer? is there money?), and replace “take them into account” with a sentence that names a person and a date.",
)
