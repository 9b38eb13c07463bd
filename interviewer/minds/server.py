"""Where a language model is served: the address, the model, and the key that belongs to it. Pure."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from interviewer.errors import MindUnavailable

KEY_VARIABLE = "HOTSEAT_API_KEY"
"""Environment variable: the key for whatever server is named."""
OPENAI_KEY_VARIABLE = "OPENAI_API_KEY"
"""Environment variable: the key for OpenAI's own server, and never sent to another."""
OPENAI_HOST = "api.openai.com"

EXAMPLE = "http://127.0.0.1:11434/v1"
_ENDPOINTS = re.compile(r"/(?:chat/completions|completions|models|responses)$")


@dataclass(frozen=True, slots=True)
class Server:
    """One model on one server."""

    url: str
    """Everything before `/chat/completions`; most end in `/v1`."""
    model: str
    key: str = field(default="", repr=False)
    """Empty: none is sent."""

    @property
    def host(self) -> str:
        """Host and port, as sentences and the record name the server."""
        return urlsplit(self.url).netloc

    @property
    def title(self) -> str:
        """Model and host, as the record names who works there."""
        return f"{self.model} at {self.host}"

    @property
    def port(self) -> int | None:
        """None where the address names none."""
        return urlsplit(self.url).port

    @property
    def is_here(self) -> bool:
        """Whether the server runs on this machine: no proxy must come between."""
        return is_loopback(urlsplit(self.url).hostname or "")

    @property
    def is_near(self) -> bool:
        """Whether it runs on this machine or in the same local network: nobody is paid for what it reads."""
        host = urlsplit(self.url).hostname or ""
        return self.is_here or host.endswith((".local", ".lan", ".home.arpa")) or _is_private(host)


def server_at(address: str, model: str, environment: Mapping[str, str], *, key: str | None = None) -> Server:
    """The server at an address somebody wrote; without a `key` the one the environment has for it.

    Raises:
        MindUnavailable: the address, the name or the key cannot be one.
    """
    url = _url(address.strip())
    if not model.strip():
        raise _usage("Name the model to ask with --server-model NAME.")
    secret = key if key is not None else _key_for(urlsplit(url), environment)
    return Server(url, model.strip(), _checked_key(secret.strip()))


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback or address.is_unspecified


def _is_private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


def _url(address: str) -> str:
    if not re.match(r"https?://", address):
        raise _usage(f"The address of a server begins with http:// or https://, as in {EXAMPLE}.")
    parts = _parts(address)
    if parts is None:
        raise _usage(f"The address of the server cannot be read. It looks like {EXAMPLE}.")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise _usage(f"Write the server's address without a name, a key or a query. A key goes into {KEY_VARIABLE}.")
    path = _ENDPOINTS.sub("", parts.path.rstrip("/")) or "/v1"
    return f"{parts.scheme}://{parts.netloc}{path}"


def _parts(address: str) -> SplitResult | None:
    """The parts of an address, None when it is none."""
    try:
        parts = urlsplit(address)
        _port = parts.port
        if "[" in parts.netloc:
            ipaddress.IPv6Address(parts.hostname or "")
    except ValueError:
        return None
    return parts if parts.hostname and not re.search(r"\\|[^\x21-\x7e]", address) else None


def _key_for(url: SplitResult, environment: Mapping[str, str]) -> str:
    key = environment.get(KEY_VARIABLE, "")
    if not key and url.hostname == OPENAI_HOST and url.scheme == "https":
        key = environment.get(OPENAI_KEY_VARIABLE, "")
    return key


def _checked_key(key: str) -> str:
    if re.search(r"[^\x21-\x7e]", key):
        raise _usage(f"The key in {KEY_VARIABLE} holds characters that no key has. Copy it again.")
    return key


def _usage(sentence: str) -> MindUnavailable:
    return MindUnavailable(sentence, code="usage")
