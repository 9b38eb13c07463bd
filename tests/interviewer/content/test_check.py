"""What fits the schema can still be wrong: a case that tells on itself, a rubric that cannot tell answers apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.content.alike import alike, alike_by_rarity
from interviewer.content.loader import load_pack
from interviewer.errors import PackError, Problem
from tests.interviewer.content.support import change, copy_of_pm, shipped

QUESTION = "questions/library-holds.toml"
ROUND = "rounds/execution.toml"
RUBRIC = "rubrics/execution.toml"
FIRST_ANCHOR = "Names features or goes straight to metrics, and never says what anyone needs the product for."
SECOND_LEVEL = "Repeats the description of the product in other words and gives no reason for it to exist."


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return caught.value.problems


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (QUESTION, "Other city libraries report nothing", "Their Android release had nothing", "names the cause"),
        (QUESTION, "Now imagine the share", "Now, after an Android release, the share", "The line that opens"),
        (QUESTION, "action_cues = [", 'action_cues = []\n# [', "how a candidate may name the action"),
        (RUBRIC, SECOND_LEVEL, FIRST_ANCHOR, "what score 1 of apm says too"),
        (ROUND, 'id = "assumptions"', 'id = "presumptions"', "“presumptions”: it is listened for and never scored"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(tmp_path: Path, file: str, old: str, new: str, says: str) -> None:
    folder = copy_of_pm(tmp_path)
    line = change(folder / file, old, new)
    if "how a candidate" in says:
        text = (folder / file).read_text(encoding="utf-8").replace("# [", "# ").split("\n")
        start, end = line, text.index("]", line)
        (folder / file).write_text("\n".join(text[:start] + text[end + 1 :]), encoding="utf-8")
        line = next(number for number, each in enumerate(text, 1) if each.startswith("action ="))
    found = [problem for problem in problems_of(folder) if says in problem.sentence]
    assert [(problem.file, problem.line) for problem in found] == [(file, line)], problems_of(folder)
    assert found[0].sentence.endswith(".")


def test_one_dimension_must_not_decide_alone(tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    file = folder / RUBRIC
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("weight = 4", "weight = 1").replace("weight = 3", "weight = 9", 1), encoding="utf-8")
    (problem,) = problems_of(folder)
    assert "“product_rationale” weighs more than all other" in problem.sentence
    assert (problem.file, problem.line) == (RUBRIC, text[: text.index("weight = 3")].count("\n") + 1)


def test_some_dimension_is_core(tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    file = folder / RUBRIC
    file.write_text(file.read_text(encoding="utf-8").replace("core = true", "core = false"), encoding="utf-8")
    (problem,) = problems_of(folder)
    assert "No dimension is core" in problem.sentence


def test_what_does_not_read_and_what_does_not_fit_come_together(tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    line = change(folder / QUESTION, "no holds at all?", "no holds & all?")
    faulty = (folder / QUESTION).read_text(encoding="utf-8").replace('level = "pm"', 'level = "boss"')
    (folder / "questions" / "another.toml").write_text(faulty.replace("library-holds", "another"), encoding="utf-8")
    found = {(problem.file, problem.line) for problem in problems_of(folder)}
    assert ("questions/another.toml", 5) in found
    assert (QUESTION, line) in found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("line_words = 40", 'line_words = "40"'),
        ("fillers = [", "fillings = ["),
        ("opening = [", 'opening = "Hello"\nx = ['),
    ],
)  # fmt: skip
def test_a_fault_in_what_rounds_have_in_common_is_told_once(tmp_path: Path, old: str, new: str) -> None:
    folder = copy_of_pm(tmp_path)
    change(folder / "common.toml", old, new)
    assert {problem.file for problem in problems_of(folder)} == {"common.toml"}


def test_a_round_that_is_wrong_beside_a_wrong_common_file_is_told_too(tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    change(folder / "common.toml", "line_words = 40", "line_words = ]")
    line = change(folder / ROUND, "most = 4", "most = -4")
    assert [(problem.file, problem.line) for problem in problems_of(folder)][1:] == [(ROUND, line)]


def test_a_table_that_is_no_table_is_named(tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    line = change(folder / ROUND, "minutes = 35", "minutes = 35\nlines = 3") + 1
    assert [(problem.file, problem.line) for problem in problems_of(folder)] == [(ROUND, line)]


def test_a_round_may_hold_its_own_rubric_but_not_twice(tmp_path: Path) -> None:
    folder = copy_of_pm(tmp_path)
    rubric, entry = folder / RUBRIC, folder / ROUND
    dimensions = rubric.read_text(encoding="utf-8").replace('id = "execution"\n', "", 1)
    entry.write_text(entry.read_text(encoding="utf-8") + dimensions, encoding="utf-8")
    assert "rounds/execution.toml has dimensions of its own" in problems_of(folder)[0].sentence
    rubric.unlink()
    assert load_pack(folder).rounds[0].dimensions
    line = change(entry, SECOND_LEVEL, FIRST_ANCHOR)
    assert [(problem.file, problem.line) for problem in problems_of(folder)] == [(ROUND, line)]


# --- lines alike ----------------------------------------------------------------------------------------------------

SPOKEN = [(question.id, question.spoken) for question in shipped().questions]


LIBRARY = "execution/library-holds"
TWIN = (
    "You run the holds feature in a city library's app, with which members reserve books that are out on loan. "
    "What goals would you set, and how would you measure success?"
)
COUSIN = (
    "Members of a city library can reserve books that are on loan. You run that feature of the app. Which goals "
    "would you give it, and how do you measure its success?"
)


@pytest.mark.parametrize("twin", [TWIN, COUSIN])
def test_a_question_in_other_words_is_found_among_many(twin: str) -> None:
    assert list(alike_by_rarity([*SPOKEN, ("twin", twin)])) == [(LIBRARY, "twin")]


def test_the_same_turn_of_phrase_on_another_subject_is_another_question() -> None:
    other = "Imagine you run the returns desk in the app of a shoe maker, where buyers send back pairs that do not fit."
    asked = f"{other} What goals would you set for it, and how would you measure success?"
    assert list(alike_by_rarity([*SPOKEN, ("other", asked)])) == []


def test_shared_lines_may_be_alike_among_themselves() -> None:
    shared = [("a", "Would you ship it?"), ("b", "Would you ship it?")]
    assert list(alike([("c", "What would you do?")], shared)) == []
    assert list(alike([("c", "Would you ship it?"), ("d", "Ship it, would you?")], shared)) == [("a", "c"), ("a", "d")]
