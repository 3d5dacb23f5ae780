"""Says in a translation what it was made from: "this is up to date" (course-format T2, T6)."""

import re
from collections.abc import Mapping

from lms.domain.courses.format.blocks import split_blocks
from lms.domain.courses.format.cards import set_nodes
from lms.domain.courses.format.frontmatter import split_front_matter
from lms.domain.courses.format.library import module_path
from lms.domain.courses.format.outline_reader import read_tree, source_of
from lms.domain.courses.format.quiz import read_quiz
from lms.domain.courses.format.translations import Nodes, local_nodes, texts_digest
from lms.domain.courses.format.writer import set_value
from lms.domain.courses.format.yaml_reader import Map, Scalar
from lms.kernel.digest import text_digest
from lms.kernel.problems import Problems

DOCUMENT = re.compile(r"(?P<top>content|quizzes)/(?P<course>[^/]+)/(?P<lang>[^/]+)/(?P<rest>.+\.md)")
YAML_FILE = re.compile(r"(?:modules/(?P<course>[^/]+)|content/(?P<of_cards>[^/]+)/cards)/[^/]+\.yaml")


def stamp(path: str, files: Mapping[str, bytes]) -> bytes | None:
    """Return a translation, or a YAML file with translated texts, stamped as up to date; None if it needs no stamp.

    ``files`` are those of its course by path. Only the stamps change, every other byte stays (N7).
    """
    document, yaml_file = DOCUMENT.fullmatch(path), YAML_FILE.fullmatch(path)
    found = document or yaml_file
    course = (found["course"] or found["of_cards"]) if found else ""
    outline = module_path(course, "course")
    tree = read_tree(outline, files[outline], Problems()) if outline in files else None
    if tree is None or path not in files:
        return None
    source = source_of(tree)
    if yaml_file:
        return _stamp_yaml(path, files[path], source, set_nodes if yaml_file["of_cards"] else local_nodes)
    if document is None or document["lang"] == source:
        return None
    original = f"{document['top']}/{course}/{source}/{document['rest']}"
    return _stamp_document(path, files[path], original, files[original]) if original in files else None


def _stamp_document(path: str, body: bytes, original: str, source: bytes) -> bytes | None:
    if split_front_matter(path, body, Problems()).broken:
        return None
    blocks = _block_digests(original, source)
    stamped = set_value(body, ["source_digest"], text_digest(source))
    stamped = set_value(stamped, ["source_blocks"], blocks)
    return stamped if stamped != body else None


def keep_stamp(path: str, body: bytes, original: str, before: bytes, after: bytes) -> bytes:
    """Return a translated quiz that stays as fresh as it was, though its source changed in what no translation says.

    What was up to date is so with the changed source; of a quiz that was not, those questions are that were.
    """
    quiz = read_quiz(path, body, translation=True, problems=Problems())
    stamp = quiz.stamp if quiz else None
    if stamp is None or stamp.digest is None:
        return body
    old, new = _block_digests(original, before), _block_digests(original, after)
    if stamp.digest == text_digest(before):
        return set_value(set_value(body, ["source_digest"], text_digest(after)), ["source_blocks"], new)
    if len(stamp.blocks) != len(old) or len(old) != len(new):
        return body
    return set_value(body, ["source_blocks"], [now if stamped == was else stamped for stamped, was, now in zip(stamp.blocks, old, new, strict=True)])


def _block_digests(path: str, body: bytes) -> list[str]:
    """Return the digests of the blocks of a source: of its questions if it is a quiz, else of its Markdown blocks."""
    if path.startswith("quizzes/"):
        quiz = read_quiz(path, body, translation=False, problems=Problems())
        return list(quiz.blocks.values()) if quiz else []
    front = split_front_matter(path, body, Problems())
    return [block.digest for block in split_blocks(front.text, front.first_line)]


def _stamp_yaml(path: str, body: bytes, source: str, nodes_of: Nodes) -> bytes | None:
    tree = read_tree(path, body, Problems())
    if tree is None:
        return None
    present = {pair.key.text for local in nodes_of(tree) for pair in local.node}
    node = tree.get("stamps")
    before = (
        {pair.key.text: pair.value.text for pair in node if isinstance(pair.value, Scalar)}
        if isinstance(node, Map)
        else {}
    )
    after = before | {language: texts_digest(tree, source, nodes_of) for language in sorted(present - {source})}
    return set_value(body, ["stamps"], after, is_yaml=True) if after != before else None
