"""A label has the side that its own adjective or genitive tells, and no neighbour's. All sentences
are ours.
"""

import pytest

from parallax.comparers.framing import codebook, differences, match
from parallax.comparers.framing.marker import Marker
from parallax.comparers.framing.referents import of_families
from parallax.languages import actors
from parallax.languages.actors import ADJECTIVE, NOUN

BOOK = codebook.load()
ACTORS = actors.load()

BESIDE = {
    "uk": ["{} протистоять загарбнику.", "Порт тримають {}. Окупанти відступили."],
    "ru": ["{} противостоят захватчику.", "Порт держат {}. Оккупанты отступили."],
    "en": [
        "{} face an invader.",
        "The port is held by {}. Occupiers withdrew.",
        "Near the port of {} terrorists fled.",
    ],
}
"""Sentences in which an actor and a loaded word are neighbours and nothing else."""
TOWARDS = {
    "uk": ["Вороги {} відступили.", "Через зброю {} окупанти відступили."],
    "ru": ["Враги {} отступили.", "Из-за оружия {} оккупанты отступили."],
    "en": ["The enemies of {} withdrew.", "Invaders of {} withdrew."],
}
"""The same with the actor as whom they come upon, in the genitive."""


def labels(text: str, language: str) -> list[Marker]:
    return [m for m in match.find(text, language, BOOK) if m.axis == "actor_label"]


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_no_actor_gets_a_loaded_word_that_stands_beside_it(language: str) -> None:
    checked, wrong = 0, []
    adjectives = {form.text for form in ACTORS.forms(language) if form.word_class == ADJECTIVE}
    for form in ACTORS.forms(language):
        if form.side is None or form.word_class != NOUN or form.text in adjectives:
            continue
        if form.text.startswith("the "):
            continue  # "the Lebanese terrorists" are Lebanese
        plain = [
            Marker("actor_label", 0, 1, "", "neutral", f"{form.side}_{kind}", "")
            for kind in ("military", "government", "leader")
        ]
        for case, templates in (("nominative", BESIDE), ("genitive", TOWARDS)):
            for template in templates[language] if case in form.cases else ():
                text = template.format(form.text)
                found = labels(text[0].upper() + text[1:], language)
                accused = [
                    m
                    for m in found
                    if m.value != "neutral" and str(m.ref).startswith(f"{form.side}_")
                ]
                told = [
                    d
                    for one in plain
                    for d in differences.compare(found, [one], BOOK)
                    if "adverse" in (d.left_value, d.right_value)
                ]
                checked += 1
                if accused or told:
                    wrong.append((text, accused, told))
    assert wrong[:3] == []
    assert checked > 500


OWN = [
    ("uk", "російських окупантів", "ru_military"),
    ("uk", "Українські озброєні бойовики", "ua_military"),
    ("uk", "Українські військові окупантів", None),
    ("uk", "бойовики «Хезболли»", "hezbollah_military"),
    ("ru", "боевики ВСУ", "ua_military"),
    ("ru", "По боевикам ВСУ", None),
    ("ru", "солдаты армии РФ", "ru_military"),
    ("en", "Israel's troops", "il_military"),
    ("en", "Russian armed militants", "ru_military"),
    ("en", "soldiers of the Russian Federation", "ru_military"),
    ("en", "Ukraine pulled the militants from Russia", None),
    ("en", "dictator Alexander Lukashenko", "by_leader"),
]


@pytest.mark.parametrize(("language", "words", "expected"), OWN)
def test_a_label_has_the_side_of_its_own_words(
    language: str, words: str, expected: str | None
) -> None:
    side = [m for m in labels(words, language) if m.value != "neutral" or expected]
    assert [m.ref for m in side][:1] == [expected]


def test_every_adjective_of_a_side_gives_its_side_to_a_label() -> None:
    nouns = {"uk": "{} окупанти", "ru": "{} оккупанты", "en": "{} invaders"}
    plural = {"uk": ("ські", "цькі"), "ru": ("ские", "цкие"), "en": ("",)}
    for language, noun in nouns.items():
        adjectives = [
            form
            for form in ACTORS.forms(language)
            if form.side and form.word_class == ADJECTIVE and form.text.endswith(plural[language])
        ]
        for form in adjectives:
            found = labels(noun.format(form.text), language)
            assert [m.ref for m in found if m.value != "neutral"] == [f"{form.side}_military"]
        assert len(adjectives) > 20


def test_over_whole_texts_all_names_of_a_side_are_one_and_the_army_of_nobody_is_none() -> None:
    loaded = labels("Російські терористи вдарили по місту. Терористи втекли.", "uk")
    plain = labels("Россия ударила по городу. Войска отступили.", "ru")
    [found] = differences.compare(of_families(loaded), of_families(plain), BOOK)
    assert (found.ref, found.left_value, found.right_value) == ("ru", "adverse", "neutral")
    assert len(found.left) == 2, "the same word without its adjective is the same side"
    nobody = of_families(labels("Терористи втекли. Бойовики відступили.", "uk"))
    assert differences.compare(nobody, of_families(plain), BOOK) == []
