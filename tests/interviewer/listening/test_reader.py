"""The reader: what it makes of scores, what it remembers, and that the shipped one gets plain things right."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

import assets
from interviewer.content.model import Round
from interviewer.listening.case_turns import Kind, read_turn
from interviewer.listening.coverage import read_substance
from interviewer.listening.reader import BEFORE_CHARACTERS, MAYBE_NAMING, NAMING, Reader, Readers, Sentence, Turn
from interviewer.listening.substance import Said
from tests.interviewer.content.support import shipped
from tests.support.scripted_reader import ITEMS, KINDS, SLOTS
from tests.support.small_reader import NO_TAG, ROLES, tagging_reader

EXECUTION = next(entry for entry in shipped().rounds if entry.id == "execution")
READERS = assets.resource("readers")
READER = Reader(READERS / "execution")


def begins(role: str) -> int:
    return 1 + 2 * ROLES.index(role)


def goes_on(role: str) -> int:
    return 2 + 2 * ROLES.index(role)


def scores(chance: float, **tags: float) -> dict[int, float]:
    """Scores by which a word names something with that chance, shared out among tags such as `begins_guardrail`."""
    numbers = {tag: _tag(tag) for tag in tags}
    weight = chance / (1 - chance) * math.exp(NO_TAG) - (2 * len(ROLES) - len(tags))
    return {numbers[tag]: math.log(weight * part) for tag, part in tags.items()}


def _tag(tag: str) -> int:
    begin = tag.startswith("begins_")
    return begins(tag.removeprefix("begins_")) if begin else goes_on(tag.removeprefix("goes_on_"))


SURE = 0.999
LIKELY, MAYBE, UNLIKELY = (1 + NAMING) / 2, (NAMING + MAYBE_NAMING) / 2, 0.8 * MAYBE_NAMING
TAGS: dict[str, dict[int, float]] = {
    "visits": scores(SURE, begins_north_star=1),
    "weekly": scores(SURE, begins_north_star=1),
    "month": scores(SURE, goes_on_north_star=1),
    "complaints": scores(SURE, begins_guardrail=1),
    "refunds": scores(SURE, begins_guardrail=1),
    "open": scores(SURE, begins_secondary=1),
    "rate": scores(SURE, goes_on_secondary=1),
    "half": scores(LIKELY, begins_secondary=0.5, goes_on_secondary=0.5),
    "maybe": scores(MAYBE, goes_on_north_star=1),
    "hardly": scores(UNLIKELY, begins_secondary=1),
    "leaning": scores(LIKELY, begins_objective=0.4, goes_on_guardrail=0.6),
    "plain": {},
}
"""Words of a reader that tags each of them always the same."""


@pytest.fixture(name="tagging", scope="module")
def _tagging(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(tagging_reader(tmp_path_factory.mktemp("tagging"), TAGS))


def named(reader: Reader, text: str) -> list[tuple[str, str]]:
    """Role and words of what is named."""
    return [(each.role, text[each.begin : each.end]) for each in reader.sentence(text, "").named]


# --- words that name something ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("plain plain plain", []),
        ("plain visits plain", [("north_star", "visits")]),
        ("weekly visits", [("north_star", "weekly visits")]),
        ("visits plain month", [("north_star", "visits plain month")]),
        ("visits plain plain month", [("north_star", "visits plain plain month")]),
        ("visits plain plain plain month", [("north_star", "visits"), ("north_star", "month")]),
        ("visits, month", [("north_star", "visits"), ("north_star", "month")]),
        ("visits and month", [("north_star", "visits"), ("north_star", "month")]),
        ("visits plus complaints", [("north_star", "visits"), ("guardrail", "complaints")]),
        ("visits or refunds then open", [("north_star", "visits"), ("guardrail", "refunds"), ("secondary", "open")]),
        ("open: rate; month.", [("secondary", "open"), ("secondary", "rate"), ("north_star", "month")]),
        ("plain sandy visits month", [("north_star", "visits month")]),
        ("open rate visits", [("secondary", "open rate visits")]),
        ("visits refunds complaints", [("guardrail", "visits refunds complaints")]),
        ("plain maybe plain", []),
        ("hardly visits hardly", [("north_star", "visits")]),
        ("maybe maybe", []),
        ("plain maybe visits maybe plain", [("north_star", "maybe visits maybe")]),
        ("visits plain maybe plain month", [("north_star", "visits plain maybe plain month")]),
        ("visits plain plain plain maybe", [("north_star", "visits")]),
        ("maybe, visits and maybe", [("north_star", "visits")]),
    ],
)
def test_runs_of_words_that_name_the_same_thing(tagging: Reader, text: str, found: list[tuple[str, str]]) -> None:
    assert named(tagging, text) == found


@pytest.mark.parametrize("text", ["plain open-rate plain", "plain open-plain plain", "plain plain-rate plain"])
def test_words_count_whole(tagging: Reader, text: str) -> None:
    assert named(tagging, text) == [("secondary", text.split()[1])]


def share(word: str, role: str) -> float:
    """How likely a word is of the name of a role: its softmax by hand."""
    weights = [
        math.exp(score) for score in (NO_TAG, *(TAGS[word].get(tag, 0.0) for tag in range(1, 1 + 2 * len(ROLES))))
    ]
    return (weights[begins(role)] + weights[goes_on(role)]) / sum(weights)


def test_beginning_and_going_on_count_together(tagging: Reader) -> None:
    (found,) = tagging.sentence("half", "").named
    assert (found.role, found.begin, found.end) == ("secondary", 0, 4)
    assert share("half", "secondary") / 2 < NAMING < found.chance
    assert found.chance == pytest.approx(share("half", "secondary"), abs=1e-4)


def test_roles_count_together_for_whether_and_the_likeliest_for_what(tagging: Reader) -> None:
    (found,) = tagging.sentence("leaning", "").named
    assert (found.role, found.begin, found.end) == ("guardrail", 0, 7)
    assert found.chance == pytest.approx(share("leaning", "guardrail"), abs=1e-4)
    assert found.chance < NAMING < share("leaning", "guardrail") + share("leaning", "objective")


def test_the_chance_of_a_run_is_the_mean_of_its_words(tagging: Reader) -> None:
    (found,) = tagging.sentence("visits plain month", "").named
    each = [share(word, "north_star") for word in ("visits", "plain", "month")]
    assert found.chance == pytest.approx(sum(each) / 3, abs=1e-4)


def test_what_was_said_before_is_not_named(tagging: Reader) -> None:
    assert tagging.sentence("plain", "visits visits").named == ()
    assert [each.begin for each in tagging.sentence("plain visits", "visits visits").named] == [6]


def test_no_words_name_nothing(tagging: Reader) -> None:
    for text in ("", " ", "?!", ",.;", "🤷"):
        assert tagging.sentence(text, "").named == ()


# --- estimates of the other heads -------------------------------------------------------------------------------------


def test_heads_without_weight_are_undecided(tagging: Reader) -> None:
    turn, sentence = tagging.turn("plain"), tagging.sentence("plain", "")
    assert list(turn.kinds.values()) == pytest.approx([1 / len(KINDS)] * len(KINDS))
    assert set(turn.slots.values()) | set(sentence.items.values()) | {sentence.announces} == {0.5}
    assert (tuple(turn.kinds), tuple(turn.slots), tuple(sentence.items)) == (KINDS, SLOTS, ITEMS)


def test_heads_belong_to_their_labels(tmp_path: Path) -> None:
    folder = tagging_reader(tmp_path, TAGS)
    with np.load(folder / "weights.npz") as stored:
        arrays = {name: stored[name] for name in stored.files}
    for name, size, lifted in (("kinds", len(KINDS), 2), ("slots", len(SLOTS), 5), ("done", len(ITEMS), 9)):
        arrays[f"{name}.bias"] = np.where(np.arange(size) == lifted, 4.0, -2.0).astype(np.float32)
    arrays["announces.bias"] = np.array([1.5], np.float32)
    np.savez(folder / "weights.npz", **arrays)
    turn, sentence = Reader(folder).turn("plain"), Reader(folder).sentence("plain", "")
    assert turn.kinds[KINDS[2]] == pytest.approx(math.exp(6) / (math.exp(6) + len(KINDS) - 1), abs=1e-6)
    high, low = 1 / (1 + math.exp(-4)), 1 / (1 + math.exp(2))
    assert turn.slots == pytest.approx({slot: high if slot == SLOTS[5] else low for slot in SLOTS})
    assert sentence.items == pytest.approx({item: high if item == ITEMS[9] else low for item in ITEMS})
    assert sentence.announces == pytest.approx(1 / (1 + math.exp(-1.5)))


def fair(estimates: Turn | Sentence) -> bool:
    """Whether all of it are shares of one."""
    parts: list[Mapping[str, float]] = []
    if isinstance(estimates, Turn):
        assert math.isclose(sum(estimates.kinds.values()), 1.0, abs_tol=1e-4)
        parts = [estimates.kinds, estimates.slots]
    else:
        parts = [estimates.items, {"announces": estimates.announces}, {str(n): n.chance for n in estimates.named}]
    return all(0.0 <= value <= 1.0 for part in parts for value in part.values())


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "?",
        "When?",
        "wann hat es angefangen",
        "我们的北极星",
        "🤷\x00\u200b",
        "word " * 2000,
        "y" * 4000,
        "½ – 3 % “so”",
    ],
    ids=["empty", "space", "mark", "short", "german", "chinese", "odd", "long", "one word", "signs"],
)
def test_any_text_gets_estimates(text: str) -> None:
    for before in ("", text, "The sentence before."):
        estimates = READER.sentence(text, before)
        assert fair(estimates)
        assert all(0 <= each.begin < each.end <= len(text) and each.role in ROLES for each in estimates.named)
    assert fair(READER.turn(text))


# --- memory -----------------------------------------------------------------------------------------------------------


def test_the_same_text_gets_the_same_answer() -> None:
    again = Reader(READERS / "execution")
    for text in ("When did it start?", "Our guardrail is complaints per week."):
        assert READER.turn(text) == again.turn(text)
        assert READER.sentence(text, "So.") == again.sentence(text, "So.")


def test_what_was_read_is_remembered_with_what_stood_before() -> None:
    first = READER.sentence("It rises by one.", "Our north star is loans.")
    assert READER.sentence("It rises by one.", "Our north star is loans.") is first
    assert READER.sentence("It rises by one.", "A drawback is this.") is not first
    assert READER.turn("Since when?") is READER.turn("Since when?")


def test_only_the_end_of_what_stood_before_matters() -> None:
    end = "and that is what we do every week. " * 10
    assert len(end) > BEFORE_CHARACTERS
    one, other = (READER.sentence("It comes first.", start + end) for start in ("Once.", "Quite different."))
    assert one == other


# --- folders ----------------------------------------------------------------------------------------------------------


def test_readers_are_found_by_name_and_kept(tmp_path: Path) -> None:
    readers = Readers(READERS)
    assert readers("execution") is readers("execution")
    for name in ("", "no-such", "execution/weights.npz"):
        assert readers(name) is None
    assert Readers(tmp_path / "nowhere")("execution") is None


def test_nothing_is_loaded_before_it_is_needed(tmp_path: Path) -> None:
    """A broken reader is no trouble for whoever does not use it."""
    (tmp_path / "empty").mkdir()
    reader = Readers(tmp_path)("empty")
    assert reader is not None
    with pytest.raises(OSError, match=r"labels\.json"):
        reader.load()
    with pytest.raises(OSError, match=r"labels\.json"):
        reader.turn("When?")


def _labels(change: Callable[[dict[str, list[str]]], object]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        file = folder / "labels.json"
        file.write_text(json.dumps(change(json.loads(file.read_text(encoding="utf-8")))), encoding="utf-8")

    return spoil


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda folder: (folder / "labels.json").write_text("{"), "property name"),
        (_labels(lambda labels: {}), "does not have"),
        (_labels(list), "does not have"),
        (_labels(lambda labels: {name: labels[name] for name in labels if name != "roles"}), "roles"),
        (lambda folder: (folder / "weights.npz").write_bytes(b"PK"), "damaged"),
        (lambda folder: (folder / "tokenizer.json").write_text("[]"), "damaged"),
    ],
    ids=["not JSON", "no labels", "a list", "one missing", "weights", "tokenizer"],
)
def test_a_broken_folder_is_a_clear_error(spoil: Callable[[Path], None], what: str, tmp_path: Path) -> None:
    folder = tagging_reader(tmp_path, TAGS)
    spoil(folder)
    for _ in range(2):
        with pytest.raises(ValueError, match=what):
            Reader(folder).load()


def test_labels_of_another_reader_are_found_out(tmp_path: Path) -> None:
    folder = tagging_reader(tmp_path, TAGS)
    _labels(lambda labels: {**labels, "slots": labels["slots"][1:]})(folder)
    with pytest.raises(ValueError, match="longer"):
        Reader(folder).turn("plain")


# --- the one that is shipped ------------------------------------------------------------------------------------------


def entry_of(name: str) -> Round:
    return next(entry for entry in shipped().rounds if entry.id == name)


def test_it_knows_the_slots_and_items_of_its_round() -> None:
    turn, sentence = READER.turn("When?"), READER.sentence("So.", "")
    assert tuple(turn.slots) == tuple(slot.id for slot in entry_of("execution").slots)
    assert tuple(sentence.items) == ITEMS
    assert {name for name in turn.kinds if name != "ask"} < {kind.value for kind in Kind}


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("When did the drop start?", {"time_period"}),
        ("Was it a sudden drop or a gradual one?", {"trend"}),
        ("How does it compare with the same week last year?", {"year_over_year"}),
        ("Which countries are affected?", {"geography"}),
        ("Could it be a logging error, can we trust the data?", {"data_quality"}),
        ("Is it on Android or on iPhone?", {"platform"}),
        ("Did a competitor launch something new?", {"competitors"}),
        ("Did we run any marketing campaigns?", {"marketing"}),
        ("Did we release a new version of the app?", {"tech"}),
        ("Are new and existing users both affected?", {"segments"}),
        ("When did it start, and is it on Android only?", {"time_period", "platform"}),
    ],
)
def test_plain_questions_are_understood(text: str, slots: set[str]) -> None:
    turn = read_turn(text, EXECUTION, READER)
    assert set(turn.slots) == slots
    assert turn.kind is (Kind.SLOT if len(slots) == 1 else Kind.MULTI)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What caused it?", Kind.CAUSE),
        ("Is there anything unusual?", Kind.VAGUE),
        ("Give me a minute to think.", Kind.THINK),
        ("Could you repeat the question please?", Kind.REPEAT),
        ("How do you define that metric?", Kind.CLARIFY_DEFINITION),
        ("How many engineers are on the team?", Kind.OFF_SHEET),
        ("I think the new release broke it, so I would roll it back.", Kind.DIAGNOSIS),
    ],
)
def test_plain_turns_of_other_kinds_are_understood(text: str, kind: Kind) -> None:
    turn = read_turn(text, EXECUTION, READER)
    assert (turn.kind, turn.slots) == (kind, ())


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("I assume we only look at one country.", "assumptions"),
        ("The mission of the company is to bring reading to everybody.", "mission"),
        ("My north star metric is the number of holds collected per week.", "north_star"),
        ("There are two groups of users, parents with small children and students.", "segments"),
        ("First they search, then they place a hold, then they wait and then they collect the book.", "journeys"),
    ],
)
def test_plain_statements_are_understood(text: str, item: str) -> None:
    assert item in read_substance(EXECUTION, (Said(1, text),), READER).coverage


@pytest.mark.parametrize("text", ["Hello, nice to meet you.", "Okay, thank you.", "The weather is fine today."])
def test_small_talk_does_nothing(text: str) -> None:
    assert not read_substance(EXECUTION, (Said(1, text),), READER).coverage
