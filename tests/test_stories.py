"""Articles into stories: likeness, siblings and time."""

from datetime import UTC, datetime, timedelta

from aligners.encoder import SentenceEncoder
from aligners.stories import Candidate, link_stories

ENCODER = SentenceEncoder()


def candidate(name: str, title: str, hour: int, siblings: tuple[str, ...] = ()) -> Candidate:
    when = datetime(2024, 4, 3, tzinfo=UTC) + timedelta(hours=hour)
    return Candidate(name, f"https://x.example/{name}", name, when, title, (), siblings)


STORM = "Storm leaves 380 settlements without power in three regions"
CANDIDATES = [
    candidate("a", STORM, 0), candidate("b", "Через негоду без світла залишилися 380 населених пунктів у трьох областях", 3),
    candidate("c", "Parliament passes the budget for next year", 4), candidate("d", "Something else entirely", 5, ("https://x.example/c",)),
    candidate("e", STORM, 100),
]


def groups(candidates: list[Candidate]) -> set[frozenset[str]]:
    members = link_stories(candidates, ENCODER, 0.42, 36)
    return {frozenset(m.article_id for m in members if m.group == g) for g in {m.group for m in members}}


def test_likeness_siblings_and_time_make_stories_whatever_the_order() -> None:
    expected = {frozenset("ab"), frozenset("cd"), frozenset("e")}
    assert groups(CANDIDATES) == expected
    assert groups(CANDIDATES[::-1]) == expected
    evidence = {m.article_id: m.evidence for m in link_stories(CANDIDATES, ENCODER, 0.42, 36)}
    assert evidence == {"a": "first", "b": "similar", "c": "first", "d": "sibling", "e": "first"}
