"""Framing beyond one sentence: whose words they are, house style, origins, whole texts. All
sentences are ours.
"""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parallax.comparers.framing import codebook, differences, match, quotes, source_attribution
from parallax.comparers.framing.description import page
from parallax.comparers.framing.house_style import HOUSE, THIS_STORY, HouseStyle
from parallax.languages.phrases import PatternSet, words

BOOK = codebook.load()


def found(
    language: str, text: str, *, inside: str = ""
) -> list[tuple[str, str | None, str | None]]:
    return [
        (m.surface, m.speech, m.speaker)
        for m in match.find(text, language, BOOK, inside=inside)
        if m.axis == "actor_label"
    ]


SPOKEN = [
    (
        "uk",
        "Міністр Петро Сірко заявив, що окупанти відступили.",
        ("окупанти", "indirect", "Міністр Петро Сірко"),
    ),
    (
        "en",
        "Militants left the town, mayor John Hill said.",
        ("Militants", "indirect", "mayor John Hill"),
    ),
    ("ru", "По словам губернатора, боевики отступили.", ("боевики", "indirect", "губернатора")),
    (
        "uk",
        "— Ми вистояли проти окупантів, — сказав мер Іван Франко.",
        ("окупантів", "direct", "мер Іван Франко"),
    ),
    ("ru", "«Боевики ушли из города ночью», — сказал мэр.", ("Боевики", "direct", "мэр")),
    ("en", "Militants left the town.", ("Militants", None, None)),
]


@pytest.mark.parametrize(("language", "text", "expected"), SPOKEN)
def test_a_marker_knows_whose_words_it_is_in(
    language: str, text: str, expected: tuple[str, str | None, str | None]
) -> None:
    assert expected in found(language, text)


def test_speech_runs_over_sentences_until_its_closing_mark() -> None:
    sentences = [
        "Мер сказав: «Окупанти прийшли вранці.",
        "Окупанти стріляли.",
        "Окупанти пішли». Окупанти лишили міни.",
    ]
    inside, spoken = "", []
    for sentence in sentences:
        spoken.append([speech for _, speech, _ in found("uk", sentence, inside=inside)])
        inside = quotes.open_after(sentence, inside=inside)
    assert spoken == [["direct"], ["direct"], ["direct", None]]
    assert not inside


def test_who_is_quoted_inside_a_speech_is_no_source_of_the_outlet() -> None:
    text = "По словам губернатора, боевики отступили."
    assert [(m.surface, m.value) for m in match.find(text, "ru", BOOK) if m.axis == "sourcing"] == [
        ("губернатора", "official")
    ]


@given(
    st.lists(
        st.sampled_from(["«", "»", "“", "”", "„", "слово", "Мер.", "—", '"', "'", " "]), max_size=12
    ),
    st.text(alphabet="«“„\"'", max_size=3),
)
def test_quoted_stretches_lie_in_the_text_in_order(parts: list[str], inside: str) -> None:
    text = "".join(parts)
    stretches = quotes.find(text, inside=inside)
    ends = [at for q in stretches for at in (q.start, q.end)]
    assert ends == sorted(ends)
    assert all(0 <= at <= len(text) for at in ends)


PATTERNS = [
    ("окупован* {land}", "на окупованій землі", True),
    ("окупован* {land}", "на окупованій лаві", False),
    ("звільнил* .. <Name>", "звільнили вчора вранці Херсон", True),
    ("звільнил* .. <Name>", "звільнили двох людей у Херсоні", False),
    ("взяти ?на ?себе відповідальність", "взяти відповідальність", True),
    ("взяти ?на ?себе відповідальність", "взяти на себе відповідальність", True),
    ("*-агресор/*-агресорка", "країна-агресорка", True),
    ("=убито", "убитий", False),
]


@pytest.mark.parametrize(("pattern", "text", "fits"), PATTERNS)
def test_patterns_have_classes_gaps_names_choices_and_words_that_may_be_missing(
    pattern: str, text: str, fits: bool
) -> None:
    patterns = PatternSet("uk", [(pattern, "found")], [], {"land": "земл* міст*"})
    assert bool(patterns.find(words(text, "uk"))) is fits
    assert patterns.find(words(patterns.example(pattern), "uk"))


def test_a_class_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="land"):
        PatternSet("uk", [("окупован* {land}", "found")], [])


def test_a_trap_as_long_as_a_marker_silences_it() -> None:
    assert PatternSet("en", [("strike*", "attack")], ["strike"]).find(words("A strike", "en")) == []


MENTIONS = [
    ("visnyk-uk", story, "conflict_name", None, "war")
    for story in ("a", "b", "c")
    for _ in range(2)
]


def test_a_habit_is_learned_from_other_stories_and_distinguished_from_a_choice() -> None:
    style = HouseStyle(
        Counter([*MENTIONS, *[("visnyk-uk", "d", "conflict_name", None, "conflict")] * 2]).items()
    )
    assert style.style_of("visnyk-uk", "conflict_name", None, "conflict", "d") == THIS_STORY
    assert style.style_of("visnyk-uk", "conflict_name", None, "war", "a") is None, (
        "four of six are no habit"
    )
    assert (
        HouseStyle(Counter(MENTIONS).items()).style_of(
            "visnyk-uk", "conflict_name", None, "war", "d"
        )
        == HOUSE
    )
    assert style.style_of("kurier-ru", "conflict_name", None, "war", "a") is None
    (conflict, war) = style.shares()
    assert (war.value, war.mentions, war.of, war.stories) == ("war", 6, 8, 3)
    assert conflict.interval[0] < 2 / 8 < conflict.interval[1]


def test_editions_that_quote_one_source_have_one_origin() -> None:
    said = {
        "visnyk-uk": ("uk", "Мер Петро Сірко повідомив про двох поранених."),
        "kurier-ru": ("ru", "Двое ранены, сообщил мэр Пётр Сирко."),
        "wire-en": ("en", "Two were wounded, the mayor said."),
        "harbour-en": ("en", "Residents said two were wounded."),
    }
    quoted = [
        (edition, m, f"{edition} {m.start}")
        for edition, (lang, text) in said.items()
        for m in match.find(text, lang, BOOK)
    ]
    official, witness = source_attribution.independent(quoted)
    assert (official.kind, official.editions) == ("official", ("kurier-ru", "visnyk-uk", "wire-en"))
    assert (witness.kind, witness.editions) == ("witness", ("harbour-en",))


def test_a_modal_verb_differs_neither_from_a_hedge_nor_from_a_plain_statement() -> None:
    texts = [
        ("en", "The plant may close."),
        ("uk", "Завод може закритися."),
        ("uk", "Завод закриють."),
    ]
    read = [match.find(text, language, BOOK) for language, text in texts]
    axes = [
        {d.axis for d in differences.compare(read[a], read[b], BOOK)}
        for a, b in ((0, 1), (1, 2), (0, 2))
    ]
    assert axes == [set(), set(), {"certainty"}]


def test_the_page_of_markers_is_what_the_codebook_says() -> None:
    assert (Path(__file__).parents[2] / "docs" / "markers.md").read_text("utf-8") == page() + "\n"


QUOTES = [
    ("Це «так званий “референдум”», — сказав він.", [("так званий “референдум”", True)]),
    ('He called it "shameful," and left.', [("shameful", False)]),
    ('"Never," he said.', [("Never,", True)]),
    ("The 'sham' vote and the workers' rules.", [("sham", False)]),
    ("Он сказал: „Да“ и ушёл «туда", [("Да", False), ("туда", True)]),
]


@pytest.mark.parametrize(("text", "expected"), QUOTES)
def test_one_scanner_reads_all_marks_nested_and_unclosed(
    text: str, expected: list[tuple[str, bool]]
) -> None:
    assert [(text[q.start : q.end], q.is_speech) for q in quotes.find(text)] == expected
