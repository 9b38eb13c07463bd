"""Why a server gave no text for a sound, in one sentence that names one cause, and whether asking again may help. Pure.

Nothing a server wrote is repeated: error messages can quote the key.
"""

from __future__ import annotations

import json

from desktop.language import tr
from interviewer.minds.client import Page
from interviewer.minds.refusals import FORM_STATUSES, About, about
from interviewer.minds.server import Server
from speech.errors import TranscriptionFailed

KEY, MODEL, ADDRESS, TOO_LONG, LATE = (
    "listener_key",
    "listener_model",
    "listener_address",
    "listener_too_long",
    "listener_late",
)
LOOKED_AT = 4000
"""Bytes of an error."""
_ABOUT_FORM = (b"response_format", b"timestamp_granularities", b"verbose_json")
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


def refusal(server: Server, page: Page) -> TranscriptionFailed | None:
    """Why this answer is no transcription; None when its status says it is one."""
    if 200 <= page.status < 300:
        if "html" in page.kind:
            return not_this_api(server)
        return None
    return TranscriptionFailed(_sentence(server, page), code=_code(page), passing=page.status in _PASSING)


def not_this_api(server: Server) -> TranscriptionFailed:
    """What came is no reply of a server that transcribes."""
    sentence = tr(
        "What answers at {host} does not transcribe in the OpenAI protocol. Check the address; most end in /v1.",
        host=server.host,
    )
    return TranscriptionFailed(sentence, code=ADDRESS)


def late(server: Server, seconds: float) -> TranscriptionFailed:
    """No text after so many seconds."""
    sentence = tr("{host} is too slow: no text within {n} seconds.", host=server.host, n=round(seconds))
    return TranscriptionFailed(sentence, code=LATE, passing=True)


def unreachable(sentence: str) -> TranscriptionFailed:
    """It cannot be reached, for the reason given, or broke off."""
    return TranscriptionFailed(sentence, passing=True)


def about_form(page: Page) -> bool:
    """Whether a server refused how it was asked, and not what: then plain JSON may be had from it."""
    words = page.body[:LOOKED_AT].lower()
    return page.status in FORM_STATUSES and any(word in words for word in _ABOUT_FORM)


def model_missing(server: Server, models: tuple[str, ...]) -> TranscriptionFailed:
    """It knows other models, but not this one."""
    names = [name for name in models if name.isprintable()][:6]
    there = tr("It has {names}.", names=", ".join(names)) if names else tr("It has no model yet.")
    sentence = tr("{host} has no model {model}.", host=server.host, model=server.model)
    return TranscriptionFailed(f"{sentence} {there}", code=MODEL)


def is_about_model(page: Page) -> bool:
    """Whether the model may be what is missing."""
    return page.status == 404 or about(page.status, *_error(page)) is About.MODEL


def _code(page: Page) -> str:
    if page.status in (401, 403):
        return KEY
    return TOO_LONG if page.status == 413 else ADDRESS if page.status in (404, 405) else TranscriptionFailed.code


def _sentence(server: Server, page: Page) -> str:
    host, model = server.host, server.model
    if page.status == 401 and not server.key:
        return tr("{host} wants a key. Enter it in Settings.", host=host)
    sentences = {
        401: tr("{host} refused the key. Check it and enter it again.", host=host),
        403: tr("{host} does not allow the use of {model} with this key.", host=host, model=model),
        404: tr("{host} does not transcribe at this address. Most addresses end in /v1.", host=host),
        405: tr("{host} does not transcribe at this address. Most addresses end in /v1.", host=host),
        407: tr("A proxy wants a password before it lets anything through to {host}.", host=host),
        413: tr("{host} takes no sound of this length.", host=host),
        429: tr("{host} gets more requests than it allows.", host=host),
        503: tr("{host} is not ready; it may still be loading {model}.", host=host, model=model),
    }
    if page.status in sentences:
        return _quota(page, host) or sentences[page.status]
    if 300 <= page.status < 400:
        return tr("{host} points to another address, which is not followed. Name that address instead.", host=host)
    if page.status >= 500:
        return tr("{host} failed with an error of its own ({status}). Look at its log.", host=host, status=page.status)
    return tr(
        "{host} refused the sound ({status}). {model} may not be a model that transcribes.",
        host=host,
        status=page.status,
        model=model,
    )


def _quota(page: Page, host: str) -> str:
    spent = page.status == 429 and "quota" in _error(page)[0]
    return tr("The account at {host} has used up its quota.", host=host) if spent else ""


def _error(page: Page) -> tuple[str, str]:
    """Code and type of an error, and what it says, as far as it tells; to be looked at and never shown."""
    try:
        fault = json.loads(page.body)["error"]
        return f"{fault.get('code')} {fault.get('type')}".lower(), str(fault.get("message"))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return "", ""
