"""Weak, medium and strong answers to one question come in that order, also when the weak one is the longest."""

from __future__ import annotations

import pytest

import assets
from interviewer.listening.coverage import framework, read_substance
from interviewer.listening.reader import Reader
from interviewer.listening.substance import Said, Substance
from tests.interviewer.content.support import shipped

EXECUTION = next(entry for entry in shipped().rounds if entry.id == "execution")
READER = Reader(assets.resource("readers", "execution"))

CHATTER = """
Bike sharing is a really nice product and everybody likes it. I have used it myself many times, in several cities, and
honestly it was always fun. There should be more bikes, better bikes, and also electric bikes. I would add a map with
nice colours, and a chat, and maybe badges. Then I would add a button to report a broken bike. The design should be
modern and clean. I think people would love that, and it would spread by itself. We could also work together with
cafes, and put a sticker on each bike. Success is when people are happy with us. In the end it is all about the
experience, and a good experience always wins. A friend of mine rides a lot, and she told me that the seats are hard,
so better seats would be great. And the bell could have a nicer sound. I would also make the bikes green, since green
looks good in a city. So yes, I would build all of this, and talk to people on the way, and see what they say about it.
There is so much that could be done here, really, and I would be excited to do it.
"""
RIDES = """
I assume we look at one city only. The service exists because the last mile between the station and the office is too
long to walk and too short to drive. My goal is to get more commuters onto a bike each morning. The north star metric is
completed rides per week.
"""
RIDES_WHOLE = """
I assume we look at one city only and at pedal bikes. The mission of the company is to make cities free of cars. The
service exists because the last mile between the station and the office is too long to walk and too short to drive. The
biggest threat is a scooter company with deeper pockets. The product is mature by now. There are two groups of riders,
commuters who ride every weekday and tourists who ride once. A rider opens the app, finds a bike nearby, unlocks it,
rides and parks it at a dock. My first objective is to get more commuters onto a bike each morning. The north star
metric is completed rides per week. As a secondary metric I would track the share of riders who come back within thirty
days. As a guardrail, the number of injuries per ten thousand rides must not go up. A drawback of completed rides is
that it counts very short trips as well, but I would still use it.
"""
RECITAL = """
For this question I will use a clear structure. I'll cover the mission first, then segments, then the user journey, then
objectives and how to prioritise them, then the north star metric, secondary metrics and guardrails, and finally the
pros and cons of the metrics. A good framework matters a lot, and I always use this one, since it covers everything that
is important. So let me go through it. The mission matters. Segments matter as well, and so do journeys. Objectives need
to be prioritised. The north star should be a good one, with secondary metrics beside it and guardrails around it. After
that I would come back to the mission, and look at the segments once more, since segments and objectives belong
together. Metrics follow from objectives, and guardrails follow from metrics. That is why the order is so helpful. I'd
also say a word on the pros and cons at the end, as they round it off. And that is my structure for the goals of this
product, from the mission down to the guardrails.
"""
MEALS = """
The recipe app solves the problem that nobody knows what to cook after work. There are two kinds of users, parents who
cook every day and hobby cooks at the weekend. The north star metric is meals cooked per week. As a guardrail, the
number of refund requests per month must not rise.
"""
MEALS_WHOLE = """
I assume the app is only for phones in one country. The recipe app exists because nobody knows what to cook after a long
day at work, and it saves people an hour. It is still an early stage product. There are two kinds of users, parents who
cook every day and hobby cooks at the weekend. A parent opens the app, picks a recipe, buys the ingredients, cooks, and
rates the meal. My main objective is that families cook at home more often. The north star metric is meals cooked per
week. As a secondary metric I would also track the share of new users who cook twice in the first week. As a guardrail,
the number of refund requests per month must not rise. The downside of meals cooked is that people have to tell us, but
I would still use it.
"""
TRIPLES = pytest.mark.parametrize(
    ("weak", "medium", "strong"),
    [(CHATTER, RIDES, RIDES_WHOLE), (RECITAL, MEALS, MEALS_WHOLE)],
    ids=["chatter", "recital"],
)


def read(text: str) -> Substance:
    return read_substance(EXECUTION, (Said(1, " ".join(text.split())),), READER)


def worth(text: str) -> int:
    """The importance of what was done."""
    done = read(text).coverage
    return sum(item.importance for item in framework(EXECUTION) if item.id in done)


@TRIPLES
def test_answers_are_ordered_by_what_was_done(weak: str, medium: str, strong: str) -> None:
    assert len(weak.split()) > len(strong.split()) > len(medium.split())
    whole = sum(item.importance for item in framework(EXECUTION))
    assert worth(weak) < worth(medium) < worth(strong)
    assert worth(weak) < whole / 4
    assert worth(strong) > whole / 2


@TRIPLES
def test_saying_it_all_twice_is_worth_no_more(weak: str, medium: str, strong: str) -> None:
    for text in (weak, medium, strong):
        assert worth(f"{text} {text}") == pytest.approx(worth(text), abs=10)


def test_only_the_recital_is_taken_for_one() -> None:
    assert read(RECITAL).named_without_doing
    assert not any(read(text).named_without_doing for text in (CHATTER, RIDES, RIDES_WHOLE, MEALS, MEALS_WHOLE))


def test_the_metric_that_was_put_first_is_the_north_star() -> None:
    assert "rides per week" in (read(RIDES).metrics.north_star or "")
    assert "meals cooked" in (read(MEALS).metrics.north_star or "")
