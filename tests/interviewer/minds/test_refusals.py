"""What an error of a server is about, in the words of many servers."""

from __future__ import annotations

import pytest

from interviewer.minds.refusals import About, about
from tests.support.fake_vendors import VENDORS, TooLong

OTHERS = [
    (500, "", "Failed to parse grammar", About.FORM),
    (422, "", "extra inputs are not permitted", About.FORM),
    (400, "invalid_request_error", "response_format is not supported by this model", About.FORM),
    (400, "", "Requested tokens (2285) exceed context window of 2048", About.CONTEXT),
    (413, "", "", About.CONTEXT),
    (404, "", "No models loaded. Load one first.", About.MODEL),
    (404, "", "Not Found", About.OTHER),
    (500, "", "CUDA out of memory", About.OTHER),
    (401, "", "The model does not exist.", About.OTHER),
    (429, "", "Too many requests for this context window", About.OTHER),
    (400, "", f"{'x' * 300} the context length", About.FORM),
]


@pytest.mark.parametrize("vendor", VENDORS)
def test_each_vendor_is_understood(vendor: str) -> None:
    server = VENDORS[vendor]
    refusals = [(server.missing, About.MODEL)]
    refusals += [(server.no_room, About.CONTEXT)] if server.too_long is TooLong.REFUSED else []
    refusals += [(server.no_form, About.FORM)] if server.refuses else []
    for refusal, matter in refusals:
        body = server.body(refusal)
        error = body.get("error", body)
        kind = f"{error.get('code')} {error.get('type')}".lower() if isinstance(error, dict) else "none none"
        assert about(refusal.status, kind, f"Error code: {refusal.status} {error}") is matter


@pytest.mark.parametrize(("status", "kind", "message", "matter"), OTHERS)
def test_others_are_too(status: int, kind: str, message: str, matter: About) -> None:
    assert about(status, kind, message) is matter
