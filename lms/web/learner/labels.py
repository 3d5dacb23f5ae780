"""Labels of blocks of a lesson ("Case study"), put in by the page so that what was rendered stays the same for all."""


from lms.kernel.digest import digest_of
from lms.platform.cache import Shelf
from lms.platform.markdown import LABELS, put_in_labels
from lms.web.shell.languages import ui_language
from lms.web.shell.words import gettext as _

_labelled: Shelf[str] = Shelf(512)


def with_labels(html: str, digest: str, lang: str) -> str:
    """Return a rendered text in ``lang`` with the labels of its blocks in the reader's language.

    ``digest`` stands for the text, so that each page and language is put together once.
    """
    spoken = ui_language()
    return _labelled.get(digest_of(digest, spoken), lambda: put_in_labels(html, _labels(), None if spoken == lang else spoken))


def _labels() -> dict[str, str]:
    return {kind: _(word) for kind, word in LABELS.items()}
