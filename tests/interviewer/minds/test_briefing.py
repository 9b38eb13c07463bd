"""What a model is told: in an order that servers can remember, short however long the interview, and no secret."""

from __future__ import annotations

import dataclasses
import json

import pytest

from interviewer.events import Role
from interviewer.minds.asking import Asker
from interviewer.minds.briefing import LEFT_OUT, ROOMS, Room, briefing, cases_of, facts_told, opening, secrets
from interviewer.minds.ledger import Claim
from interviewer.minds.scripted import ScriptedMind
from interviewer.minds.structured import tokens_of
from interviewer.ports import Exchange, Situation, Trigger
from tests.interviewer.minds.support import EXECUTION_METRICS, EXECUTION_PURPOSE, Talk, opened, question
from tests.interviewer.minds.test_prompts import shipped


def answered(text: str, seed: int = 0) -> Situation:
    """A situation after a first answer and then this one."""
    talk: Talk = opened(question("library-holds"), seed=seed)
    talk.answer(EXECUTION_PURPOSE)
    talk.exchanges[-1] = dataclasses.replace(talk.exchanges[-1], answered=text)
    return talk.situation(Trigger.ANSWER)


def asker() -> Asker:
    return Asker(ScriptedMind(), shipped(), "b0und")


def test_clock_phase_coverage_claims_and_probes_are_in_it() -> None:
    situation = answered(EXECUTION_METRICS)
    mind = ScriptedMind()
    claims = (Claim("north star", "holds per week", 190.0), Claim("Segments", "readers", None))
    covered = mind.heard(situation).items
    data = briefing(situation, claims, mind.aims(situation, 3), covered)
    assert data["claims"] == ["3:10 north star: holds per week", "Segments: readers"]
    assert data["minutes_left"] == 34
    assert data["phase"] == situation.phase.title
    assert "North star" in str(data["covered"])
    assert data["already_asked"] == [situation.exchanges[-1].asked]
    aims = data["aims"]
    assert isinstance(aims, dict)
    assert list(aims) == ["a", "b", "c"][: len(aims)]
    assert len(aims) > 1
    assert aims["a"] == mind.line(situation).text


def test_what_grows_stands_after_what_stays() -> None:
    early, late = answered("The north star is holds"), answered("The north star is holds picked up within ten days.")
    ahead = asker().beginning(early, 3000)
    request = asker().request(late, asker().aims(late), 3000)
    assert request is not None
    assert request.messages[0] == ahead[0]
    assert request.messages[1].content.startswith(ahead[1].content)
    assert len(ahead[1].content) > 0.4 * len(request.messages[1].content)


def test_a_long_answer_loses_its_beginning_in_blocks() -> None:
    def sent(words: int) -> list[str]:
        text = " ".join(f"w{number}" for number in range(words))
        return str(opening(answered(text), (), frozenset())["last_answer"]).split()

    assert sent(450)[0] == "w0"
    assert sent(451)[:4] == [*LEFT_OUT.split(), "w150"]
    assert sent(600)[:4] == [*LEFT_OUT.split(), "w150"], "what was sent before is still how it begins"
    assert sent(601)[3] == "w300"
    assert sent(601)[-1] == "w600"


def test_a_long_interview_is_condensed_until_it_fits() -> None:
    situation = answered(f"{EXECUTION_METRICS} " * 30)
    many = tuple(
        Exchange(
            number, Role.PROBE, f"i{number}", f"Why is this number {number} of so many questions?", EXECUTION_PURPOSE
        )
        for number in range(10, 50)
    )
    long = dataclasses.replace(
        situation, exchanges=(*situation.exchanges[:-1], *many, dataclasses.replace(situation.exchanges[-1], line=99))
    )
    sizes = {}
    for tokens in (3000, 1100, 850):
        request = asker().request(long, ScriptedMind().aims(situation, 3), tokens)
        assert request is not None
        sizes[tokens] = tokens_of(request.messages)
        data = json.loads(next(line for line in request.messages[1].content.splitlines() if line.startswith("{")))
        assert str(data["last_answer"]).startswith(LEFT_OUT)
        assert str(data["last_answer"]).endswith("come back.")
    assert sizes[3000] > sizes[1100] > sizes[850]
    assert all(size <= tokens for tokens, size in sizes.items())


def test_only_facts_that_were_told_are_in_it() -> None:
    asked = question("library-holds")
    fact = asked.brief.facts[0].fact
    talk = opened(asked)
    talk.answer("How many members are there?")
    talk.exchanges[-1] = dataclasses.replace(talk.exchanges[-1], role=Role.CLARIFICATION, asked=f"Well. {fact}")
    situation = talk.situation(Trigger.ANSWER)
    assert tuple(facts_told(situation)) == (fact,)
    assert fact not in set(secrets(situation))
    data = json.dumps(briefing(situation, (), ScriptedMind().aims(situation, 3), frozenset()))
    hidden = [text for text in secrets(situation) if json.dumps(text)[1:-1] in data]
    assert hidden == []
    sheet = [case.cause for case in cases_of(situation)]
    assert sheet
    assert set(sheet) <= set(secrets(situation))


@pytest.mark.parametrize("room", ROOMS)
def test_even_the_closest_room_holds_the_end_of_the_answer(room: Room) -> None:
    answer = str(opening(answered("early " * 500 + "late."), (), frozenset(), room)["last_answer"])
    assert answer.endswith("late.")
    assert len(answer.split()) <= room.answer_words + len(LEFT_OUT.split())
