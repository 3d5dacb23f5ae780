"""Words are found however they are capitalised, accented or encoded, and no letter is taken for another."""

import pytest

from lms.kernel import folding
from lms.kernel.folding import first_place, fold, words_in


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Citizens’ juries", ["citizens", "juries"], id="English, with an apostrophe"),
        pytest.param("co-creation", ["co", "creation"], id="a hyphen parts"),
        pytest.param("l’État, c’est nous", ["l", "etat", "c", "est", "nous"], id="French accents and elisions"),
        pytest.param("participación ciudadana", ["participacion", "ciudadana"], id="Spanish"),
        pytest.param("perché città", ["perche", "citta"], id="Italian"),
        pytest.param("STRASSE Straße", ["strasse", "strasse"], id="German sharp s"),
        pytest.param("Łódź Ærø þing", ["lodz", "aero", "thing"], id="letters that Unicode does not take apart"),
        pytest.param("İzmir ışık", ["izmir", "isik"], id="Turkish i with and without its dot"),
        pytest.param("Гражданите и политиките", ["гражданите", "и", "политиките"], id="Bulgarian"),
        pytest.param("ИЗБОР Й", ["избор", "й"], id="Cyrillic capitals"),
        pytest.param("ѝ", ["и"], id="Bulgarian short pronoun, an и with an accent"),
        pytest.param("ещё всё", ["еще", "все"], id="Russian ё is е"),
        pytest.param("за́мок", ["замок"], id="a stress mark"),
        pytest.param("їжак", ["їжак"], id="Ukrainian ї is no і"),
        pytest.param("Οι Πολίτες", ["οι", "πολιτεσ"], id="Greek accents and the last sigma"),
        pytest.param("ΠΟΛΊΤΗΣ πολίτης", ["πολιτησ", "πολιτησ"], id="Greek capitals"),
        pytest.param("ᾄδω", ["αιδω"], id="Greek of old, an iota below"),
        pytest.param("مُشَارَكَة", ["مشاركة"], id="Arabic without its points"),
        pytest.param("co\u00adoperate", ["cooperate"], id="a soft hyphen"),
        pytest.param("ｗｉｄｅ ﬁne Ⅷ", ["wide", "fine", "viii"], id="other forms of the same signs"),
        pytest.param("100% _x_ \"a\" 'b' (c) <d>", ["100", "x", "a", "b", "c", "d"], id="signs are no words"),
        pytest.param("a\0b\tc\u2029d", ["a", "b", "c", "d"], id="controls part words"),
        pytest.param("%_\\'\"…", [], id="nothing but signs"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_a_text_is_folded_into_the_words_that_people_look_for(text: str, words: list[str]) -> None:
    assert fold(text) == words


@pytest.mark.parametrize(("one", "other"), [("й", "и"), ("ї", "і"), ("ў", "у"), ("ќ", "к"), ("ѓ", "г"), ("ъ", "а")])
def test_letters_of_their_own_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("composed", "in_parts"),
    [("й", "и\u0306"), ("é", "e\u0301"), ("ώ", "ω\u0301"), ("ё", "е\u0308")],
    ids=["Bulgarian", "French", "Greek", "Russian"],
)
def test_it_does_not_matter_how_a_letter_is_encoded(composed: str, in_parts: str) -> None:
    assert fold(in_parts) == fold(composed)


def test_words_are_found_at_their_place_in_the_text_as_it_is() -> None:
    text = "Защо? «Co\u00adcréation», и\u0306од!"
    assert [(text[word.start : word.end], word.folded) for word in words_in(text)] == [
        ("Защо", ("защо",)),
        ("Co\u00adcréation", ("cocreation",)),
        ("и\u0306од", ("йод",)),
    ]


def test_what_is_kept_of_signs_stays_bounded() -> None:
    fold("".join(map(chr, range(0x4E00, 0x4E00 + 20_000))))
    assert fold("Ребро") == ["ребро"]
    assert len(folding._signs) <= folding.SIGNS_KEPT


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("Citizens decide.", 9, id="a word"),
        pytest.param("decide decide", 0, id="the first of two"),
        pytest.param("undecided, but they\tDÉCIDED", 20, id="its beginning alone, whatever its case and accents"),
        pytest.param("«co-decide»", 4, id="after a hyphen"),
        pytest.param("they.decide/decide", 5, id="within a stretch without blanks"),
        pytest.param("a" * 70 + "-decide", 71, id="within a very long stretch"),
        pytest.param("Nobody does.", None, id="nowhere"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_first_place_of_a_word_is_told(text: str, place: int | None) -> None:
    assert first_place(text, lambda folded: any(word.startswith("decide") for word in folded)) == place
