"""A browser for the tests that open an exported page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.browser import Broken, Tab, tab
from tests.support.guards import skip_missing_part


@pytest.fixture(scope="module", name="browser")
def _browser() -> Iterator[Tab]:
    """One for all tests of a file: starting it takes longer than they do."""
    try:
        with tab() as made:
            yield made
    except Broken as fault:
        skip_missing_part(f"no browser starts here: {fault}")
