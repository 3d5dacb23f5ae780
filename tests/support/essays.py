"""The test of the school under test with a question that people mark, by a rubric of two criteria."""

from tests.makers import COURSE, TEST, files_of

ESSAY = "plan"
SOURCE, TRANSLATION = (f"quizzes/{COURSE}/{lang}/{TEST}.md" for lang in ("en", "bg"))
ASKED = "\n\n# A plan\n\n## plan {kind=essay words=300 points=10}\n\nPlan how you would ask the neighbours.\n\n- (0-4) Who is asked is said\n- (1-6) The steps are in order\n"
TRANSLATED = "\n\n# План\n\n## plan\n\nНапишете как бихте попитали съседите.\n\n- (0-4) Казано е кого питате\n- (1-6) Стъпките са подредени\n"
WITH_ESSAY = {SOURCE: files_of()[SOURCE].decode().rstrip() + ASKED, TRANSLATION: files_of()[TRANSLATION].decode().rstrip() + TRANSLATED}
