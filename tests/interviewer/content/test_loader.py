"""A faulty pack is refused with every fault, its file and its line; a good one is complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.content.loader import find_pack, load_pack, load_packs
from interviewer.content.reader import LARGEST_FILE_BYTES
from interviewer.errors import PackError, Problem
from tests.interviewer.content.support import PACKS, change, copy_of_pm

QUESTION = "questions/library-holds.toml"
ROUND = "rounds/execution.toml"


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert caught.value.code == "pack_invalid"
    assert str(caught.value.problems[0]) in caught.value.sentence
    return caught.value.problems


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (QUESTION, 'difficulty = "medium"', 'difficulty = "mild"', "easy"),
        (QUESTION, 'industry = "public services"', 'industri = "public services"', "“industri” is not something"),
        (QUESTION, 'title = "Holds at a city library"', "title = 3", "string"),
        (QUESTION, 'id = "execution/library-holds"', 'id = "Execution holds"', "pattern"),
        (QUESTION, 'id = "execution/library-holds"', 'id = "execution/library-loans"', "called library-loans.toml"),
        (QUESTION, 'id = "execution/library-holds"', 'id = "strategy/library-holds"', "belongs to the round"),
        (QUESTION, 'round = "execution"', 'round = "executive"', "It has: execution"),
        (QUESTION, 'id = "mission-link"', 'id = "why-not-shelf"', "used twice"),
        (QUESTION, "What would members do if", "What & why would members do if", "stumbles over “&”"),
        (QUESTION, "What would members do if", "Why? What would members do if", "more than one question"),
        (QUESTION, "no holds at all?", "no holds" + " at all" * 30 + "?", "at most 40"),
        (QUESTION, "What would {north_star} fail", "What would {southern_star} fail", "no quote “southern_star”"),
        (QUESTION, 'when = ["collect*"', 'when = ["*"', "is not a word"),
        (QUESTION, "It began three weeks ago", "It began three weeks ago" + " or so" * 12, "at most 20"),
        (QUESTION, 'slot = "trend", signal = true', 'slot = "trendy", signal = true', "no slot “trendy”"),
        (QUESTION, 'slot = "trend", signal = true', 'slot = "trend", signal = "yes"', "boolean"),
        (ROUND, "minutes = 8", "minutes = 9", "36 minutes together"),
        (ROUND, "most = 4", "most = -4", "greater than or equal to 0"),
        (ROUND, 'bridge = "You are watching {}."', 'bridge = "You are watching."', "exactly one {}"),
        ("common.toml", '"We have {left} left."', '"We have little left."', "needs {left}"),
        ("pack.toml", 'licence = "MIT"', 'license = "MIT"', "license"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, file: str, old: str, new: str, says: str) -> None:
    folder = copy_of_pm(tmp_path)
    line = change(folder / file, old, new)
    found = [problem for problem in problems_of(folder) if says in problem.sentence]
    assert found, problems_of(folder)
    assert found[0].file == file
    assert found[0].line == (line_of(folder / file, "[[phases]]") if "together" in says else line)
    assert found[0].sentence.endswith(".")


def line_of(file: Path, text: str) -> int:
    whole = file.read_text(encoding="utf-8")
    return whole[: whole.index(text)].count("\n") + 1


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    change(folder / QUESTION, 'level = "pm"', 'level = "boss"')
    change(folder / QUESTION, 'item = "mission"', 'items = "mission"')
    change(folder / ROUND, 'role = "trade_off"', 'role = "swap"')
    problems = problems_of(folder)
    assert {problem.file for problem in problems} == {QUESTION, ROUND}
    assert len(problems) == 4
    missing = next(problem for problem in problems if "missing" in problem.sentence)
    assert missing.line == line_of(folder / QUESTION, 'id = "mission-link"') - 1


def test_what_is_not_toml_has_a_line(tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    line = change(folder / QUESTION, 'level = "pm"', "level = pm")
    assert Problem(QUESTION, line, "This is not TOML: Invalid value.") in problems_of(folder)


def test_a_string_that_never_ends_has_a_line(tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    file = folder / QUESTION
    file.write_text(file.read_text(encoding="utf-8") + 'x = """', encoding="utf-8")
    problem = problems_of(folder)[0]
    assert problem.file == QUESTION
    assert problem.line == file.read_text(encoding="utf-8").count("\n") + 1


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"\xff\xfe\x00", "UTF-8"), (b"#" * (LARGEST_FILE_BYTES + 1), "too large"), (b"", "missing")],
)
def test_an_odd_file_is_named(tmp_path: Path, content: bytes, says: str) -> None:
    folder = copy_of_pm(tmp_path)
    (folder / QUESTION).write_bytes(content)
    assert any(says in problem.sentence and problem.file == QUESTION for problem in problems_of(folder))


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    file = folder / QUESTION
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_pack(folder).questions[0].id == "execution/library-holds"


def test_a_folder_without_a_pack_is_refused(tmp_path: Path) -> None:
    assert problems_of(tmp_path) == (Problem("pack.toml", 1, "This file is missing."),)


def test_a_pack_of_a_later_version_asks_for_an_update(tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    line = change(folder / "pack.toml", "format = 1", "format = 9")
    (problem,) = problems_of(folder)
    assert (problem.file, problem.line) == ("pack.toml", line)
    assert "Update Hotseat" in problem.sentence


def test_two_questions_alike_are_refused(tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    twin = (folder / QUESTION).read_text(encoding="utf-8").replace("execution/library-holds", "execution/library-again")
    (folder / "questions" / "library-again.toml").write_text(twin, encoding="utf-8")
    (problem,) = problems_of(folder)
    assert "nearly the same" in problem.sentence


def test_an_id_is_used_once(tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    twin = (folder / QUESTION).read_text(encoding="utf-8")
    (folder / "questions" / "other.toml").write_text(twin, encoding="utf-8")
    assert "already used in questions/library-holds.toml" in problems_of(folder)[0].sentence


def test_a_case_has_to_fill_every_slot(tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    file = folder / QUESTION
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if 'slot = "platform"' not in line), encoding="utf-8")
    (problem,) = problems_of(folder)
    assert problem.sentence == "The case has no fact for: platform."
    assert problem.line == line_of(file, "facts = [\n    { slot")


def test_a_users_pack_wins_by_id(tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    change(folder / "pack.toml", 'version = "1.0.0"', 'version = "2.0.0"')
    library = load_packs(PACKS, tmp_path)
    assert [(pack.id, pack.version) for pack in library.packs] == [("pm", "2.0.0")]
    assert library.problems == ()


def test_a_faulty_users_pack_stands_in_nobodys_way(tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    line = change(folder / QUESTION, 'level = "pm"', 'level = "boss"')
    library = load_packs(PACKS, tmp_path)
    assert [pack.version for pack in library.packs] == ["1.0.0"]
    assert [(problem.file, problem.line) for problem in library.problems] == [(f"pm/{QUESTION}", line)]


def test_a_pack_knows_where_it_lies(tmp_path: Path) -> None:
    mine = copy_of_pm(tmp_path)
    (built_in,) = load_packs(PACKS, None).shelved
    (users,) = load_packs(PACKS, tmp_path).shelved
    assert (built_in.folder, built_in.users, built_in.replaces) == (PACKS / "pm", False, False)
    assert (users.folder, users.users, users.replaces) == (mine, True, True)
    assert find_pack("pm", PACKS, tmp_path) == mine
    change(mine / "pack.toml", 'id = "pm"', 'id = "mine"')
    assert [(each.pack.id, each.replaces) for each in load_packs(PACKS, tmp_path).shelved] == [
        ("mine", False), ("pm", False),
    ]  # fmt: skip
    with pytest.raises(PackError, match="There is: mine, pm") as caught:
        find_pack("other", PACKS, tmp_path)
    assert caught.value.code == "pack_missing"


def test_of_two_users_packs_with_one_id_the_second_is_told(tmp_path: Path) -> None:
    copy_of_pm(tmp_path / "once").rename(tmp_path / "a")
    copy_of_pm(tmp_path / "again").rename(tmp_path / "b")
    library = load_packs(PACKS, tmp_path)
    assert [shelved.folder.name for shelved in library.shelved] == ["a"]
    assert [problem.file for problem in library.problems] == ["b/pack.toml"]


def test_the_questions_of_one_round_can_be_read_alone(tmp_path: Path) -> None:
    whole, part = load_pack(PACKS / "pm"), load_pack(PACKS / "pm", round_id="behavioural")
    assert part.rounds == whole.rounds
    assert part.questions == tuple(each for each in whole.questions if each.round == "behavioural")
    assert load_pack(PACKS / "pm", round_id="none").questions == ()
    folder = copy_of_pm(tmp_path)
    change(folder / QUESTION, 'level = "pm"', 'level = "boss"')
    assert load_packs(PACKS, tmp_path, round_id="strategy").problems == ()
    assert load_packs(PACKS, tmp_path, round_id="execution").problems != ()


def test_a_question_without_a_plain_id_is_read_for_every_round(tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    change(folder / QUESTION, 'id = "execution/library-holds"', "id = 3")
    with pytest.raises(PackError, match="“id”"):
        load_pack(folder, round_id="strategy")


def test_no_pack_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="no pack"):
        load_packs(tmp_path, tmp_path / "nowhere")
