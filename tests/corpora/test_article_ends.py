"""Where an article ends on its page, and which lines are no text of it."""

import json

import pytest

from parallax.corpora.extract.article import extract
from parallax.corpora.extract.article_run import largest_run
from parallax.corpora.extract.boilerplate import is_furniture
from parallax.corpora.fetch.response import Response

STORY = [
    "The council of the harbour town voted on Tuesday evening to close the old bridge for repairs "
    "that will last until the end of next spring, the deputy mayor told reporters.",
    "Engineers found cracks in two of the seven pillars during an inspection in August, and since "
    "then lorries have had to take the longer road around the bay to reach the market.",
    "Shopkeepers on the northern bank fear that customers will stay away, while residents of the "
    "narrow streets near the bridge hope for a quiet winter without the noise of the traffic.",
    "The repairs will cost about four million, half of which is paid by the region, and the first "
    "workers are expected to arrive at the end of the month with two floating cranes.",
]
ENDS = {
    "comments": [
        "Rita 12 January 2012 14:05",
        "They could have started years ago, if you ask me, and now all of us have to wait.",
        "Old sailor 12 January 2012 15:48",
        "The ferry was always the better idea, and it did not cost us four million either.",
        "Rita 12 January 2012 16:22",
        "Nobody uses the ferry in winter, as you of all people should know by now.",
    ],
    "the form for comments": [
        "Submitted comments are subject to moderation before being displayed.",
        "Be polite, and do not write anything here that you would not say on the market square.",
        "We may shorten what you write, and we remove advertising without any further notice.",
    ],
    "related headlines": [
        "Related stories:",
        "Ferry line opens again after ten years >>>",
        "Mayor of the harbour town wants a second term >>>",
        "Storm leaves the northern bank without power >>>",
    ],
    "a ticker": [
        "09:15 Ferry line opens again after ten years",
        "08:40 Mayor of the harbour town wants a second term",
        "07:55 Storm leaves the northern bank without power",
    ],
    "the legal footer": [
        "© 2012 The Harbour Paper",
        "All rights reserved. Any use of the texts needs the consent of the editors of the paper.",
        "The texts of readers may not be reproduced without the consent of those who wrote them.",
        "The editors are not liable for what the advertisers of this paper say about their goods.",
    ],
}


def paragraphs(lines: list[str], head: str = "") -> list[str]:
    body = "".join(f"<p>{line}</p>" for line in lines)
    html = f"<html lang=en><head>{head}</head><body><h1>Bridge closes</h1><div>{body}</div></body>"
    url = "https://paper.example/bridge"
    return list(
        extract(Response(url, url, html.encode(), {"content-type": "text/html"})).paragraphs
    )


@pytest.mark.parametrize("tail", ENDS.values(), ids=ENDS)
def test_what_stands_behind_an_article_is_no_part_of_it(tail: list[str]) -> None:
    assert paragraphs([*STORY, *tail]) == STORY


@pytest.mark.parametrize(
    "box",
    [
        ["Related stories:", "Ferry line opens again after ten years"],
        ["Photo © The Harbour Paper"],
        ["09:15 Ferry line opens again after ten years"],
    ],
    ids=lambda box: box[0],
)
def test_an_article_goes_on_behind_a_box_inside_it(box: list[str]) -> None:
    found = paragraphs([*STORY[:2], *box, *STORY[2:]])
    assert [line for line in found if line in STORY] == STORY


def test_short_lines_of_a_list_are_kept() -> None:
    towns = ["Brun", "Old Kell", "Tarrow", "Upper Vale", "Lissen", "Marn"]
    assert paragraphs([*STORY, *towns, STORY[0].replace("Tuesday", "Friday")])[4:10] == towns


def test_a_line_that_only_repeats_the_headline_is_left_out() -> None:
    html = "".join(f"<p>{line}</p>" for line in STORY)
    page = (
        "<html lang=en><body><h1>Old bridge closes until spring</h1>"
        f"<div>{html}<p>Tell a friend: Old bridge closes until spring</p></div></body>"
    )
    url = "https://paper.example/bridge"
    read = extract(Response(url, url, page.encode(), {"content-type": "text/html"}))
    assert list(read.paragraphs) == STORY


def test_a_stated_body_that_is_only_the_lead_has_no_vote() -> None:
    years = [
        f"In the year {year} the paper wrote about the bridge on page {year % 7}, and the "
        f"council of that year, which had {year % 11 + 3} members, did nothing about it at all."
        for year in range(1960, 1990)
    ]
    data = json.dumps({"@type": "NewsArticle", "articleBody": " ".join(years[:3])})
    head = f'<script type="application/ld+json">{data}</script>'
    box = [*years[:20], f"<blockquote class=side>{years[20]}</blockquote>", *years[21:]]
    assert paragraphs(box, head) == years


def test_the_run_worth_most_is_found() -> None:
    assert largest_run([-1, 2, 3, -2, 4, -9, 5]) == range(1, 5)
    assert largest_run([-1, -2]) == range(0)
    assert largest_run([]) == range(0)


SENTENCES = [
    "Комментарии президента вызвали споры среди депутатов обеих палат парламента.",
    "Фото погибших опубликовала районная газета в своём вечернем выпуске.",
    "Реклама табака будет запрещена.",
    "По теме переговоров министр говорить отказался.",
    "Коментарі експертів щодо нового закону розійшлися.",
    "Comments by the prime minister drew a rebuke from her own party.",
    "Photo evidence led the inspectors to a warehouse near the port.",
    "Subscribe rates fell by a tenth last year.",
]
NOT_SENTENCES = [
    "Читай также: Мост закрыли до весны",
    "Читайте: Мост закрыли до весны, а паром пойдёт по старому расписанию до конца зимы",
    "Ссылки по теме:",
    "Фото: агентство",
    "Фото пресс-службы",
    "Коментарі (5)",
    "Read more: Bridge closed until spring, and the ferry keeps its winter timetable until May",
    "Photo courtesy of the port",
    "Advertisement",
    "11 January 2012 Last updated at 18:06 GMT",
    "время публикации: 4 января 2012 г., 13:45",
    "3 minute read",
]


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_that_begins_like_a_part_of_a_page_is_text(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize("line", NOT_SENTENCES)
def test_a_part_of_a_page_is_no_text(line: str) -> None:
    assert is_furniture(line)
