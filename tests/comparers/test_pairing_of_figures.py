"""Which figures are compared, how sure a difference is, and what whole texts and times say of it.
All sentences are ours.
"""

from datetime import UTC, datetime, timedelta

import pytest

from parallax.comparers.annotate import Found
from parallax.comparers.number_timelines import Timeline
from parallax.comparers.numbers import Comparison, Quantity, Verdict, compare, extract
from parallax.comparers.numbers.comparison.other_times import times_of
from parallax.comparers.numbers.comparison.tolls import Order, followed, order
from parallax.comparers.numbers.comparison.whole_texts import Carriers, both_held, left_out
from parallax.comparers.story import compare_story
from parallax.core.settings import Settings
from parallax.lake.rows import LinkRow

NOON = datetime(2024, 4, 5, 12, tzinfo=UTC)
DAY = datetime(2024, 4, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
Sentence = tuple[str, str]


def read(sentence: Sentence) -> list[Quantity]:
    return extract(sentence[1], sentence[0])


def conflicts(one: Sentence, other: Sentence, p: float = 1.0) -> list[tuple[str, str]]:
    """Return the confidence of each conflict, and why it is one."""
    found = compare(read(one), read(other), p=p)
    return [(c.confidence.value, c.why) for c in found if c.verdict is Verdict.CONFLICT]


def only(one: Sentence, other: Sentence) -> Comparison:
    (found,) = compare(read(one), read(other))
    return found


TWELVE = ("en", "The flood killed 12 people.")
FIFTEEN = ("uk", "Повінь забрала життя, загинули 15 людей.")
UNSAID = ("ru", "В списке 15 человек.")


def test_a_conflict_is_sure_where_all_is_read_on_a_sure_link() -> None:
    ((confidence, why),) = conflicts(TWELVE, FIFTEEN, 0.95)
    assert confidence == "high"
    assert "both say: people, killed" in why
    assert [c for c, _ in conflicts(TWELVE, FIFTEEN, 0.8)] == ["medium"]
    ((confidence, why),) = conflicts(TWELVE, UNSAID, 0.95)
    assert confidence == "low"
    assert "not read on both sides: what happened" in why
    assert [c for c, _ in conflicts(TWELVE, UNSAID, 0.8)] == ["low"]
    assert conflicts(TWELVE, ("ru", "В списке 90 человек."), 0.8) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TWELVE, ("ru", "Ранены 15 человек.")),
        (TWELVE, ("uk", "Загинули 15 дітей.")),
        (("en", "The storm damaged 12 schools."), ("uk", "Буря пошкодила 15 мостів.")),
        (("ru", "Ранены 45 человек, из них четверо дети."), ("en", "It injured 45 people.")),
    ],
)
def test_figures_of_other_things_are_not_compared(one: Sentence, other: Sentence) -> None:
    assert conflicts(one, other) == []


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (("en", "It killed 14 people, two children among them, and hurt 108 others."), [0, 1, 0]),
        (("ru", "Ранены 28 человек, 12 из них в больницах."), [0, 1]),
        (("uk", "25 поранених, з них десять важких і троє дуже важких."), [0, 1, 1]),
        (("en", "Of the 144 dead, 5 were children and 90 are not named."), [0, 0, 0]),
    ],
)
def test_parts_are_read_before_and_after_their_words(sentence: Sentence, parts: list[int]) -> None:
    found = read(sentence)
    assert [q.part for q in found] == list(map(bool, parts))
    assert not parts[1] or found[1].role == found[0].role


AT_LEAST_30 = ("en", "At least 30 people were killed.")
TOPS_210 = ("ru", "Погибли более 210 человек.")


def test_which_of_two_tolls_came_first_decides() -> None:
    def verdict(one: Sentence, other: Sentence, when: Order, *, one_hour: bool = False) -> str:
        found = followed(only(one, other), when, one_hour=one_hour)
        return f"{found.verdict.value} {found.rule}" if found else "nothing"

    assert verdict(TWELVE, FIFTEEN, Order.FIRST) == "compatible number.update"
    assert verdict(TWELVE, FIFTEEN, Order.SAME) == "conflict number.conflict"
    assert verdict(TWELVE, FIFTEEN, Order.LAST) == "conflict number.conflict"
    assert verdict(TWELVE, FIFTEEN, Order.UNKNOWN) == "compatible number.update"
    assert verdict(AT_LEAST_30, TOPS_210, Order.FIRST) == "compatible number.update"
    assert verdict(AT_LEAST_30, TOPS_210, Order.SAME) == "conflict number.conflict"
    assert verdict(TWELVE, ("ru", "Погибли 900 человек."), Order.FIRST) == "nothing"
    hurt = ("en", "28 people were wounded."), ("ru", "Ранены 34 человека.")
    assert verdict(*hurt, Order.UNKNOWN, one_hour=True) == "conflict number.conflict"


def test_a_day_without_an_hour_orders_days_only() -> None:
    assert order(DAY, NOON, HOUR) is Order.UNKNOWN
    assert order(DAY, NOON + timedelta(days=1), HOUR) is Order.FIRST
    assert order(NOON, NOON + HOUR / 2, HOUR) is Order.SAME
    assert order(NOON + 3 * HOUR, NOON, HOUR) is Order.LAST
    assert order(None, NOON, HOUR) is Order.UNKNOWN


def test_a_text_that_gives_both_figures_is_in_no_conflict() -> None:
    found = only(TWELVE, FIFTEEN)
    assert not both_held(found, read(TWELVE), read(FIFTEEN))
    earlier = read(("uk", "Раніше повідомляли, що загинули 12 людей."))
    assert both_held(found, read(TWELVE), [*read(FIFTEEN), *earlier])


@pytest.mark.parametrize(
    ("figure", "text", "omitted"),
    [
        (("en", "The quake killed 30 people."), ("uk", "Будинки зруйновано."), True),
        (("en", "The quake killed 30 people."), ("ru", "Погибли 25 человек."), False),
        (("ru", "Повреждены 12 школ."), ("en", "Some 11 schools are closed."), False),
        (("uk", "Це за 64,4 км від кордону."), ("ru", "До границы 65 км."), False),
        (("en", "The driver, 29, is not named."), ("uk", "Водія не назвали."), False),
        (("en", "More than half of the voters came."), ("uk", "Явка була 71 %."), True),
        (("uk", "Пошкоджено 12 мостів."), ("en", "The bridges are closed."), True),
    ],
)
def test_a_figure_is_left_out_if_nothing_in_the_text_can_be_it(
    figure: Sentence, text: Sentence, omitted: bool
) -> None:
    (quantity,) = read(figure)
    assert left_out(quantity, read(text)) is omitted


def test_an_omission_says_how_many_texts_give_the_figure() -> None:
    (silent,) = compare(read(TWELVE), [])
    editions = {"a": read(TWELVE), "b": read(("ru", "Погибли 12 человек.")), "c": read(UNSAID)}
    assert Carriers(editions).told(silent).why == "12: left out; 2 of 3 texts of the story give it"


def test_a_recalled_event_is_of_another_time() -> None:
    published = NOON.date()
    assert times_of(read(("en", "In 2014 the mine took 46 lives.")), published) == {"2014"}
    assert times_of(read(("uk", "5 квітня 2024 року загинули 3 людей.")), published) == set()

    now, then = (
        ("en", "The mine took the lives of 3 people."),
        "In 2014 46 people died in the mine.",
    )
    found = Found({("a", 0): read(now), ("b", 0): read(("en", then))})
    link: LinkRow = {
        "link_id": "l",
        "story_id": "s",
        "kind": "pair",
        "score": 0.5,
        "p": 0.95,
        "members": [{"revision_id": n, "edition": n, "sentences": [0]} for n in ("a", "b")],
        "made_of": "",
        "day": "2024-04-05",
    }
    revisions = [
        {"revision_id": n, "article_id": n, "edition": n, "published": NOON, "modified": None}
        for n in ("a", "b")
    ]
    timeline = Timeline(revisions, found.quantities, Settings())
    made = compare_story([link], [], ["a", "b"], found, timeline, Settings(), None)
    assert not any(row["verdict"] == "conflict" for row in made.numbers)
