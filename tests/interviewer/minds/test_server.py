"""Addresses are read once, and a key goes to the server it belongs to only."""

from __future__ import annotations

import pytest

from interviewer.errors import MindUnavailable
from interviewer.minds.server import is_loopback, server_at


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1"),
        (" http://localhost:1234/ ", "http://localhost:1234/v1"),
        ("http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1"),
        ("https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1"),
        ("https://models.example/api/openai", "https://models.example/api/openai"),
        ("http://[::1]:8080", "http://[::1]:8080/v1"),
    ],
)
def test_an_address_is_completed(written: str, url: str) -> None:
    assert server_at(written, "m", {}).url == url


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("127.0.0.1:11434", "begins with http:// or https://"),
        ("ftp://127.0.0.1", "begins with http:// or https://"),
        ("http://", "cannot be read"),
        ("http://127.0.0.1:port", "cannot be read"),
        ("http://[v1.a]", "cannot be read"),
        ("http://a\\b", "cannot be read"),
        ("http://a host/", "cannot be read"),
        ("http://me:canary@127.0.0.1", "without a name, a key or a query"),
        ("http://127.0.0.1/v1?key=canary", "without a name, a key or a query"),
    ],
)
def test_what_is_no_address_is_refused(written: str, says: str) -> None:
    with pytest.raises(MindUnavailable, match=says) as refused:
        server_at(written, "m", {})
    assert refused.value.code == "usage"
    assert "canary" not in refused.value.sentence


def test_a_model_must_be_named() -> None:
    with pytest.raises(MindUnavailable, match="--server-model"):
        server_at("http://127.0.0.1", " ", {})


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://api.openai.com", "openai-canary"),
        ("http://api.openai.com", ""),
        ("https://api.openai.com.example", ""),
        ("http://127.0.0.1:11434", ""),
    ],
)
def test_openais_key_goes_to_openai_only(address: str, key: str) -> None:
    assert server_at(address, "m", {"OPENAI_API_KEY": "openai-canary"}).key == key


def test_our_own_variable_comes_first_and_an_argument_before_it() -> None:
    environment = {"HOTSEAT_API_KEY": " ours \n", "OPENAI_API_KEY": "theirs"}
    assert server_at("https://api.openai.com", "m", environment).key == "ours"
    assert server_at("http://127.0.0.1", "m", environment).key == "ours"
    assert server_at("http://127.0.0.1", "m", environment, key="given").key == "given"


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "schlüssel"])
def test_what_cannot_be_a_key_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(MindUnavailable, match="Copy it again") as refused:
        server_at("http://127.0.0.1", "m", {"HOTSEAT_API_KEY": key})
    assert key not in refused.value.sentence


def test_a_server_is_shown_without_its_key() -> None:
    assert "canary" not in repr(server_at("http://127.0.0.1", "m", {"HOTSEAT_API_KEY": "canary"}))


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        ("localhost", True),
        ("127.0.0.53", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("0.0.0.0", True),
        ("192.168.1.4", False),
        ("localhost.example", False),
        ("example", False),
    ],
)
def test_this_machine_is_known(host: str, is_here: bool) -> None:
    assert is_loopback(host) is is_here


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("http://127.0.0.1:1/v1", True),
        ("http://localhost:1", True),
        ("http://192.168.1.20:11434", True),
        ("http://10.0.0.3", True),
        ("http://[fd00::1]:8080", True),
        ("http://den.local:8080", True),
        ("https://api.openai.com/v1", False),
        ("http://8.8.8.8", False),
        ("https://models.example", False),
    ],
)
def test_a_server_in_the_same_network_is_near(address: str, near: bool) -> None:
    assert server_at(address, "m", {}, key="").is_near is near
