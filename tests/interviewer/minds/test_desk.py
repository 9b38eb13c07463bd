"""The case desk says what stands on the sheet, all of what was asked and nothing else, and always the same."""

from __future__ import annotations

import itertools
import random

import pytest

from interviewer.content.model import Case, FollowUp, Question, SlotFact
from interviewer.events import Role
from interviewer.listening.case_turns import CaseTurn, Kind
from interviewer.listening.reader import Turn
from interviewer.minds.desk import CaseDesk, CaseReply, from_brief
from interviewer.minds.listening import Listener
from tests.interviewer.minds.support import PACK, ROUND, question
from tests.support.scripted_reader import KINDS, SLOTS, ScriptedReader, turn

LIBRARY = question("library-holds")
TEXT = "Is it so?"
CASES = [(asked, asked_case) for asked in PACK.questions for asked_case in asked.follow_ups if asked_case.case]
every_case = pytest.mark.parametrize(
    ("asked", "follow_up"), CASES, ids=[asked.id.rpartition("/")[2] for asked, _ in CASES]
)


def case_of(follow_up: FollowUp) -> Case:
    assert follow_up.case is not None
    return follow_up.case


LIBRARY_CASE = next(follow_up for follow_up in LIBRARY.follow_ups if follow_up.case)
SHEET = {fact.slot: fact.fact for fact in case_of(LIBRARY_CASE).facts}


def desk_of(asked: Question = LIBRARY, follow_up: FollowUp = LIBRARY_CASE, seed: int = 0, most: int = 4) -> CaseDesk:
    conduct = ROUND.conduct.model_copy(update={"slots_at_once": most})
    return CaseDesk(ROUND.model_copy(update={"conduct": conduct}), asked, follow_up, case_of(follow_up), seed)


def replied(estimates: Turn, desk: CaseDesk, text: str = TEXT) -> CaseReply:
    return desk.reply(Listener(ROUND, ScriptedReader({text: estimates})), text)


def said(estimates: Turn, desk: CaseDesk, text: str = TEXT) -> str:
    """What is said to a turn, also where it only leads on."""
    reply = replied(estimates, desk, text)
    return reply.line.text if reply.line else desk.closing_words(reply.turn)


def asking(*slots: str) -> Turn:
    return turn(slots=dict.fromkeys(slots, 0.9))


# --- facts ------------------------------------------------------------------------------------------------------------


@every_case
def test_one_slot_gets_its_fact_word_by_word(asked: Question, follow_up: FollowUp) -> None:
    for slot in SLOTS:
        facts = [fact.fact for fact in case_of(follow_up).facts if fact.slot == slot]
        reply = replied(asking(slot), desk_of(asked, follow_up))
        assert reply.turn == CaseTurn(Kind.SLOT, (slot,))
        assert reply.line is not None
        assert (reply.line.role, reply.line.text) == (Role.CLARIFICATION, " ".join(facts))
        assert reply.line.item == f"{asked.id}/{follow_up.id}/{slot}"


def test_several_slots_get_their_facts_and_no_other() -> None:
    for slots in itertools.combinations(SLOTS, 3):
        assert said(asking(*slots), desk_of()) == " ".join(SHEET[slot] for slot in slots)


def test_facts_come_in_the_order_they_were_asked_for() -> None:
    text = "Is there a new release? Which phones? When was it?"
    pieces = {"Is there a new release?": "tech", "Which phones?": "platform", "When was it?": "time_period"}
    known = {text: asking(*pieces.values()), **{piece: asking(slot) for piece, slot in pieces.items()}}
    reply = desk_of().reply(Listener(ROUND, ScriptedReader(known)), text)
    assert reply.turn == CaseTurn(Kind.MULTI, ("tech", "platform", "time_period"))
    assert reply.line is not None
    assert reply.line.text == " ".join(SHEET[slot] for slot in ("tech", "platform", "time_period"))
    assert reply.line.item.endswith("/tech+platform+time_period")


@pytest.mark.parametrize("most", [1, 2, 4])
def test_no_more_facts_at_once_than_can_be_followed(most: int) -> None:
    reply = replied(asking(*SLOTS), desk_of(most=most))
    assert len(reply.turn.slots) == len(SLOTS)
    assert reply.line is not None
    assert reply.line.text == " ".join(SHEET[slot] for slot in SLOTS[:most])
    assert reply.line.item.endswith("/" + "+".join(SLOTS[:most]))


def test_a_slot_with_two_facts_gets_both() -> None:
    more = SlotFact(slot="tech", signal=False, fact="The website was not touched.")
    case = case_of(LIBRARY_CASE)
    two = LIBRARY_CASE.model_copy(update={"case": case.model_copy(update={"facts": (*case.facts, more)})})
    assert said(asking("tech"), desk_of(follow_up=two)) == f"{SHEET['tech']} The website was not touched."


# --- turns that ask for no fact ---------------------------------------------------------------------------------------


@every_case
def test_no_fact_is_told_on_a_turn_that_asks_for_none(asked: Question, follow_up: FollowUp) -> None:
    """However many slots it speaks of: a diagnosis names them too."""
    case = case_of(follow_up)
    for kind, seed in itertools.product(set(KINDS) - {"ask"}, range(3)):
        estimates = turn(kind, dict.fromkeys(SLOTS, 0.99))
        words = said(estimates, desk_of(asked, follow_up, seed))
        assert not any(fact.fact in words for fact in case.facts)
        assert case.cause not in words
        assert case.action not in words


@pytest.mark.parametrize(
    ("kind", "wordings"),
    [
        ("vague", ROUND.lines.be_specific),
        ("cause", ROUND.lines.your_diagnosis),
        ("off_sheet", ROUND.lines.no_data),
        ("think", ROUND.lines.thinking),
        ("diagnosis", ROUND.lines.action),
    ],
)
def test_each_kind_gets_a_line_of_its_own(kind: str, wordings: tuple[str, ...]) -> None:
    found = {said(turn(kind), desk_of(seed=seed)) for seed in range(12)}
    assert found == set(wordings)


def test_a_turn_without_a_word_is_led_on() -> None:
    for text in ("", "  ", "...", "🤷"):
        reply = replied(asking("tech"), desk_of(), text)
        assert (reply.turn, reply.line) == (CaseTurn(Kind.NOTHING), None)
        assert desk_of().closing_words(reply.turn) in ROUND.lines.go_ahead


def test_a_diagnosis_is_not_confirmed_in_the_room() -> None:
    desk = desk_of()
    reply = replied(turn("diagnosis"), desk)
    assert (reply.turn.kind, reply.line) == (Kind.DIAGNOSIS, None)
    assert desk.closing_words(reply.turn) == desk.action().text
    assert desk.action().role is Role.TROUBLESHOOTING


def test_on_request_the_case_is_opened_again_in_the_same_words() -> None:
    line = replied(turn("repeat"), desk_of()).line
    assert line is not None
    assert (line.role, line.item, line.text) == (Role.REPEAT, desk_of().item, LIBRARY_CASE.spoken)


@every_case
def test_the_metric_is_defined_by_its_own_name(asked: Question, follow_up: FollowUp) -> None:
    wordings = {words.replace("{metric}", case_of(follow_up).metric) for words in ROUND.lines.definition}
    for seed in range(4):
        line = replied(turn("clarify_definition"), desk_of(asked, follow_up, seed)).line
        assert line is not None
        assert line.text in wordings
        assert "{" not in line.text


# --- the same again ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_turn_gets_the_same_words_whoever_sits_at_the_desk(kind: str) -> None:
    estimates = turn(kind, dict.fromkeys(SLOTS[:3], 0.9))
    desk = desk_of(seed=5)
    first = replied(estimates, desk)
    replied(asking("geography"), desk, "Where?")
    assert replied(estimates, desk) == first == replied(estimates, desk_of(seed=5))


def test_a_fact_is_told_in_the_same_words_however_it_is_asked_for() -> None:
    desk = desk_of()
    assert {said(asking("trend"), desk, text) for text in ("Sudden?", "Did it go at once?", "How fast?")} == {
        SHEET["trend"]
    }


def test_no_conversation_changes_a_fact_or_tells_one_that_was_not_asked_for() -> None:
    chance = random.Random(3)
    for _ in range(60):
        desk = desk_of(seed=chance.randrange(9))
        for number in range(8):
            kind = chance.choice(KINDS)
            slots = chance.sample(SLOTS, chance.randint(1, 5))
            words = said(turn(kind, dict.fromkeys(slots, 0.9)), desk, f"Question {number}?")
            found = {slot for slot, fact in SHEET.items() if fact in words}
            assert found <= (set(slots) if kind == "ask" else set())
            assert len(found) == (min(len(slots), 4) if kind == "ask" else 0)


# --- the desk by cues and by the shipped reader -----------------------------------------------------------------------


def test_without_a_reader_the_cues_of_the_round_decide() -> None:
    desk, listener = desk_of(), Listener(ROUND)
    reply = desk.reply(listener, "So it's in one branch only. When did it start?")
    assert reply.line is not None
    assert (reply.turn.slots, reply.line.text) == (("time_period",), SHEET["time_period"])
    assert desk.reply(listener, "I would revert it.").line is None


def test_a_very_long_turn_is_answered_too() -> None:
    text = "well I look at the table and the chair and the lamp " * 180 + "and when did it start?"
    reply = desk_of().reply(Listener(ROUND), text)
    assert reply.line is not None
    assert reply.line.text == SHEET["time_period"]


# --- the brief --------------------------------------------------------------------------------------------------------


def test_the_brief_is_answered_from_and_nothing_else() -> None:
    facts, listener = LIBRARY.brief.facts, Listener(ROUND)
    line = from_brief(LIBRARY, listener, "How many members do we have? And is it free?", 4)
    assert line.text == f"{facts[0].fact} {facts[3].fact}"
    assert line.item == f"{LIBRARY.id}/brief/1+4"
    assert from_brief(LIBRARY, listener, "How many members do we have? And is it free?", 1).text == facts[0].fact
    for text in ("What colour are the walls?", "", "¿Qué?"):
        assert from_brief(LIBRARY, listener, text, 4).text == LIBRARY.brief.default
