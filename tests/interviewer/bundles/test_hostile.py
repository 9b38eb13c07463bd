"""Bundles from strangers who mean harm: each is refused with a sentence, and nothing is written."""

from __future__ import annotations

import json
import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer.bundles.layout import CONTENTS, MOST_FILES, is_session_id, largest
from interviewer.bundles.taking_in import take_in
from interviewer.errors import ImportRefused, InterviewerError, SessionTooNew
from tests.interviewer.bundles.support import Files, bundle, contents_in, everything, files_in, pack, session, told_of

AUDIO = "audio/0001-candidate.wav"


@dataclass(frozen=True)
class Good:
    """A bundle as it should be, to be spoilt."""

    files: Files
    contents: dict[str, Any]
    raw: bytes

    def packed(self, out: Path, files: Files | None = None, **contents: Any) -> Path:
        """A zip of these files that says what is in it, but for what `contents` changes."""
        files = self.files if files is None else files
        return pack(out, files, {**told_of(files, self.contents), **contents})

    def without_telling(self, out: Path, bend: Callable[[zipfile.ZipInfo], None]) -> Path:
        return pack(out, self.files, told_of(self.files, self.contents), bend)


@pytest.fixture(name="good", scope="module")
def _good(tmp_path_factory: pytest.TempPathFactory) -> Good:
    folder = tmp_path_factory.mktemp("sessions")
    path = bundle(session(folder), folder / "good.hotseat")
    return Good(files_in(path), contents_in(path), path.read_bytes())


def spoken(_value: object) -> None:
    """Takes every delivery for one."""


def with_file(name: str, data: bytes = b"{}") -> Callable[[Good, Path], Path]:
    return lambda good, out: good.packed(out, {**good.files, name: data})


def in_place(name: str, change: Callable[[bytes], bytes]) -> Callable[[Good, Path], Path]:
    """One file with another content, truly told of."""
    return lambda good, out: good.packed(out, {**good.files, name: change(good.files[name])})


def as_json(name: str, change: Callable[[dict[str, Any]], object]) -> Callable[[Good, Path], Path]:
    def changed(data: bytes) -> bytes:
        value = json.loads(data)
        change(value)
        return json.dumps(value).encode()

    return in_place(name, changed)


def an_event(**fields: Any) -> Callable[[Good, Path], Path]:
    """The first event of its kind with other fields."""

    def changed(data: bytes) -> bytes:
        lines = [json.loads(line) for line in data.splitlines()]
        line = next(line for line in lines if line["kind"] == fields["kind"])
        line.update(fields)
        return b"".join(json.dumps(line).encode() + b"\n" for line in lines)

    return in_place("events.jsonl", changed)


def bent(**attributes: Any) -> Callable[[Good, Path], Path]:
    """The sound's entry in the directory with other attributes."""

    def bend(info: zipfile.ZipInfo) -> None:
        if info.filename == AUDIO:
            for name, value in attributes.items():
                setattr(info, name, value)

    return lambda good, out: good.without_telling(out, bend)


def in_bytes(change: Callable[[bytes], bytes]) -> Callable[[Good, Path], Path]:
    def changed(good: Good, out: Path) -> Path:
        out.write_bytes(change(good.raw))
        return out

    return changed


def patched(magic: bytes, at: int, form: str, value: int, name: bytes = AUDIO.encode()) -> Callable[[bytes], bytes]:
    """Overwrites a field of a header that stands before a name."""

    def changed(data: bytes) -> bytes:
        spoilt = bytearray(data)
        length = 30 if magic == b"PK\x03\x04" else 46
        place = 0
        while (place := data.find(name, place)) >= 0:
            if data[place - length : place - length + 4] == magic:
                struct.pack_into(form, spoilt, place - length + at, value)
            place += 1
        assert spoilt != data
        return bytes(spoilt)

    return changed


def twice(name: str, again: str) -> Callable[[Good, Path], Path]:
    """A zip in which a name, or one that is the same to some disks, stands twice."""

    def changed(good: Good, out: Path) -> Path:
        pack(out, {**good.files, "x" * len(name): b"{}"}, told_of(good.files, good.contents))
        out.write_bytes(out.read_bytes().replace(b"x" * len(name), again.encode()))
        return out

    return changed


def bomb(good: Good, out: Path) -> Path:
    return good.packed(out, {**good.files, "delivery/0001.json": b" " * 15_000_000})


def lying_bomb(good: Good, out: Path) -> Path:
    """The directory says that the file is small."""
    bomb(good, out)
    for magic, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        out.write_bytes(patched(magic, at, "<I", 5000, b"delivery/0001.json")(out.read_bytes()))
    return out


def overlapping(good: Good, out: Path) -> Path:
    """Two entries of the directory share a file's bytes."""
    good.packed(out, {**good.files, "delivery/0001.json": b"{}"})
    data = out.read_bytes()
    with zipfile.ZipFile(out) as archive:
        place = archive.getinfo("delivery/0001.json").header_offset
    out.write_bytes(patched(b"PK\x01\x02", 42, "<I", place)(data))
    return out


def many(good: Good, out: Path) -> Path:
    return good.packed(out, {**good.files, **{f"delivery/{number:04d}.json": b"" for number in range(MOST_FILES)}})


def nested(good: Good, out: Path) -> Path:
    return good.packed(out, {**good.files, "inner.hotseat": good.raw})


def told_other(change: Callable[[dict[str, Any]], object]) -> Callable[[Good, Path], Path]:
    """A bundle whose `bundle.json` was changed by hand."""

    def changed(good: Good, out: Path) -> Path:
        told = told_of(good.files, good.contents)
        change(told)
        return pack(out, good.files, told)

    return changed


def contents_as(data: bytes) -> Callable[[Good, Path], Path]:
    return lambda good, out: pack(out, good.files, data)


def deep(data: bytes) -> bytes:
    return b'{"format": 1, "pad": ' + b"[" * 40_000 + b"]" * 40_000 + b"}"


def extra_hidden(info: zipfile.ZipInfo) -> None:
    info.extra = struct.pack("<HHBL", 0x7075, 5, 1, 0)


def of_packed(told: dict[str, Any], **fields: Any) -> None:
    next(one for one in told["files"] if one["name"] == AUDIO).update(fields)


NAN = '{"format": 1, "pad": "", "notes": [{"id": "a", "at": NaN, "text": "x"}]}'
HUGE = '{"format": 1, "pad": "", "notes": [{"id": "a", "at": 1e999, "text": "x"}]}'

HOSTILE: dict[str, Callable[[Good, Path], Path]] = {
    # names that lead out of the folder, or nowhere good
    "traversal": with_file("../evil.json"),
    "traversal inside": with_file("reviews/../../evil.json"),
    "traversal of Windows": with_file("reviews\\..\\..\\evil.json"),
    "absolute": with_file("/tmp/evil.json"),
    "drive": with_file("C:/evil.json"),
    "network": with_file("//server/share/evil.json"),
    "device": with_file("reviews/con.json"),
    "device with a number": with_file("reviews/lpt1.json"),
    "stream": with_file("reviews/coach.json:evil"),
    "trailing dot": with_file("reviews/coach.json."),
    "control characters": with_file("reviews/co\x1bach.json"),
    "right to left": with_file("reviews/\u202egnp.json"),
    "too long": with_file(f"reviews/{'a' * 300}.json"),
    "hidden file": with_file(".lock"),
    "program": with_file("audio/run.exe", b"MZ"),
    "foreign file": with_file("README.txt", b"hello"),
    "folder": with_file("reviews/", b""),
    "deeper": with_file("reviews/more/coach.json"),
    "other digits": with_file("audio/q\u0661\u0662\u0663\u0664.wav"),
    "bundle in a bundle": nested,
    # what the directory says
    "symbolic link": bent(external_attr=(stat.S_IFLNK | 0o777) << 16),
    "device node": bent(external_attr=(stat.S_IFBLK | 0o600) << 16),
    "pipe": bent(external_attr=(stat.S_IFIFO | 0o600) << 16),
    "folder by its mark": bent(external_attr=0x10),
    "comment": bent(comment=b"hidden"),
    "another name beside it": lambda good, out: good.without_telling(out, extra_hidden),
    "bzip2": bent(compress_type=zipfile.ZIP_BZIP2),
    "lzma": bent(compress_type=zipfile.ZIP_LZMA),
    "encrypted": in_bytes(patched(b"PK\x01\x02", 8, "<H", 1)),
    "twice": twice("delivery/0001.json", "reviews/coach.json"),
    "twice but for case": twice("annotations", "Notes.json\x00"),
    "case": with_file("Session.json"),
    "name behind a NUL": twice("a" * 14, "notes.json\x00.sh"),
    "two names": in_bytes(patched(b"PK\x03\x04", 26, "<H", 23)),
    "overlapping": overlapping,
    "too many files": many,
    "bomb": bomb,
    "bomb that lies": lying_bomb,
    "size that lies": in_bytes(patched(b"PK\x01\x02", 24, "<I", 10)),
    "size of a disk": in_bytes(patched(b"PK\x01\x02", 24, "<I", 0xFFFFFFF0)),
    # the file itself
    "truncated": in_bytes(lambda data: data[: len(data) // 2]),
    "truncated by a byte": in_bytes(lambda data: data[:-1]),
    "cut in front": in_bytes(lambda data: data[100:]),
    "something before it": in_bytes(lambda data: b"#!/bin/sh\n" + data),
    "something behind it": in_bytes(lambda data: data + b"#!/bin/sh\n"),
    "flipped bit": in_bytes(lambda data: data.replace(b"\xff\x3f", b"\xff\x3e", 1)),
    "no zip": in_bytes(lambda _data: b"hello" * 100),
    "empty": in_bytes(lambda _data: b""),
    "only an end": in_bytes(lambda _data: b"PK\x05\x06" + bytes(18)),
    # what the manifest says
    "no contents": in_bytes(lambda data: data.replace(CONTENTS.encode(), b"annotations")),
    "wrong hash": told_other(lambda told: of_packed(told, sha256="0" * 64)),
    "wrong size": told_other(lambda told: of_packed(told, bytes=844 + 2)),
    "negative size": told_other(lambda told: of_packed(told, bytes=-1)),
    "file it lacks": told_other(lambda told: told["files"].append({**told["files"][0], "name": "notes2.json"})),
    "file told twice": told_other(lambda told: told["files"].append(told["files"][0])),
    "file untold": told_other(lambda told: told["files"].pop()),
    "session outside": told_other(lambda told: told.update(session="../../evil")),
    "session hidden": told_other(lambda told: told.update(session=".import-1")),
    "session a device": told_other(lambda told: told.update(session="NUL")),
    "another session": told_other(lambda told: told.update(session="2026-01-01T0000_other_0000")),
    "another day": told_other(lambda told: told.update(started="2020-01-01T00:00:00+00:00")),
    "kind unknown": told_other(lambda told: told.update(kind="program")),
    "return of a session": told_other(lambda told: told.update(kind="return")),
    "name of a person too long": told_other(lambda told: told.update(by="x" * 1000)),
    "contents no object": contents_as(b"[1, 2]"),
    "contents no JSON": contents_as(b"{"),
    "contents doubled key": contents_as(b'{"format": 1, "format": 2}'),
    "no events": lambda good, out: good.packed(out, {k: v for k, v in good.files.items() if k != "events.jsonl"}),
    # JSON
    "too deep": in_place("notes.json", deep),
    "not a number": in_place("notes.json", lambda _data: NAN.encode()),
    "infinite": in_place("notes.json", lambda _data: HUGE.encode()),
    "number of ninety thousand digits": in_place("notes.json", lambda _data: b'{"format": ' + b"1" * 90_000 + b"}"),
    "doubled key": in_place("notes.json", lambda _data: b'{"format": 1, "pad": "a", "pad": "b"}'),
    "not UTF-8": in_place("notes.json", lambda _data: b'{"format": 1, "pad": "\xff\xfe"}'),
    "half a surrogate pair in a review": as_json(
        "reviews/coach.json", lambda value: value["review"]["dimensions"][0].update(title="Goals \ud83d")
    ),
    "half a surrogate pair in a title": as_json("session.json", lambda value: value.update(title="Groups \udc00")),
    "half a surrogate pair in a key": as_json("notes.json", lambda value: value.update({"\ud83d": 1})),
    "half a surrogate pair in an event": an_event(kind="session_started", round="\ud83d"),
    "too large": in_place("notes.json", lambda data: data + bytes(range(32, 127)) * 50_000),
    "note without an id": in_place("notes.json", lambda _data: b'{"format": 1, "notes": [{"at": 1, "text": "x"}]}'),
    "review of numbers": in_place("reviews/coach.json", lambda _data: b'{"format": 1, "review": 5}'),
    "review unknown call": as_json("reviews/coach.json", lambda value: value["review"].update(call="god")),
    "delivery of nothing": with_file("delivery/0001.json", b'{"format": 1}'),
    "stances unknown": with_file("annotations.json", b'{"format": 1, "stances": {"a": {"stance": "love"}}}'),
    "manifest names a file outside": as_json(
        "session.json", lambda value: value["files"][1].update(name="../../../etc/passwd")
    ),
    "manifest still recording": as_json("session.json", lambda value: value.update(state="recording")),
    "manifest of another": as_json("session.json", lambda value: value.update(id="other")),
    "manifest with another sound": as_json("session.json", lambda value: value["files"][1].update(sha256="0" * 64)),
    # events
    "event names a file outside": an_event(kind="file_began", file="../../secret.wav"),
    "event names an absolute file": an_event(kind="line_said", file="/etc/passwd"),
    "event lasts for ever": an_event(kind="line_said", seconds=1e14),
    "event at the end of days": an_event(kind="session_ended", t=1e12),
    "event of a million hours": an_event(kind="file_began", frame=2**47),
    "event of the wrong form": an_event(kind="line_said", text=["no", "text"]),
    "event with engines that are none": an_event(kind="session_started", engines={"mind": {"a": 1}}),
    "event out of order": an_event(kind="line_said", seq=900),
    "line that is no event": in_place("events.jsonl", lambda data: data + b"{}\n"),
    "line that is not finished": in_place("events.jsonl", lambda data: data[:-1]),
    "events without an end": in_place("events.jsonl", lambda data: b"\n".join(data.split(b"\n")[:2]) + b"\n"),
    # sound
    "sound that is none": in_place(AUDIO, lambda data: b"MZ" + data[2:]),
    "sound that promises more": in_place(AUDIO, lambda data: data[:40] + struct.pack("<I", 2**31) + data[44:]),
    "sound of another rate": in_place(AUDIO, lambda data: data[:24] + struct.pack("<II", 8000, 16000) + data[32:]),
}


@pytest.fixture(name="data")
def _data(tmp_path: Path) -> Path:
    """A data folder with a session of one's own."""
    (tmp_path / "data" / "sessions").mkdir(parents=True)
    return tmp_path / "data"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("how", HOSTILE)
def test_a_hostile_bundle_is_refused_and_nothing_is_written(how: str, good: Good, data: Path, tmp_path: Path) -> None:
    evil = HOSTILE[how](good, tmp_path / "evil.hotseat")
    before = everything(tmp_path)
    with pytest.raises(InterviewerError) as refused:
        take_in(evil, data / "sessions", spoken)
    assert isinstance(refused.value, ImportRefused)
    sentence = refused.value.sentence
    assert sentence.endswith(".")
    assert sentence.isprintable()
    assert everything(tmp_path) == before


def test_there_are_more_than_thirty_of_them() -> None:
    assert len(HOSTILE) > 30


def test_the_good_one_they_are_made_of_is_taken_in(good: Good, data: Path, tmp_path: Path) -> None:
    """Else all of the above might be refused for another reason."""
    assert take_in(good.packed(tmp_path / "good.hotseat"), data / "sessions", spoken).folder is not None


def test_one_of_a_later_version_asks_for_an_update(good: Good, data: Path, tmp_path: Path) -> None:
    later = good.packed(tmp_path / "later.hotseat", format=9, min_reader=9)
    with pytest.raises(SessionTooNew, match="Update"):
        take_in(later, data / "sessions", spoken)
    assert not any((data / "sessions").iterdir())


def test_a_delivery_that_speech_does_not_take_is_refused(good: Good, data: Path, tmp_path: Path) -> None:
    def refuses(_value: object) -> None:
        raise ValueError("it is not a delivery")

    delivery = {"delivery/0001.json": b'{"format": 1, "model": "tiny.en", "text": "", "spoken": {}}'}
    evil = good.packed(tmp_path / "evil.hotseat", {**good.files, **delivery})
    with pytest.raises(ImportRefused, match="delivery"):
        take_in(evil, data / "sessions", refuses)
    assert not any((data / "sessions").iterdir())


@given(st.text(max_size=100) | st.from_regex(r"(audio|reviews|delivery|\.|\.\.)[/\\][^\n]{0,20}(\.json|\.wav)"))
def test_a_name_that_is_taken_stays_inside(name: str) -> None:
    if largest(name) is not None:
        parts = name.split("/")
        assert len(parts) <= 2
        assert name.isascii()
        assert "\\" not in name
        assert ".." not in parts
        assert all(part and part[0].isalnum() for part in parts)


@given(st.text(max_size=120))
def test_a_session_id_is_one_plain_name(name: str) -> None:
    if is_session_id(name):
        assert name.isascii()
        assert name.replace("-", "").replace("_", "").isalnum()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1, exclude_max=True), value=st.integers(0, 255), count=st.integers(1, 4))
def test_whatever_byte_is_changed_it_is_taken_whole_or_not_at_all(
    good: Good, tmp_path: Path, at: float, value: int, count: int
) -> None:
    spoilt, place = bytearray(good.raw), int(at * len(good.raw))
    spoilt[place : place + count] = bytes([value]) * len(spoilt[place : place + count])
    evil, sessions = tmp_path / "evil.hotseat", tmp_path / "fuzzed"
    evil.write_bytes(spoilt)
    sessions.mkdir(exist_ok=True)
    try:
        folder = take_in(evil, sessions, spoken, mine=True).folder
    except ImportRefused:
        assert not any(sessions.iterdir())
    else:
        assert folder is not None
        there = {name: data for name, data in everything(folder).items() if data is not None}
        assert there == {**good.files, ".arrived": b""}
        for path in sorted(folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        folder.rmdir()
