"""The ids of places in a rendered text; serving asks for them too, and need not load what renders.

An underscore tells the names of our own places from those that authors choose.
"""


def target_id(document: str, name: str) -> str:
    """Return the id that the link target ``name`` of a document has in its HTML."""
    return f"{document}--{name}"


def term_id(document: str, key: str) -> str:
    """Return the id of the place on the page of a document where a term is explained."""
    return target_id(document, f"_term-{key}")


def use_id(document: str, key: str) -> str:
    """Return the id of the first use of a term in a document."""
    return target_id(document, f"_use-{key}")
