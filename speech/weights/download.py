"""The only door to the network: fetches a model's files from the hub, in ranges, resumable, each checked by its hash.

Runs on the asyncio thread; hashing what is already on the disk goes to a worker thread. Deadlines are our own, for the
library's are per read. Redirects are followed by hand, so that no host is spoken to that was not allowed.
"""

from __future__ import annotations

import asyncio
import logging
import random
import re
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from speech.errors import DownloadFailed
from speech.weights.facts import HUB_URL, Edition
from speech.weights.partial import Partial
from speech.weights.progress import Meter, OnProgress
from speech.weights.shelf import held
from speech.weights.space import need_space, writing

if TYPE_CHECKING:
    import httpx2

log = logging.getLogger("hotseat.download")

HUB_HOSTS = ("huggingface.co", "hf.co")
"""The hub and, as their subdomains, the servers its files lie on (huggingface.co/.well-known/meta.json)."""
IDLE_SECONDS = 30.0
"""Without a byte for this long a connection counts as dead."""
ATTEMPTS = 6
"""Failures in a row, without a new byte, after which a download gives up: about half a minute of waiting."""
FIRST_ATTEMPTS = 3
"""The same for a hub that has not answered once: somebody is waiting to hear that this computer is offline."""
LONGEST_WAIT_SECONDS = 30.0
REDIRECTS = 5

_AGAIN = "Check the connection and start the download again: it goes on where it stopped."
_BY_HAND = "You can also import a model folder that was copied from another computer."
_UNTRUSTED = (
    "The connection to {url} is not safe: its certificate could not be checked. If a company proxy reads the traffic, "
    "set SSL_CERT_FILE to its certificate."
)


class _Interrupted(Exception):
    """The transfer broke off in a way that may not happen again; the text says how."""

    def __init__(self, how: str, *, wait_seconds: float | None = None) -> None:
        super().__init__(how)
        self.wait_seconds = wait_seconds
        """How long the server asked us to wait."""


class Hub:
    """Where models are published. `url` may be a mirror with the same paths.

    `offline_only` refuses before a socket is opened. `sleep` waits between attempts. `what` is downloaded, and
    `by_hand` says how else it can be had.
    """

    def __init__(
        self,
        url: str = HUB_URL,
        *,
        offline_only: bool = False,
        idle_seconds: float = IDLE_SECONDS,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        what: str = "the speech model",
        by_hand: str = _BY_HAND,
    ) -> None:
        self._url = url.rstrip("/")
        self._offline_only = offline_only
        self._idle = idle_seconds
        self._sleep = sleep
        self._what = what
        self._by_hand = by_hand
        self._answered = False

    async def fetch_model(self, edition: Edition, folder: Path, on_progress: OnProgress | None = None) -> None:
        """Bring every file of an edition into `folder`, which is made if need be and serves to go on later.

        Cancelling keeps what has arrived.

        Raises: DownloadFailed for the reason given, DiskFull.
        """
        if self._offline_only:
            raise DownloadFailed(
                f"Hotseat is set to stay offline, so nothing was downloaded. {self._by_hand}", code="download_offline"
            )
        import httpx2

        facts = sorted(edition.files, key=lambda fact: fact.bytes)
        files = [Partial(folder, fact, edition.url(self._url, fact)) for fact in facts]
        meter = Meter(edition.bytes, on_progress)
        try:
            with writing(folder), held(folder.with_name(folder.name + ".lock")):
                waiting = [file for file in files if not await self._is_here(file, meter)]
                need_space(folder, sum(file.missing for file in waiting), self._what)
                headers = {"Accept-Encoding": "identity", "User-Agent": "hotseat"}
                async with httpx2.AsyncClient(timeout=None, follow_redirects=False, headers=headers) as client:
                    for file in waiting:
                        await self._fetch(client, file, meter)
        finally:
            for file in files:
                file.close()

    async def _is_here(self, file: Partial, meter: Meter) -> bool:
        if await asyncio.to_thread(file.finished_before):
            meter.skip(file.fact.bytes)
            return True
        await asyncio.to_thread(file.take_up)
        meter.skip(file.bytes)
        return False

    async def _fetch(self, client: httpx2.AsyncClient, file: Partial, meter: Meter) -> None:
        """Transfer one file, as often as it takes."""
        failures = 0
        while not file.complete:
            before = file.bytes
            try:
                await self._transfer(client, file, meter)
            except _Interrupted as fault:
                failures = 0 if file.bytes > before else failures + 1
                log.info(
                    "a download broke off", extra={"file": file.fact.name, "how": str(fault), "failures": failures}
                )
                if failures >= (ATTEMPTS if self._answered else FIRST_ATTEMPTS):
                    raise DownloadFailed(
                        f"The download of {file.fact.name} failed: {fault}. {_AGAIN} {self._by_hand}"
                    ) from fault
                await self._sleep(_wait_seconds(failures, fault.wait_seconds))
        await asyncio.to_thread(file.finish)

    async def _transfer(self, client: httpx2.AsyncClient, file: Partial, meter: Meter) -> None:
        """One connection's worth of a file.

        Raises: _Interrupted when it may go on, DownloadFailed when it may not.
        """
        import httpx2

        try:
            async with asyncio.timeout(self._idle):
                response = await self._open(client, file)
            self._answered = True
            try:
                self._accept(response, file, meter)
                body = response.aiter_raw()
                while not file.complete:
                    async with asyncio.timeout(self._idle):
                        chunk = await anext(body, b"")
                    if not chunk:
                        raise _Interrupted("the connection ended too early")
                    file.append(chunk)
                    meter.add(len(chunk))
            finally:
                await response.aclose()
        except TimeoutError:
            raise _Interrupted(f"nothing arrived for {self._idle:g} seconds") from None
        except httpx2.ProxyError as fault:
            raise DownloadFailed(
                f"The proxy refused the connection to {file.url}. Check the proxy settings. {self._by_hand}",
                code="download_proxy",
            ) from fault
        except httpx2.TransportError as fault:
            if _certificate_fault(fault):
                raise DownloadFailed(
                    f"{_UNTRUSTED.format(url=self._url)} {self._by_hand}", code="download_untrusted"
                ) from fault
            raise _Interrupted(_how(fault)) from fault

    async def _open(self, client: httpx2.AsyncClient, file: Partial) -> httpx2.Response:
        """Ask for what is missing of a file, from host to allowed host."""
        import httpx2

        headers = {}
        if file.bytes:
            headers["Range"] = f"bytes={file.bytes}-"
            if file.etag and not file.etag.startswith("W/"):
                headers["If-Range"] = file.etag
        try:
            url = httpx2.URL(file.url)
            for _ in range(REDIRECTS + 1):
                self._allow(url)
                response = await client.send(client.build_request("GET", url, headers=headers), stream=True)
                if not response.has_redirect_location:
                    return response
                await response.aclose()
                url = url.join(response.headers["location"])
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol):
            raise DownloadFailed(f"{self._url} is no web address a model can be downloaded from.") from None
        raise DownloadFailed(f"The hub sent the download of {file.fact.name} round in circles. Try again later.")

    def _allow(self, url: httpx2.URL) -> None:
        """Raises: DownloadFailed for a host that is neither the hub that was asked for nor one of its file servers."""
        import httpx2

        asked = httpx2.URL(self._url)
        ours = (url.scheme, url.host, url.port) == (asked.scheme, asked.host, asked.port)
        known = any(url.host == host or url.host.endswith(f".{host}") for host in HUB_HOSTS)
        if not ours and not (url.scheme == "https" and known):
            raise DownloadFailed(
                f"The hub sent the download on to {url.host}, which is not one of its servers, so it was stopped. "
                "Perhaps this network wants you to log in first.",
                code="download_intercepted",
            )

    def _accept(self, response: httpx2.Response, file: Partial, meter: Meter) -> None:
        """Get ready to take the body, from the beginning when the server does not go on where we stopped.

        Raises: _Interrupted, DownloadFailed.
        """
        if response.status_code not in (200, 206):
            self._refused(response, file, meter)
        if "html" in response.headers.get("content-type", ""):
            raise DownloadFailed(
                f"A web page came instead of {file.fact.name}. Perhaps this network wants you to log in first: "
                f"open any page in a browser, then start the download again. {self._by_hand}",
                code="download_intercepted",
            )
        if response.status_code == 206 and not _continues(response, file):
            self._begin_again(file, meter, "")
            raise _Interrupted("the server went on at the wrong place")
        if response.status_code == 200:
            self._begin_again(file, meter, response.headers.get("etag", ""))
        length = response.headers.get("content-length")
        if length is not None and length != str(file.missing):
            raise DownloadFailed(
                f"{file.fact.name} has another size on the hub than was published, so it was not downloaded. "
                "Perhaps something on the way answers in the hub's place; try another network.",
                code="download_wrong",
            )

    def _begin_again(self, file: Partial, meter: Meter, etag: str) -> None:
        meter.add(-file.bytes)
        file.restart(etag)

    def _refused(self, response: httpx2.Response, file: Partial, meter: Meter) -> None:
        """Raises: _Interrupted or DownloadFailed, always."""
        status = response.status_code
        if status == 416:  # more bytes are here than the server has
            self._begin_again(file, meter, "")
            raise _Interrupted("the server could not go on where the download had stopped")
        if status in (408, 425, 429) or status >= 500:
            asked = response.headers.get("retry-after", "")
            raise _Interrupted(
                f"the hub is busy (HTTP {status})", wait_seconds=float(asked) if asked.isdigit() else None
            )
        if status == 404:
            sentence = f"{self._url} does not have {file.fact.name} (HTTP 404). Update Hotseat. {self._by_hand}"
            raise DownloadFailed(sentence, code="download_gone")
        sentence = f"{self._url} refused to give {file.fact.name} (HTTP {status}). {self._by_hand}"
        raise DownloadFailed(sentence, code="download_refused")


def _wait_seconds(failures: int, asked: float | None) -> float:
    """Doubling from half a second, with jitter, so that many clients do not come back at once."""
    if asked is not None:
        return min(asked, LONGEST_WAIT_SECONDS)
    return float(min(0.5 * 2**failures, LONGEST_WAIT_SECONDS) * random.uniform(0.5, 1.0))


def _continues(response: httpx2.Response, file: Partial) -> bool:
    """Whether a partial answer begins where our bytes end, and is of a file of the right size."""
    match = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("content-range", ""))
    return match is not None and int(match[1]) == file.bytes and match[2] in ("*", str(file.fact.bytes))


def _certificate_fault(fault: BaseException | None) -> bool:
    while fault is not None:
        if isinstance(fault, ssl.SSLCertVerificationError):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def _how(fault: Exception) -> str:
    import httpx2

    if isinstance(fault, httpx2.ConnectError):
        return "the hub cannot be reached"
    return "the connection broke"
