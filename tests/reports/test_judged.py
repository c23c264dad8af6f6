"""Findings that people judged: folded and counted, never removed; a verdict is of content and
outlives a new alignment. Nobody's name or remark breaks a page.
"""

import csv
import io
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from lxml import html
from typer.testing import CliRunner

from parallax.cli.app import app
from parallax.core.settings import Settings
from parallax.judging.finding import Finding, Kind
from parallax.judging.finding_reader import FindingReader
from parallax.judging.judgements import Judgements
from parallax.lake.judgements import Cause, Verdict
from parallax.lake.lake import Lake
from parallax.lake.schema import BEADS, JUDGEMENTS, LINKS, NUMBER_DIFFERENCES, STORIES
from parallax.pipeline import run_stages
from parallax.reports import evidence, render, stage
from parallax.reports.judged import Judged, Said, folded_words
from parallax.reports.story_reader import StoryReader
from parallax.reports.summary import Difference, Summary
from parallax.reports.views import StoryView

DAY = "2024-04-03"
WHEN = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


@pytest.fixture
def lake(sample_lake: Lake, tmp_path: Path) -> Lake:
    """The sample world, which nobody has judged: there is no folder of judgements."""
    lake = Lake(tmp_path / "lake")
    shutil.copytree(sample_lake.root / "tables", lake.root / "tables")
    assert not lake.folder(JUDGEMENTS).exists()
    return lake


def findings(lake: Lake, kind: Kind, day: str = DAY) -> list[Finding]:
    return [one for one in FindingReader(lake, [day], "en").findings() if one.kind is kind]


def judge(
    lake: Lake,
    finding: Finding,
    verdict: Verdict = Verdict.FALSE,
    cause: Cause | None = None,
    note: str = "",
    who: str = "ann",
) -> None:
    Judgements(lake, who).add(finding, verdict, cause, note)


def view_of(lake: Lake, day: str = DAY) -> StoryView:
    return StoryReader(lake, [day], "en").stories()[0]


def page(view: StoryView) -> html.HtmlElement:
    return html.document_fromstring(render.story_page(view))


def text(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content())


def folds(view: StoryView) -> list[str]:
    """The texts of the closed folds of a page, at most one a group."""
    found = page(view).xpath("//details[contains(@class, 'folded')]")
    assert not [one for one in found if one.get("open") is not None]
    return [text(one) for one in found]


def build(lake: Lake, days: Sequence[str] | None = None) -> tuple[stage.ReportResult, list[str]]:
    """Build the pages; return what was done, and the differences that were news."""
    news: list[Difference] = []
    settings = Settings(lake=lake.root, report={"site_url": "https://parallax.example/"})
    result = stage.run(lake, settings, days, news=lambda _, found: news.extend(found))
    return result, [one.title for one in news]


def said(*verdicts: str) -> Judged:
    return Judged(
        tuple(Said(f"p{n}", verdict, None, None, WHEN) for n, verdict in enumerate(verdicts))
    )


@pytest.mark.parametrize(
    ("verdicts", "is_folded", "is_false", "words"),
    [
        ((), False, False, ""),
        (("true",), False, False, "true (1)"),
        (("near",), False, False, "near (1)"),
        (("false",), True, True, "false (1)"),
        (("false", "false"), True, True, "false (2)"),
        (("not interesting",), True, False, "not interesting (1)"),
        (("false", "not interesting"), True, False, "false (1), not interesting (1)"),
        (("false", "true"), False, False, "false (1), true (1)"),
        (("not interesting", "near"), False, False, "near (1), not interesting (1)"),
        (("a verdict of a later version",), False, False, "a verdict of a later version (1)"),
    ],
)
def test_only_what_nobody_holds_to_be_worth_reading_is_folded(
    verdicts: tuple[str, ...], is_folded: bool, is_false: bool, words: str
) -> None:
    judged = said(*verdicts)
    assert (judged.folded, judged.false, judged.words) == (is_folded, is_false, words)


def test_the_number_of_folded_findings_is_said_in_words(lake: Lake) -> None:
    first, second, third, *rest = view_of(lake).framing
    assert folded_words([first, *rest]) == ""
    false = [replace(one, judged=said("false")) for one in (first, second)]
    dull = replace(third, judged=said("not interesting"))
    assert folded_words([*rest, *false], more=True) == "2 more judged false"
    assert folded_words([*rest, *false, dull]) == "2 false, 1 not interesting"
    assert folded_words([dull], more=True) == "1 more judged not interesting"


def test_a_lake_that_nobody_judged_has_no_folds(lake: Lake) -> None:
    view = view_of(lake)
    assert folds(view) == []
    assert not page(view).xpath("//p[@class='judged']")
    assert "more judged" not in text(page(view).xpath("//ul[@class='glance']")[0])
    assert set(evidence.frame(view)["judged"]) == {""}


def test_what_is_judged_false_is_folded_whole_and_counted(lake: Lake) -> None:
    before = view_of(lake)
    (conflict,) = findings(lake, Kind.CONFLICT)
    wording = findings(lake, Kind.WORDING)[0]
    judge(lake, conflict, cause=Cause.EQUIVALENT, note="one is rounded")
    judge(lake, wording, Verdict.NOT_INTERESTING)
    judge(lake, findings(lake, Kind.OMITTED)[0])
    view = view_of(lake)
    numbers, words, silence = folds(view)
    assert "Judged by people: 1 false Conflict" in numbers
    assert re.search(
        r"Judged false by ann \(20\d\d-\d\d-\d\d \d\d:\d\d UTC\): equivalent, “one is rounded”",
        numbers,
    )
    for edition, said_by in (*before.conflicts[0].left.words, *before.conflicts[0].right.words):
        assert f"{edition.edition}: “{said_by}”" in numbers
    assert "Judged by people: 1 not interesting" in words
    assert "left out by" in silence
    assert view.conflicts == []
    assert len(view.numbers) == len(before.numbers)
    glance = text(page(view).xpath("//ul[@class='glance']")[0])
    assert "0 figures in conflict, 1 more judged false" in glance
    assert (
        f"{len(before.framing) - 1} passages worded differently, 1 more judged not interesting"
        in glance
    )
    assert f"{len(before.omitted) - 1} figures left out, 1 more judged false" in glance
    assert len(page(view).xpath("//article")) == len(page(before).xpath("//article"))
    assert [len(link.cells) for link in view.links] == [len(link.cells) for link in before.links]


def test_what_is_judged_true_or_near_stays_with_a_line_that_says_so(lake: Lake) -> None:
    first, second = findings(lake, Kind.WORDING)[:2]
    judge(lake, first, Verdict.TRUE)
    judge(lake, second, Verdict.NEAR, Cause.EQUIVALENT)
    view = view_of(lake)
    assert folds(view) == []
    assert len(view.worded) == len(view.framing)
    shown = text(page(view))
    assert "Judged true by ann (" in shown
    assert "Judged near by ann (" in shown


def test_where_two_disagree_the_finding_stays_and_says_so(lake: Lake) -> None:
    (conflict,) = findings(lake, Kind.CONFLICT)
    judge(lake, conflict)
    judge(lake, conflict, Verdict.TRUE, who="bohdan")
    view = view_of(lake)
    assert folds(view) == []
    assert [one.differences for one in view.conflicts] == [conflict.differences]
    (card,) = page(view).xpath("//article[@class='card conflict'][.//p[@class='judged']]")
    assert re.search(
        r"People disagree\. Judged false by ann \(.*\); judged true by bohdan \(", text(card)
    )
    judge(lake, conflict, Verdict.FALSE, who="bohdan")
    assert len(folds(view_of(lake))) == 1
    Judgements(lake, "ann").withdraw(conflict)
    Judgements(lake, "bohdan").withdraw(conflict)
    assert folds(view_of(lake)) == []


def test_an_axis_whose_findings_are_all_folded_is_not_said_to_be_without_one(lake: Lake) -> None:
    view = view_of(lake)
    axis = view.framing[0].axis
    for one in findings(lake, Kind.WORDING):
        if one.subject == axis:
            judge(lake, one)
    shown = page(view_of(lake))
    quiet = text(shown).split("No difference found in: ")[1].split(".")[0]
    assert axis.replace("_", " ") not in quiet
    assert not shown.xpath(f"//a[@data-set-axis='{axis}']")
    assert shown.xpath(f"//option[@value='{axis}']")
    (group,) = shown.xpath(f"//div[@class='group'][.//article[@data-axes='{axis}']]")
    count = sum(one.axis == axis for one in view.framing)
    assert f"Judged by people: {count} false" in text(group)


def test_the_summary_the_index_and_the_feeds_count_what_is_left(lake: Lake) -> None:
    result, news = build(lake)
    before = next(one for one in result.stories if one.day == DAY)
    (conflict,) = findings(lake, Kind.CONFLICT)
    judge(lake, conflict)
    again, fresh = build(lake)
    after = next(one for one in again.stories if one.day == DAY)
    assert (before.conflicts, before.folded_conflicts) == (1, 0)
    assert (after.conflicts, after.sure_conflicts, after.folded_conflicts) == (0, 0, 1)
    assert after.framing == before.framing
    assert again.counts["folded: judged false or not interesting"] == 1
    assert Summary.from_json(after.to_json()) == after
    index = html.document_fromstring((lake.root / "reports" / "index.html").read_bytes())
    (row,) = index.xpath(f"//tr[.//a[contains(@href, '{after.story_id}')]]")
    assert text(row.xpath("td[3]")[0]) == "0"
    assert "by people, and not counted: conflicts 1" in text(row)
    assert "number" not in row.get("data-axes").split()
    title = next(one.title for one in before.differences if one.kind == "figures in conflict")
    assert title in news
    assert fresh == []
    for feed in ("feed.json", "feed.atom"):
        assert title not in (lake.root / "reports" / feed).read_text("utf-8")
    judge(lake, conflict, Verdict.TRUE)
    assert build(lake)[1] == [], "it was news once"
    assert title in (lake.root / "reports" / "feed.json").read_text("utf-8")


def test_what_was_judged_false_before_it_was_shown_is_no_news(lake: Lake) -> None:
    (conflict,) = findings(lake, Kind.CONFLICT)
    judge(lake, conflict)
    _, news = build(lake)
    assert news
    assert not [title for title in news if "1,500" in title]


def test_judging_a_finding_of_one_story_rebuilds_its_page_only(lake: Lake) -> None:
    build(lake)
    stories = lake.root / "reports" / "stories"
    before = {file.name: file.read_bytes() for file in stories.glob("*.html")}
    judge(lake, findings(lake, Kind.WORDING)[0], note="first")
    for note in ("second", "third"):
        assert build(lake)[0].counts["pages written"] == 1
        assert build(lake)[0].counts["pages written"] == 0
        judge(lake, findings(lake, Kind.WORDING)[0], note=note)
    build(lake)
    after = {file.name: file.read_bytes() for file in stories.glob("*.html")}
    assert [name[:10] for name in after if after[name] != before[name]] == [DAY]


def test_the_data_files_keep_every_span_and_say_what_was_judged(lake: Lake) -> None:
    before = evidence.frame(view_of(lake))
    (conflict,) = findings(lake, Kind.CONFLICT)
    judge(lake, conflict)
    judge(lake, conflict, who="bohdan")
    view = view_of(lake)
    table = evidence.frame(view)
    assert table.drop("judged").equals(before.drop("judged"))
    of_conflict = pl.col("difference_id").is_in(conflict.differences)
    assert set(table.filter(of_conflict)["judged"]) == {"false (2)"}
    assert set(table.filter(~of_conflict)["judged"]) == {""}
    rows = list(csv.DictReader(io.StringIO(evidence.as_csv(view).decode("utf-8-sig"))))
    assert [row["judged"] for row in rows] == table["judged"].to_list()
    assert pl.read_parquet(evidence.as_parquet(view)).equals(table)
    bodies = [
        body for one in json.loads(evidence.as_json_ld(view))["annotations"] for body in one["body"]
    ]
    assert {b["value"] for b in bodies if b["purpose"] == "assessing"} == {"false (2)"}


HOSTILE = "</p></details><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\u2066 {{ v }}"


def test_a_hostile_name_or_remark_is_text(lake: Lake) -> None:
    (conflict,) = findings(lake, Kind.CONFLICT)
    judge(lake, conflict, cause=Cause.OTHER, note=HOSTILE + "\n=cmd\x00\ud800", who=HOSTILE)
    build(lake)
    for file in (lake.root / "reports").rglob("*.html"):
        source = file.read_text("utf-8")
        assert source.count("<script") == 1
        assert "<img" not in source
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", source)
    view = view_of(lake)
    (fold,) = folds(view)
    assert fold.count("alert(1)</script>") == 2
    assert "⟨U+202E⟩" in fold
    assert "{{ v }}" in fold


def test_a_verdict_outlives_a_new_alignment_that_keeps_the_difference(lake: Lake) -> None:
    conflicts = findings(lake, Kind.CONFLICT)
    wordings = findings(lake, Kind.WORDING)
    for one in (*conflicts, *wordings):
        judge(lake, one)
    links = set(lake.read(LINKS)["link_id"])
    beads = lake.read(BEADS)
    stricter = Settings(lake=lake.root, align={"bead_probability": 0.8})
    run_stages(lake, stricter, None, first="align", until="compare")
    assert not lake.read(BEADS).equals(beads)
    assert set(lake.read(LINKS)["link_id"]) != links
    view = view_of(lake)
    known = {one.differences for one in (*conflicts, *wordings)}
    kept = [one for one in (*view.numbers, *view.framing) if one.differences in known]
    assert len(kept) > 5
    assert all(one.judged.false for one in kept)


def test_a_finding_that_has_grown_is_to_be_judged_again(lake: Lake) -> None:
    days = lake.partitions(NUMBER_DIFFERENCES)
    whole = lake.read(NUMBER_DIFFERENCES)
    (conflict,) = findings(lake, Kind.CONFLICT)
    assert len(conflict.differences) > 1
    lake.replace(
        NUMBER_DIFFERENCES,
        whole.filter(pl.col("difference_id") != conflict.differences[0]),
        days,
    )
    judge(lake, findings(lake, Kind.CONFLICT)[0])
    assert view_of(lake).conflicts == []
    lake.replace(NUMBER_DIFFERENCES, whole, days)
    assert len(view_of(lake).conflicts) == 1
    assert folds(view_of(lake)) == []


def test_judgements_are_kept_by_prune_backup_and_restore(lake: Lake, tmp_path: Path) -> None:
    judge(lake, findings(lake, Kind.CONFLICT)[0])
    rows = lake.read(JUDGEMENTS)
    run = CliRunner().invoke
    file, other = tmp_path / "lake.tar.gz", Lake(tmp_path / "other")
    assert run(app, ["backup", str(file), "--lake", str(lake.root)]).exit_code == 0
    assert run(app, ["restore", str(file), "--lake", str(other.root)]).exit_code == 0
    assert other.read(JUDGEMENTS).equals(rows)
    assert len(folds(view_of(other))) == 1
    assert run(app, ["prune", "2100-01-01", "--lake", str(lake.root)]).exit_code == 0
    assert lake.partitions(STORIES) == []
    assert lake.read(JUDGEMENTS).equals(rows)
