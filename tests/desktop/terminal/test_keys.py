"""What is typed or piped in becomes presses, in order, and nothing of it is lost or taken for something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.lines import PipedLines
from desktop.terminal.keys import Keyboard
from interviewer.events import Key, Pressed, Role
from interviewer.state import Stage
from tests.interviewer.table import Table


class Hand:
    """A keyboard and what was pressed on it."""

    def __init__(self, *, paused: bool = False) -> None:
        self.pressed: list[tuple[Key, str]] = []
        self.keyboard = Keyboard(lambda key, text: self.pressed.append((key, text)), lambda: paused)

    def feed(self, *reads: str) -> list[tuple[Key, str]]:
        for characters in reads:
            self.keyboard.feed(characters)
        return self.pressed


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("\n", Key.DONE), ("\r", Key.DONE), ("c", Key.ASK), ("C", Key.ASK), ("t", Key.THINK), ("r", Key.REPEAT),
        ("h", Key.HINT), ("p", Key.PAUSE), ("\x1b", Key.STOP_VOICE),
    ],
)  # fmt: skip
def test_single_keys(typed: str, key: Key) -> None:
    assert Hand().feed(typed) == [(key, "")]


def test_the_pause_key_goes_on_while_paused() -> None:
    assert Hand(paused=True).feed("p") == [(Key.RESUME, "")]


@pytest.mark.parametrize("typed", ["x", " ", "5", "é", "\x1b[A", "\x1b[1;5C", "\x1bOP", "\x1b[15~", "\x1bq", "\t"])
def test_everything_else_is_nothing(typed: str) -> None:
    hand = Hand()
    assert hand.feed(typed) == []
    assert hand.keyboard.prompt is None


def test_keys_that_come_in_one_read() -> None:
    assert Hand().feed("t\x1b[Ar\x1b\n") == [(key, "") for key in (Key.THINK, Key.REPEAT, Key.STOP_VOICE, Key.DONE)]


@pytest.mark.parametrize("end", ["qq", "qQ", "Qq"])
def test_the_end_is_asked_for_once(end: str) -> None:
    assert Hand().feed(*end) == [(Key.END, "")]


@pytest.mark.parametrize("other", ["w", "\n", "\x1b", "x", "h"])
def test_any_other_key_goes_on(other: str) -> None:
    hand = Hand()
    hand.feed("q")
    assert "End the interview?" in str(hand.keyboard.prompt)
    assert hand.feed(other) == []
    assert hand.keyboard.prompt is None


def test_writing_an_answer() -> None:
    hand = Hand()
    hand.feed("w", "Qu", "\x1b[D", "x\x7f", "ick and tidy?")
    assert str(hand.keyboard.prompt).endswith("> Quick and tidy?")
    assert hand.feed("\n") == [(Key.WRITE, ""), (Key.DONE, "Quick and tidy?")]
    assert hand.keyboard.prompt is None


def test_writing_is_given_up_with_escape_or_with_nothing_written() -> None:
    hand = Hand()
    hand.feed("w", "never mind", "\x1b")
    hand.feed("w", "  ", "\n")
    assert hand.feed("t") == [(key, "") for key in (Key.WRITE, Key.SPEAK, Key.WRITE, Key.SPEAK, Key.THINK)]


def test_a_paste_of_several_lines_is_one_answer() -> None:
    """Its letters are not keys: one of them would end the interview."""
    assert Hand().feed("w", "First quite short.\nThen quite long.\r\nq", "\n") == [
        (Key.WRITE, ""),
        (Key.DONE, "First quite short. Then quite long. q"),
    ]


def test_deleting_beyond_the_beginning() -> None:
    assert Hand().feed("w", "\x7f\x7fa", "\n") == [(Key.WRITE, ""), (Key.DONE, "a")]


@given(st.lists(st.text(max_size=8), max_size=8))
def test_nothing_that_is_typed_raises(reads: list[str]) -> None:
    hand = Hand()
    hand.feed(*reads)
    assert all(text == "" or key is Key.DONE for key, text in hand.pressed)


# --- piped lines ----------------------------------------------------------------------------------------------------


class Script:
    """An interview that is answered by lines."""

    def __init__(self, *lines: str, over: bool = True) -> None:
        self.table = Table()
        self.pressed: list[tuple[Key, str]] = []
        self.queue: list[Pressed] = []
        self.lines = PipedLines(self.press, lambda: self.table.state, lines if over else None)
        if not over:
            for line in lines:
                self.lines.add(line)

    def press(self, key: Key, text: str) -> None:
        self.pressed.append((key, text))
        self.queue.append(Pressed(t=self.table.t, key=key, text=text))

    def listen(self) -> Script:
        """Up to the first answer, with every press taken in."""
        self.table.open()
        self.lines.follow(Pressed(t=0, key=Key.STOP_VOICE))
        return self.settle()

    def settle(self) -> Script:
        while self.queue:
            event = self.queue.pop(0)
            self.table.tell(event)
            self.lines.follow(event)
        return self

    def next_question(self) -> Script:
        self.table.heard("")
        self.table.say()
        self.lines.follow(Pressed(t=0, key=Key.STOP_VOICE))
        return self.settle()


def test_a_line_is_an_answer_and_when_none_is_left_the_interview_ends() -> None:
    script = Script("One.", "Two.").listen()
    assert script.pressed == [(Key.DONE, "One.")]
    script.next_question()
    assert script.pressed[1:] == [(Key.DONE, "Two.")]
    script.next_question()
    assert script.pressed[2:] == [(Key.END, "")]


def test_nothing_is_given_before_somebody_listens() -> None:
    script = Script("One.")
    script.lines.follow(Pressed(t=0, key=Key.STOP_VOICE))
    assert script.pressed == []


def test_commands() -> None:
    script = Script("/think", "/ask Which city?", "/end").listen()
    assert script.pressed == [(Key.THINK, ""), (Key.ASK, "Which city?")]
    script.next_question()
    assert script.pressed[-1] == (Key.END, "")


def test_an_empty_line_is_the_key() -> None:
    assert Script("").listen().pressed == [(Key.DONE, "")]


@pytest.mark.parametrize("line", ["/24 of all users", "/unknown", "/", "/ ask", "a /end"])
def test_a_line_that_is_no_command_is_an_answer(line: str) -> None:
    assert Script(line).listen().pressed == [(Key.DONE, line)]


def test_after_a_pause_it_goes_on() -> None:
    script = Script("/pause", "/resume", "One.").listen()
    assert [key for key, _ in script.pressed] == [Key.PAUSE, Key.RESUME, Key.DONE]


def test_who_forgets_to_go_on_is_heard_all_the_same() -> None:
    script = Script("/pause", "One.").listen()
    assert script.pressed == [(Key.PAUSE, ""), (Key.RESUME, ""), (Key.DONE, "One.")]


def test_a_pause_at_the_end_of_the_lines_ends_the_interview() -> None:
    script = Script("/pause").listen()
    assert [key for key, _ in script.pressed] == [Key.PAUSE, Key.END]
    assert script.table.state.stage is Stage.FINISHING


def test_a_line_that_is_put_in_is_waited_for() -> None:
    script = Script("/repeat", "One.").listen()
    assert [key for key, _ in script.pressed] == [Key.REPEAT]
    script.table.say(Role.REPEAT)
    script.lines.follow(Pressed(t=0, key=Key.STOP_VOICE))
    assert script.pressed[-1] == (Key.DONE, "One.")


def test_lines_that_come_later_are_waited_for() -> None:
    script = Script(over=False).listen()
    assert script.pressed == []
    script.lines.add("One.")
    script.settle()
    assert script.pressed == [(Key.DONE, "One.")]
    script.next_question()
    assert len(script.pressed) == 1
    script.lines.end()
    assert script.pressed[-1] == (Key.END, "")


@pytest.mark.parametrize(("insisting", "ends"), [(True, [(Key.END, "")]), (False, [])])
def test_an_empty_input_ends_only_what_nobody_can_speak_to(insisting: bool, ends: list[tuple[Key, str]]) -> None:
    script = Script(over=False).listen()
    script.lines.end()
    assert script.pressed == []
    if insisting:
        script.lines.insist()
    assert script.pressed == ends
