"""How readers of roles are compared, on sentences of our own."""

from benchmarks.role_set import read
from benchmarks.roles import HERE, agreement, by_rules, shared_counts


def test_translations_agree_where_both_tell_the_same():
    document = {
        "uk": ["Двоє людей загинули, повідомив мер.", "Міст відкрили."],
        "ru": ["Два человека погибли, сообщил мэр.", "Мост открыли."],
        "en": ["Two people were killed, the mayor said.", "The bridge was opened."],
    }
    rows = agreement([document])
    assert {(row.kind, row.either, row.alike) for row in rows} == {
        ("casualty", 1, 1),
        ("report", 1, 1),
    }


def test_a_reader_that_finds_nothing_has_no_recall_and_invents_nothing():
    sentences = read(HERE / "en.jsonl")[:20]
    counts = shared_counts(sentences, "en", lambda _text, _language: set())
    assert all(count.found == count.met == 0 for count in counts.values())
    assert counts["speaker"].labelled > 0


def test_the_rules_of_today_name_the_outcome_of_a_figure():
    assert ("outcome", (0,), "killed") in by_rules("12 people were killed.", "en")
