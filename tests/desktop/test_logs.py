from __future__ import annotations

import json
import logging
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from desktop import logs
from tests.support.guards import ExpectedLog

SAID = "I would ask who the groups are for"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_line_holds_message_and_fields(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("child restarted")
    with logs.logging_to(tmp_path) as path:
        logging.getLogger("hotseat.worker").warning("child restarted", extra={"child": "recorder", "tries": 2})
    (line,) = lines(path)
    assert line["message"] == "child restarted"
    assert line["level"] == "WARNING"
    assert line["logger"] == "hotseat.worker"
    assert (line["child"], line["tries"]) == ("recorder", 2)
    assert line["time"].endswith("+00:00")


@pytest.mark.parametrize(
    "extra",
    [
        {"text": SAID},
        {"words": SAID.split()},
        {"request": {"messages": [{"role": "user", "content": SAID}]}},
        {"API_KEY": SAID},
        {"header": "Bearer " + SAID.replace(" ", "")},
        {"detail": "tried sk-abcdef0123456789 in vain"},
    ],
)
def test_nothing_said_and_no_key_is_written(extra: dict[str, Any], tmp_path: Path) -> None:
    with logs.logging_to(tmp_path) as path:
        logging.getLogger("hotseat.mind").info("asked", extra=extra)
    written = path.read_text()
    assert "asked" in written
    for secret in (SAID, SAID.replace(" ", ""), "groups", "abcdef0123456789"):
        assert secret not in written


def test_an_exception_is_written_without_its_message(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("it failed")

    def fail() -> None:
        raise ValueError(SAID)

    with logs.logging_to(tmp_path) as path:
        try:
            fail()
        except ValueError:
            logging.getLogger("hotseat").exception("it failed")
    (line,) = lines(path)
    assert line["exception"][0] == "ValueError"
    assert "fail" in line["exception"][-1]
    assert SAID not in path.read_text()


def test_the_home_folder_is_not_named(tmp_path: Path) -> None:
    with logs.logging_to(tmp_path) as path:
        logging.getLogger("hotseat").info("opened", extra={"path": Path.home() / "session"})
    assert lines(path)[0]["path"] == os.path.join("~", "session")  # noqa: PTH118


def test_other_handlers_see_the_record_as_it_was(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "hotseat"), logs.logging_to(tmp_path):
        logging.getLogger("hotseat").info("heard", extra={"text": SAID})
    assert vars(caplog.records[0])["text"] == SAID


def test_the_files_are_private_and_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "FILE_BYTES", 2_000)
    previous = os.umask(0)
    try:
        with logs.logging_to(tmp_path):
            for number in range(200):
                logging.getLogger("hotseat").info("counted", extra={"number": number})
    finally:
        os.umask(previous)
    files = list(tmp_path.iterdir())
    assert len(files) == 1 + logs.OLD_FILES
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_debug_is_written_only_when_asked_for(tmp_path: Path) -> None:
    for verbose in (False, True):
        with logs.logging_to(tmp_path, verbose=verbose) as path:
            logging.getLogger("hotseat").debug("looked")
    assert len(lines(path)) == 1


def test_keep_private_takes_all_rights_from_others(tmp_path: Path) -> None:
    previous = os.umask(0)
    try:
        logs.keep_private()
        (tmp_path / "file").write_text("")
        assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600
    finally:
        os.umask(previous)
