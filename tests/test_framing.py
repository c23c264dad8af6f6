"""Framing: markers in the original words, differences by stated rules, the same for every side. All sentences are ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparers.framing import codebook, differences, markers

BOOK = codebook.load()
FOUND = [
    ("uk", "Міністерство стверджує, що втрат немає.", ("attribution", "стверджує", "distance", None)),
    ("ru", "Якобы потерь нет.", ("attribution", "Якобы", "distance", None)),
    ("en", "The ministry said there were no losses.", ("attribution", "said", "neutral", None)),
    ("en", "Kyiv denied it.", ("attribution", "denied", "deny", None)),
    ("uk", "Війна триває.", ("conflict_name", "Війна", "war", None)),
    ("ru", "Специальная военная операция продолжается.", ("conflict_name", "Специальная военная операция", "operation", None)),
    ("en", "The full-scale invasion began.", ("conflict_name", "full-scale invasion", "invasion", None)),
    ("uk", "Російські окупанти відступили.", ("actor_label", "окупанти", "adverse", "ru_military")),
    ("en", "Ukrainian troops advanced.", ("actor_label", "troops", "neutral", "ua_military")),
    ("ru", "Украинские боевики отступили.", ("actor_label", "боевики", "adverse", "ua_military")),
    ("uk", "Оголосили підсумки «референдуму».", ("scare_quotes", "референдуму", "present", "referendum")),
    ("en", "The so-called referendum ended.", ("scare_quotes", "so-called referendum", "present", "referendum")),
]
SILENT = [
    ("en", "The group claimed responsibility."), ("uk", "Суд визнав винним чиновника."), ("en", "It was a trade war."),
    ("uk", "У концертній залі «Крокус Сіті Хол» тихо."), ("ru", "Это не признал суд."), ("en", "The army of ants moved."),
]


@pytest.mark.parametrize(("language", "text", "expected"), FOUND)
def test_markers(language: str, text: str, expected: tuple[str, str, str, str | None]) -> None:
    found = [(m.axis, m.surface, m.value, m.ref) for m in markers.find(text, language, BOOK) if m.value != "absent"]
    assert expected in found


@pytest.mark.parametrize(("language", "text"), SILENT)
def test_traps_stay_silent(language: str, text: str) -> None:
    assert [m for m in markers.find(text, language, BOOK) if m.value != "absent"] == []


def test_words_in_direct_speech_belong_to_the_speaker() -> None:
    found = markers.find("«Окупанти вдарили по нашому місту вранці», — сказав мер.", "uk", BOOK)
    assert [(m.surface, m.quoted) for m in found if m.axis == "actor_label"] == [("Окупанти", True)]


DIFFER = [
    (("uk", "Росія стверджує, що втрат немає."), ("ru", "Минобороны сообщило, что потерь нет."), {("attribution", None)}),
    (("uk", "Війна триває."), ("ru", "Спецоперация продолжается."), {("conflict_name", None)}),
    (("uk", "Російські окупанти відступили."), ("en", "Russian troops withdrew."), {("actor_label", "ru_military")}),
    (("uk", "Захисники міста відступили."), ("ru", "Украинские боевики отступили."), {("actor_label", "ua_military")}),
    (("uk", "Підсумки «референдуму» відомі."), ("ru", "Итоги референдума известны."), {("scare_quotes", "referendum")}),
    (("uk", "Війна триває."), ("en", "The invasion goes on."), set()),
    (("uk", "Міністерство заявило про втрати."), ("en", "There were losses."), set()),
    (("uk", "Російські військові відступили."), ("ru", "Российские войска отступили."), set()),
]


def compared(a: tuple[str, str], b: tuple[str, str]) -> list[differences.Difference]:
    return differences.compare(markers.find(a[1], a[0], BOOK), markers.find(b[1], b[0], BOOK), BOOK)


@pytest.mark.parametrize(("left", "right", "expected"), DIFFER)
def test_differences_carry_their_words_and_swap_with_the_sides(left, right, expected) -> None:
    found = compared(left, right)
    assert {(d.axis, d.ref) for d in found} == expected
    mirrored = {(d.axis, d.ref, d.right_value, d.left_value, d.right, d.left) for d in compared(right, left)}
    assert mirrored == {(d.axis, d.ref, d.left_value, d.right_value, d.left, d.right) for d in found}
    for difference in found:
        assert all(left[1][m.start : m.end] == m.surface for m in difference.left)
        assert all(right[1][m.start : m.end] == m.surface for m in difference.right)


SWAP = {"uk": ("російські", "українські"), "ru": ("российские", "украинские"), "en": ("Russian", "Ukrainian")}
LABELS = {"uk": ["окупанти", "військові", "захисники", "бойовики"], "ru": ["боевики", "войска", "солдаты"], "en": ["troops", "militants", "forces"]}
CASES = [(language, label) for language, labels in LABELS.items() for label in labels]


@pytest.mark.parametrize(("language", "label"), CASES)
def test_exchanging_the_sides_exchanges_the_referents_and_nothing_else(language: str, label: str) -> None:
    one, other = ([(m.axis, m.value, m.ref, m.rule) for m in markers.find(f"{side} {label}", language, BOOK)] for side in SWAP[language])
    exchange = {"ru_military": "ua_military", "ua_military": "ru_military"}
    assert [(a, v, exchange.get(str(ref), ref), rule) for a, v, ref, rule in one] == other
    assert len(one) == 1


@given(st.text(max_size=120), st.sampled_from(["uk", "ru", "en"]))
def test_any_text_is_read_without_fault_and_spans_slice_back(text: str, language: str) -> None:
    assert all(text[m.start : m.end] == m.surface for m in markers.find(text, language, BOOK))
