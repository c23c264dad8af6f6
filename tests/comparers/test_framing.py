"""Framing: markers in the original words, differences by stated rules, the same for every side. All
sentences are ours.
"""

import itertools
import shutil
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.framing import development_items, own_pairs
from parallax.comparers.framing import checking, codebook, differences, match
from parallax.comparers.framing.annotations import web_annotations
from parallax.comparers.framing.difference import Difference

BOOK = codebook.load()
FOUND = [
    (
        "uk",
        "Міністерство стверджує, що втрат немає.",
        ("attribution", "стверджує", "distance", None),
    ),
    ("ru", "Якобы потерь нет.", ("attribution", "Якобы", "distance", None)),
    ("en", "The ministry said there were no losses.", ("attribution", "said", "neutral", None)),
    (
        "en",
        "The ministry claimed on 3 April that losses were small.",
        ("attribution", "claimed", "distance", None),
    ),
    ("en", "Kyiv denied it.", ("attribution", "denied", "deny", None)),
    ("uk", "Війна триває.", ("conflict_name", "Війна", "war", None)),
    (
        "ru",
        "Специальная военная операция продолжается.",
        ("conflict_name", "Специальная военная операция", "operation", None),
    ),
    (
        "en",
        "The full-scale invasion began.",
        ("conflict_name", "full-scale invasion", "invasion", None),
    ),
    ("uk", "Російські окупанти відступили.", ("actor_label", "окупанти", "adverse", "ru_military")),
    ("en", "Ukrainian troops advanced.", ("actor_label", "troops", "neutral", "ua_military")),
    ("ru", "Украинские боевики отступили.", ("actor_label", "боевики", "adverse", "ua_military")),
    (
        "uk",
        "Оголосили підсумки «референдуму».",
        ("scare_quotes", "референдуму", "present", "referendum"),
    ),
    (
        "en",
        "The so-called referendum ended.",
        ("scare_quotes", "so-called referendum", "present", "referendum"),
    ),
]
SILENT = [
    ("en", "The group claimed responsibility."),
    ("uk", "Суд визнав винним чиновника."),
    ("en", "It was a trade war."),
    ("uk", "У концертній залі «Крокус Сіті Хол» тихо."),
    ("ru", "Это не признал суд."),
    ("en", "The army of ants moved."),
]


@pytest.mark.parametrize(("language", "text", "expected"), FOUND)
def test_markers(language: str, text: str, expected: tuple[str, str, str, str | None]) -> None:
    found = [
        (m.axis, m.surface, m.value, m.ref)
        for m in match.find(text, language, BOOK)
        if m.value != "absent"
    ]
    assert expected in found


@pytest.mark.parametrize(("language", "text"), SILENT)
def test_traps_stay_silent(language: str, text: str) -> None:
    found = match.find(text, language, BOOK)
    assert [
        m for m in found if m.value != "absent" and not BOOK.axes[m.axis].is_plain(m.value, m.rule)
    ] == []


def test_words_in_direct_speech_belong_to_the_speaker() -> None:
    found = match.find("«Окупанти вдарили по нашому місту вранці», — сказав мер.", "uk", BOOK)
    assert [(m.surface, m.quoted) for m in found if m.axis == "actor_label"] == [("Окупанти", True)]


DIFFER = [
    (
        ("uk", "Росія стверджує, що втрат немає."),
        ("ru", "Минобороны сообщило, что потерь нет."),
        {("attribution", None)},
    ),
    (("uk", "Війна триває."), ("ru", "Спецоперация продолжается."), {("conflict_name", None)}),
    (
        ("uk", "Російські окупанти відступили."),
        ("en", "Russian troops withdrew."),
        {("actor_label", "ru_military")},
    ),
    (
        ("uk", "Захисники міста відступили."),
        ("ru", "Украинские боевики отступили."),
        {("actor_label", "ua_military")},
    ),
    (
        ("uk", "Підсумки «референдуму» відомі."),
        ("ru", "Итоги референдума известны."),
        {("scare_quotes", "referendum")},
    ),
    (("uk", "Війна триває."), ("en", "The invasion goes on."), set()),
    (
        ("uk", "Міністерство заявило про втрати."),
        ("en", "There were losses."),
        {("sourcing", None)},
    ),
    (("uk", "Російські військові відступили."), ("ru", "Российские войска отступили."), set()),
]


def compared(a: tuple[str, str], b: tuple[str, str]) -> list[Difference]:
    return differences.compare(match.find(a[1], a[0], BOOK), match.find(b[1], b[0], BOOK), BOOK)


@pytest.mark.parametrize(("left", "right", "expected"), DIFFER)
def test_differences_carry_their_words_and_swap_with_the_sides(left, right, expected) -> None:
    found = compared(left, right)
    assert {(d.axis, d.ref) for d in found} == expected
    mirrored = {
        (d.axis, d.ref, d.right_value, d.left_value, d.right, d.left) for d in compared(right, left)
    }
    assert mirrored == {
        (d.axis, d.ref, d.left_value, d.right_value, d.left, d.right) for d in found
    }
    for difference in found:
        assert all(left[1][m.start : m.end] == m.surface for m in difference.left)
        assert all(right[1][m.start : m.end] == m.surface for m in difference.right)


SWAP = {
    "uk": ("російські", "українські"),
    "ru": ("российские", "украинские"),
    "en": ("Russian", "Ukrainian"),
}
LABELS = {
    "uk": ["окупанти", "військові", "захисники", "бойовики"],
    "ru": ["боевики", "войска", "солдаты"],
    "en": ["troops", "militants", "forces"],
}
CASES = [(language, label) for language, labels in LABELS.items() for label in labels]


@pytest.mark.parametrize(("language", "label"), CASES)
def test_exchanging_the_sides_exchanges_the_referents_and_nothing_else(
    language: str, label: str
) -> None:
    one, other = (
        [
            (m.axis, m.value, m.ref, m.rule)
            for m in match.find(f"{side} {label}", language, BOOK)
            if m.value != "absent" and not BOOK.axes[m.axis].is_plain(m.value, m.rule)
        ]
        for side in SWAP[language]
    )
    exchange = {"ru_military": "ua_military", "ua_military": "ru_military"}
    assert [(a, v, exchange.get(str(ref), ref), rule) for a, v, ref, rule in one] == other
    assert [axis for axis, *_ in one].count("actor_label") == 1


@given(st.text(max_size=120), st.sampled_from(["uk", "ru", "en"]))
def test_any_text_is_read_without_fault_and_spans_slice_back(text: str, language: str) -> None:
    assert all(text[m.start : m.end] == m.surface for m in match.find(text, language, BOOK))


def test_the_development_items_and_our_own_pairs_are_read() -> None:
    items, pairs = development_items(), own_pairs()
    assert items.f1()[2] >= 0.90
    assert items.silent == items.quiet
    assert pairs.f1()[0] >= 0.95
    assert pairs.f1()[1] >= 0.95
    assert pairs.silent == pairs.quiet


PARTS = {
    "uk": (
        ["Учора", "За даними поліції,", "Нібито", "Ймовірно,"],
        ["військові", "війська", "окупанти", "бойовики", "захисники"],
        [
            "обстріляли село",
            "відступили",
            "убили двох людей",
            "атакували порт",
            "підступно вдарили по місту",
        ],
        ["", ", повідомило міністерство", " на окупованих територіях", " під час війни"],
    ),
    "ru": (
        ["Вчера", "По данным полиции,", "Якобы", "Вероятно,"],
        ["военные", "войска", "боевики", "защитники", "солдаты"],
        [
            "обстреляли село",
            "отступили",
            "убили двух человек",
            "атаковали порт",
            "подло ударили по городу",
        ],
        ["", ", сообщило министерство", " на оккупированных территориях", " во время войны"],
    ),
    "en": (
        ["Yesterday", "According to police,", "Allegedly,", "Probably,"],
        ["troops", "forces", "militants", "soldiers", "invaders"],
        [
            "shelled a village",
            "withdrew",
            "killed two people",
            "attacked the port",
            "brutally struck the town",
        ],
        ["", ", the ministry said", " in occupied territory", " during the war"],
    ),
}
EXCHANGE = {
    "ru_military": "ua_military",
    "ua_military": "ru_military",
    "ru_doer": "ua_doer",
    "ua_doer": "ru_doer",
}


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_every_generated_sentence_reads_the_same_with_its_sides_exchanged(language: str) -> None:
    generated = list(itertools.product(*PARTS[language]))
    assert len(generated) >= 300
    for opening, label, act, end in generated:
        read = []
        for side in SWAP[language]:
            text = f"{opening} {side} {label} {act}{end}."
            found = match.find(text, language, BOOK)
            assert all(text[m.start : m.end] == m.surface for m in found)
            read.append([(m.axis, m.value, m.ref, m.rule) for m in found])
        assert [(a, v, EXCHANGE.get(str(ref), ref), rule) for a, v, ref, rule in read[0]] == read[
            1
        ], (opening, label, act, end)


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_differences_are_the_same_from_either_side(language: str) -> None:
    generated = [
        f"{opening} {SWAP[language][0]} {label} {act}{end}."
        for opening, label, act, end in itertools.product(*PARTS[language])
    ]
    for left, right in itertools.pairwise(generated):
        forth, back = (
            compared((language, left), (language, right)),
            compared((language, right), (language, left)),
        )
        assert {(d.axis, d.ref, d.left_value, d.right_value) for d in forth} == {
            (d.axis, d.ref, d.right_value, d.left_value) for d in back
        }


def test_the_shipped_codebook_has_no_fault_and_a_spoilt_one_does(tmp_path: Path) -> None:
    shipped = Path(str(resources.files("parallax.comparers.framing") / "codebook"))
    assert checking.faults(BOOK, shipped) == []
    shutil.copytree(shipped, tmp_path, dirs_exist_ok=True)
    with (tmp_path / "certainty.toml").open("a") as file:
        file.write(
            '\n[[marker]]\nlanguage = "en"\nvalue = "boosted"\npatterns '
            '= ["probably", "as sure as eggs"]\n'
        )
    found = checking.faults(BOOK, tmp_path)
    assert len(found) == 3
    assert any("also hedged" in fault for fault in found)
    assert any("has no hit" in fault for fault in found)
    removed, added = checking.differences(shipped, tmp_path)
    assert (removed, [entry.pattern for entry in added]) == ([], ["as sure as eggs", "probably"])


def test_annotations_hold_the_words_and_what_is_around_them() -> None:
    text = "Учора російські окупанти підступно вдарили по місту."
    made = web_annotations(match.find(text, "uk", BOOK), text, "urn:test", BOOK.version)
    assert {one["body"][0]["value"] for one in made} >= {
        "actor_label: adverse",
        "intensity: loaded",
        "event_label: attack",
    }
    for one in made:
        position, quote = one["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert f"{quote['prefix']}{quote['exact']}{quote['suffix']}" in text


OWNERS = {
    "ru": "ВСУ ЗСУ ЦАХАЛ ЦАХАЛа РФ ВКС ВС_РФ ВКС_РФ ВДВ армии_РФ ФСБ СБУ ДНР ХАМАС ХАМАСа Хезболлы",
    "uk": "ЗСУ ВКС ЗС_РФ армії_РФ ФСБ СБУ ДНР ХАМАС ХАМАСу Хезболли ЦАХАЛ ЦАХАЛу",
}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(
            ("ru", f"От удара {name} погибли трое.".replace("_", " "))
            for name in OWNERS["ru"].split()
        ),
        *(
            ("uk", f"Від удару {name} загинули троє.".replace("_", " "))
            for name in OWNERS["uk"].split()
        ),
        ("en", "Three people died in a strike by the IDF."),
        ("en", "Three people died in a strike by Hamas."),
        ("en", "Three people died in a strike by Islamic State."),
        ("ru", "От удара Исламского государства погибли трое."),
        ("uk", "Від удару Ісламської держави загинули троє."),
        *(
            ("ru", f"От {city} удара погибли трое.")
            for city in (
                "киевского",
                "московского",
                "минского",
                "тегеранского",
                "вашингтонского",
                "пекинского",
            )
        ),
    ],
)
def test_whoever_strikes_is_visible(language: str, text: str) -> None:
    made = [m.value for m in match.find(text, language, BOOK) if m.axis == "agency"]
    assert made == ["agent"], text


@pytest.mark.parametrize("city", ["Києві", "Москві", "Мінську", "Варшаві", "Тегерані"])
def test_a_place_is_not_who_strikes(city: str) -> None:
    found = match.find(f"У {city} від дрона загинули троє.", "uk", BOOK)
    assert [m.value for m in found if m.axis == "agency"] == ["no_agent"]
