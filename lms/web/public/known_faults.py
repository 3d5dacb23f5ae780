"""What is known not to be accessible, in sentences for people: what happens, and what to do instead.

``docs/accessibility.md`` says which criteria suffer from which of these, and repeats the sentences in English; a test
holds that both say the same. The sentences stand here because here they are marked for translation.
"""

from lms.kernel.words import N_

KNOWN_FAULTS: dict[str, tuple[str, str]] = {
    "foreign-words": (
        N_("Names and single words in another language inside the text of a lesson are not marked as such, so a screen reader may say them in the wrong language."),
        N_("Let your screen reader spell the word; the sources at the end of the lesson give it in writing."),
    ),
    "time-limit": (
        N_("Where trainers give a test a time limit, you can give yourself up to twice the time, but no more; and a test may say why everybody has the same."),
        N_("Say in your profile how much more time you need, before you start. If that is not enough, ask whoever runs the course. In the shipped course the only test with a limit is optional."),
    ),
    "one-way-contact": (
        N_("You can reach us by the form and by e-mail, but not by telephone or in sign language."),
        N_("Write in the report how you would like to be reached."),
    ),
}
