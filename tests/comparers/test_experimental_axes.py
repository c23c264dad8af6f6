"""The experimental axes, on sentences and stories of our own wording."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from parallax import wording
from parallax.comparers.framing import codebook, match, whole_texts
from parallax.comparers.framing.difference import Difference
from parallax.comparers.framing.marker import Marker
from parallax.comparers.framing.verdicts import Sentence, verdict
from parallax.languages.detect import LANGUAGES

BOOK = codebook.load()
TRIAL = [name for name, axis in BOOK.axes.items() if axis.experimental]


def markers(text: str, language: str, axis: str) -> list[Marker]:
    return [m for m in match.find(text, language, BOOK) if m.axis == axis]


def named(text: str, language: str) -> list[tuple[str, str | None]]:
    return [(m.value, m.ref) for m in markers(text, language, "blame") if m.value != "about_this"]


def article(language: str, *sentences: str) -> list[Sentence]:
    """Return a text whose first sentence is its headline, one sentence after the other."""
    found, start = [], 0
    for place, text in enumerate(sentences):
        position = "headline" if place == 0 else "lead" if place == 1 else "body"
        own = match.find(text, language, BOOK, position)
        moved = [replace(m, start=m.start + start, end=m.end + start) for m in own]
        found.append(Sentence(start, text, language, moved))
        start += len(text) + 1
    return found


def compared(axis: str, **texts: list[Sentence]) -> list[tuple[str, str, Difference]]:
    return [found for found in whole_texts.compare(texts, BOOK) if found[2].axis == axis]


@pytest.mark.parametrize(
    ("language", "text", "value", "side"),
    [
        ("uk", "Російські війська вночі вдарили по складу.", "asserts", "ru"),
        ("uk", "Склад згорів від удару ЗСУ.", "asserts", "ua"),
        ("uk", "Армія рф завдала по порту двох ракетних ударів.", "asserts", "ru"),
        ("uk", "Склад обстріляли росіяни.", "asserts", "ru"),
        ("uk", "За словами мера, українські дрони атакували склад.", "reports", "ua"),
        ("uk", "Міністр звинуватив Україну в обстрілі складу.", "reports", "ua"),
        ("ru", "Украинские военные ночью нанесли удар по складу.", "asserts", "ua"),
        ("ru", "Склад сгорел при обстреле со стороны ВС РФ.", "asserts", "ru"),
        ("ru", "Мэр сообщил, что российская ракета попала в склад.", "reports", "ru"),
        ("ru", "Склад обстреляли киевские боевики.", "asserts", "ua"),
        ("en", "Ukraine struck the depot overnight.", "asserts", "ua"),
        ("en", "The depot was hit by Russian forces.", "asserts", "ru"),
        ("en", "A Russian missile attack burned the depot, the mayor said.", "reports", "ru"),
        ("en", "Officials blamed the strike on Israel.", "reports", "il"),
        ("en", "Iran did not attack the depot.", "denies", "ir"),
    ],
)
def test_the_doer_of_harm_is_named_with_the_voice_that_names_it(
    language: str, text: str, value: str, side: str
) -> None:
    assert named(text, language) == [(value, f"{side}_doer")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Обстріл України тривав годину."),
        ("uk", "У центрі російського міста пролунали вибухи."),
        ("ru", "Удары по Киеву продолжались."),
        ("ru", "Порт разрушен, сообщил мэр."),
        ("en", "Explosions shook the Russian city."),
        ("en", "Kyiv was hit by missiles overnight."),
        ("en", "Ukraine was attacked at dawn."),
    ],
)
def test_the_side_that_is_hit_is_not_taken_for_the_doer(language: str, text: str) -> None:
    assert named(text, language) == [("unnamed", None)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Росія погрожує обстріляти порт."),
        ("ru", "Россия готова атаковать порт."),
        ("en", "Russia may attack the port."),
        ("en", "Two Russian drones were shot down over the port."),
        ("ru", "Сбиты два украинских беспилотника."),
    ],
)
def test_plans_and_what_was_shot_down_accuse_nobody(language: str, text: str) -> None:
    assert all(ref is None for _, ref in named(text, language))


STORY = {
    "a": ("uk", "Російські війська вдарили по ринку", "Удар по ринку стався вранці."),
    "b": ("ru", "Украинские военные ударили по рынку", "Удар по рынку пришелся на утро."),
    "c": ("en", "Russia strikes a market", "The strike hit the market in the morning."),
    "d": ("en", "Five people killed at a market", "A missile struck the market in the morning."),
}


def test_a_and_c_name_one_side_b_names_the_other_d_nobody() -> None:
    texts = {name: article(language, *lines) for name, (language, *lines) in STORY.items()}
    said = {}
    for left, right, found in compared("blame", **texts):
        said |= {left: found.left_value, right: found.right_value}
        for text, side in ((texts[left], found.left), (texts[right], found.right)):
            whole = " ".join(sentence.text for sentence in text)
            assert side
            assert all(whole[m.start : m.end] == m.surface for m in side)
        assert found.experimental
        assert found.confidence == "low"
    assert said == {"a": "ru asserts", "b": "ua asserts", "c": "ru asserts", "d": "not found"}


def test_what_the_enemy_did_is_done_by_the_side_that_the_text_names() -> None:
    text = article("uk", "Ворог ударив по ринку", "Російські війська вдарили ракетами.")
    assert verdict(text).sides == (("ru", "asserts"),)


def test_words_that_a_next_sentence_gives_to_somebody_are_a_report() -> None:
    text = article("ru", "Взрыв на рынке", "ВСУ обстреляли рынок.", "Об этом сообщил глава района.")
    assert verdict(text).sides == (("ua", "reports"),)


def test_in_whose_voice_one_side_is_named_tells_something_only_where_it_is_disputed() -> None:
    fact = article("en", "Ukraine shells a market", "The market burned down.")
    told = article("ru", "Рынок обстрелян", "Мэр сообщил, что ВСУ обстреляли рынок.")
    rival = article("uk", "Російські війська вдарили по ринку", "Ринок згорів.")
    assert compared("blame", a=fact, b=told) == []
    rules = {found.rule for *_, found in compared("blame", a=fact, b=told, c=rival)}
    assert rules == {"blame.other_voice", "blame.other_side"}


def test_swapping_two_texts_swaps_the_sides_of_what_is_found() -> None:
    one = article("en", "Ukraine shells a market", "Russia denied that it shelled the market.")
    other = article("uk", "Російські війська вдарили по ринку", "Ринок згорів.")
    [(_, _, straight)] = compared("blame", a=one, b=other)
    [(_, _, turned)] = compared("blame", a=other, b=one)
    assert turned == straight.swapped()


@pytest.mark.parametrize(
    ("language", "answer", "value"),
    [
        ("en", "Russia denied targeting the market.", "reply"),
        ("en", "The Russian ministry did not respond to a request for comment.", "asked"),
        ("uk", "Росія заперечує удар по ринку.", "reply"),
        ("ru", "Россия отрицает удар по рынку.", "reply"),
    ],
)
def test_only_one_text_gives_the_answer_of_the_accused(
    language: str, answer: str, value: str
) -> None:
    heads = {
        "en": "Russian missile hits a market",
        "uk": "Російська ракета влучила в ринок",
        "ru": "Российская ракета попала в рынок",
    }
    heard = article(language, heads[language], answer)
    silent = article("uk", heads["uk"], "Ринок згорів.")
    [(_, _, found)] = compared("answer", a=heard, b=silent)
    assert (found.left_value, found.right_value, found.ref) == (value, "not found", "ru_answer")
    assert compared("answer", a=heard, b=heard) == []


def framing(*segments: tuple[str, str, str]) -> list[tuple[str, tuple[str, str]]]:
    given = [
        {"seg": name, "lang": language, "text": text, "position": position}
        for name, (language, position, text) in zip("abc", segments, strict=False)
    ]
    return [(d.axis, d.values) for d in wording.framing(given).experimental]


def test_a_part_of_a_quotation_that_one_text_leaves_out() -> None:
    whole = ("en", "body", "“We will sign the treaty, but only if the port opens,” the envoy said.")
    part = ("ru", "body", "«Мы подпишем договор», — сказал посол.")
    assert framing(whole, part) == [("quote_fidelity", ("longer", "shorter"))]
    assert framing(part, whole) == [("quote_fidelity", ("shorter", "longer"))]
    same = ("uk", "body", "«Ми підпишемо договір, але лише якщо відкриють порт», — сказав посол.")
    assert framing(whole, same) == []


def test_quotations_of_one_language_are_aligned_by_their_words() -> None:
    first = article("en", "Envoy speaks", "“This is a serious threat to the whole port,” he said.")
    second = article("en", "Port talks", "“This is a massive threat to the whole port,” he said.")
    [(_, _, found)] = compared("quote_fidelity", a=first, b=second)
    assert found.rule == "quote_fidelity.reworded"
    assert found.left[0].surface.startswith("This is a serious threat")


def test_quotations_of_two_languages_are_aligned_by_their_vectors() -> None:
    first = article(
        "en", "Envoy speaks", "“The port opens tomorrow, but never before the treaty,” he said."
    )
    second = article("uk", "Посол сказав", "«Порт відкриється завтра», — сказав він.")

    def alike(texts: Sequence[str]) -> np.ndarray:
        return np.ones((len(texts), 1), dtype=np.float32)

    def unlike(texts: Sequence[str]) -> np.ndarray:
        return np.eye(len(texts), dtype=np.float32)

    texts = {"a": first, "b": second}
    found = [d.rule for *_, d in whole_texts.compare(texts, BOOK, alike)]
    assert found == ["quote_fidelity.cut"]
    assert list(whole_texts.compare(texts, BOOK, unlike)) == []


def test_a_cause_beside_a_sequence_and_an_act_beside_an_accident() -> None:
    because = ("en", "body", "The town lost power because of a strike.")
    after = ("uk", "body", "Місто залишилося без світла після удару.")
    accident = ("ru", "body", "Город остался без света из-за аварии.")
    assert framing(because, after) == [("causation", ("cause", "sequence"))]
    assert framing(because, accident) == [("causation", ("hostile", "accident"))]
    assert framing(because, ("ru", "body", "Город остался без света из-за удара.")) == []


def test_the_status_of_one_place_and_of_a_body() -> None:
    occupied = ("uk", "body", "Колона їхала в окуповану частину області.")
    liberated = ("ru", "body", "Колонна ехала в освобожденную часть области.")
    assert ("status", ("occupied", "own")) in framing(occupied, liberated)
    assert framing(occupied, ("en", "body", "The convoy went to the occupied part.")) == []
    so_called = ("en", "body", "He met leaders of the so-called republic.")
    granted = ("ru", "body", "Он встретился с главой республики.")
    assert framing(so_called, granted) == [("status", ("denied", "granted"))]


def test_land_that_one_text_calls_occupied_and_the_other_liberated_need_not_be_named() -> None:
    occupied = article("uk", "Колона стояла", "Люди їхали на окуповану територію.")
    liberated = article("ru", "Колонна стояла", "Люди ехали в освобожденный район Степное.")
    [(_, _, found)] = compared("status", a=occupied, b=liberated)
    assert (found.left_value, found.right_value, found.ref) == ("occupied", "own", None)
    both = [*occupied, *article("uk", "Визволений район Степове чекає.")]
    assert compared("status", a=both, b=liberated) == []


def test_what_one_group_of_people_is_called() -> None:
    rioters = ("en", "body", "Police detained forty rioters.")
    protesters = ("uk", "body", "Поліція затримала сорок протестувальників.")
    assert framing(rioters, protesters) == [("naming_people", ("adverse", "neutral"))]
    separatists = ("ru", "body", "На площадь вышли сепаратисты.")
    supporters = ("en", "body", "Supporters of independence came to the square.")
    assert framing(separatists, supporters) == [("naming_people", ("adverse", "favourable"))]
    assert framing(protesters, ("en", "body", "Police detained forty protesters.")) == []


def test_a_headline_as_fact_and_its_text_with_doubt() -> None:
    headline = ("en", "headline", "Sabotage stops the factory")
    doubt = ("en", "body", "Sabotage at the factory is one of several versions, managers said.")
    assert framing(headline, doubt) == [("headline_body", ("as fact", "hedged"))]
    asked = ("en", "headline", "Did sabotage stop the factory?")
    assert framing(asked, doubt) == []
    assert framing(headline, ("en", "body", "Sabotage stopped the factory on Monday.")) == []


def test_a_headline_that_makes_an_accusation_which_the_text_only_reports() -> None:
    text = article(
        "ru", "ВСУ обстреляли рынок", "Мэр заявил, что украинские военные обстреляли рынок."
    )
    rival = article("uk", "Російські війська вдарили по ринку", "Ринок згорів.")
    [(left, right, found)] = compared("headline_body", a=text, b=rival)
    assert (left, right) == ("a", "a")
    assert (found.left_value, found.right_value) == ("as fact", "reported")
    assert compared("headline_body", a=text) == []


def test_experimental_differences_stay_out_of_the_measured_ones() -> None:
    found = wording.compare_framing(
        "Police detained forty rioters.", "Police detained forty protesters."
    )
    assert [d.axis for d in found.differences if d.axis in TRIAL] == []
    assert [d.axis for d in found.experimental] == ["naming_people"]
    assert not set(found.axes) & set(TRIAL)


def test_every_sense_has_members_in_every_language() -> None:
    for data in codebook.axis_files(codebook.shipped()):
        for sense in data.get("sense", []):
            assert all(sense[language] for language in LANGUAGES), (data["axis"], sense["ref"])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "З території Республіки Білорусь було запущено чотири ракети."),
        ("ru", "С территории Республики Беларусь были запущены четыре ракеты."),
        ("uk", "По селу вдарили ракетами з боку держави Україна."),
    ],
)
def test_a_land_whose_name_stands_after_its_kind_is_a_place_and_no_doer(
    language: str, text: str
) -> None:
    assert not [m for m in match.find(text, language, BOOK) if m.ref and m.ref.endswith("_doer")]
