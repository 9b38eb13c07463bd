"""What every command does before it knows what is asked of it."""

from __future__ import annotations

import os

import pytest

from desktop.__main__ import ONE_BY_ONE, main


@pytest.mark.parametrize(("set_before", "then"), [(None, "1"), ("4", "4")])
def test_small_products_of_matrices_are_left_to_one_thread(
    set_before: str | None, then: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless somebody wants it otherwise; children of ours inherit it."""
    if set_before is None:
        monkeypatch.delenv(ONE_BY_ONE)
    else:
        monkeypatch.setenv(ONE_BY_ONE, set_before)
    assert main(["pack", "list"]) == 0
    assert os.environ[ONE_BY_ONE] == then
