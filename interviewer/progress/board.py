"""The companies somebody is going to interview with: `companies.json` in the data folder.

`{"format": 1, "companies": [{"id", "name", "tier", "day", "rounds"}]}`; fields of later versions are carried along, and
so are entries that do not read. Replaced as a whole; one writer at a time, which the page sees to. A file that does not
read is put aside by the next write, under a name that says so. Blocking file access, any thread.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from interviewer.errors import RecordError
from interviewer.records.durable import not_written, put_aside, replace_file
from interviewer.records.folder import FOLDER_MODE

FORMAT = 1
LARGEST_BYTES = 1_000_000
LONGEST_NAME = 80
"""Characters."""
Tier = Literal[3, 2, 1]
TIERS: tuple[Tier, ...] = (3, 2, 1)
"""In the order in which they are interviewed with: those one can do without first."""


class Company(BaseModel):
    """One company. Fields of later versions are carried along."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: str = Field(min_length=1)
    """Stays the same as long as the company is there."""
    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    tier: Tier = 3
    day: date | None = None
    """Of the interview; None: not known yet."""
    rounds: tuple[str, ...] = ()
    """Ids of the rounds it uses."""

    def is_ready(self, ready: Collection[str]) -> bool:
        """Whether every round it uses is among those that are ready."""
        return bool(self.rounds) and set(self.rounds) <= set(ready)


@dataclass(frozen=True)
class Board:
    """Everything in the file; companies bottom tier first, then by date, then by name."""

    companies: tuple[Company, ...] = ()
    unread: tuple[Any, ...] = ()
    """Entries that do not read, as they stand in the file."""
    others: dict[str, Any] = field(default_factory=dict)
    """Fields of later versions."""

    def with_company(self, company: Company) -> Board:
        """The same with a company, in place of the one of its id if there is one; brings a removed one back."""
        kept = [one for one in self.companies if one.id != company.id]
        return replace(self, companies=in_order([*kept, company]))

    def without(self, company_id: str) -> Board:
        """The same without the company of that id."""
        return replace(self, companies=tuple(one for one in self.companies if one.id != company_id))

    def company(self, company_id: str) -> Company | None:
        return next((one for one in self.companies if one.id == company_id), None)

    def of_tier(self, tier: Tier) -> tuple[Company, ...]:
        return tuple(one for one in self.companies if one.tier == tier)


def new_company(name: str, tier: Tier, day: date | None, rounds: Iterable[str]) -> Company:
    """A company that is not anywhere yet; its name is cut where it is too long."""
    plain = " ".join(name.split())[:LONGEST_NAME]
    return Company(id=secrets.token_hex(4), name=plain, tier=tier, day=day, rounds=tuple(rounds))


def in_order(companies: Iterable[Company]) -> tuple[Company, ...]:
    """Bottom tier first, then the nearest date, those without one last, then by name."""
    return tuple(sorted(companies, key=lambda one: (-one.tier, one.day or date.max, one.name.casefold(), one.id)))


def read_board(file: Path) -> Board:
    """What is kept; an empty board when there is no such file.

    Raises: RecordError of the codes `board_damaged` and `board_too_new`.
    """
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise ValueError("too large")
        value = json.loads(file.read_bytes())
    except FileNotFoundError:
        return Board()
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged(file) from error
    return from_json(value, file)


def change_board(file: Path, change: Callable[[Board], Board]) -> Board:
    """Read the board, change it and keep it; how it is now. One that does not read is put aside and begun anew.

    Raises:
        RecordNotWritten: naming the cause; what was there before still stands.
        RecordError: a later version wrote what is there; it stays.
    """
    try:
        board = read_board(file)
    except RecordError as error:
        if error.code != "board_damaged":
            raise
        _put_aside(file)
        board = Board()
    changed = change(board)
    data = json.dumps(to_json(changed), ensure_ascii=False, indent=1).encode() + b"\n"
    try:
        file.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        replace_file(file, data)
    except OSError as error:
        raise not_written(error, "The list of companies") from error
    return changed


def to_json(board: Board) -> dict[str, Any]:
    """The board as a JSON object. `from_json` is its inverse."""
    told = [*(one.model_dump(mode="json") for one in board.companies), *board.unread]
    return {**board.others, "format": FORMAT, "companies": told}


def from_json(value: Any, file: Path) -> Board:
    """The board a JSON object stands for; `file` is named in errors.

    Raises: RecordError of the codes `board_damaged` and `board_too_new`.
    """
    version = value.get("format") if isinstance(value, dict) else None
    if not isinstance(version, int):
        raise _damaged(file)
    if version > FORMAT:
        sentence = f"The companies in {file} have format {version}; this Hotseat reads up to {FORMAT}. Update it."
        raise RecordError(sentence, code="board_too_new")
    good: dict[str, Company] = {}
    bad: list[Any] = []
    items = value.get("companies")
    for item in items if isinstance(items, list) else []:
        try:
            company = Company.model_validate(item)
        except ValidationError:
            bad.append(item)
        else:
            good[company.id] = company
    others = {name: one for name, one in value.items() if name not in ("format", "companies")}
    return Board(in_order(good.values()), tuple(bad), others)


def _damaged(file: Path) -> RecordError:
    sentence = f"The companies in {file} do not read. The next one that is added puts that file aside."
    return RecordError(sentence, code="board_damaged")


def _put_aside(file: Path) -> None:
    """Raises: RecordNotWritten."""
    try:
        put_aside(file)
    except OSError as error:
        raise not_written(error, "The list of companies") from error
