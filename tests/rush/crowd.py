"""Concurrent HTTP clients, each with a connection and cookie of its own."""

import asyncio
import re
import statistics
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from urllib.parse import urlencode

PATIENCE = 120.0


@dataclass(frozen=True)
class Answer:
    """A response: `took` is milliseconds on the server, `waited` milliseconds at the client."""

    status: int
    headers: dict[str, str]
    body: str
    waited: float

    @property
    def took(self) -> float:
        return float(self.headers.get("x-took", 0))

    @property
    def queries(self) -> int:
        return int(self.headers.get("x-queries", 0))


class Client:
    """One visitor: requests pages, submits forms, keeps a cookie and the newest CSRF token."""

    def __init__(self, port: int) -> None:
        self.port, self.cookie, self.token = port, "", ""

    async def get(self, path: str) -> Answer:
        answer = await self._ask("GET", path, b"")
        if found := re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.body):
            self.token = found[1]
        if set_cookie := answer.headers.get("set-cookie"):
            self.cookie = set_cookie.split(";")[0]
        return answer

    async def post(self, path: str, **fields: object) -> Answer:
        form = urlencode({"csrfmiddlewaretoken": self.token} | fields).encode()
        return await self._ask("POST", path, form)

    async def _ask(self, method: str, path: str, form: bytes) -> Answer:
        began = time.perf_counter()
        reader, writer = await asyncio.wait_for(
            asyncio.open_connection("127.0.0.1", self.port), PATIENCE
        )
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            f"Cookie: {self.cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(form)}\r\n\r\n"
        )
        writer.write(head.encode() + form)
        raw = await asyncio.wait_for(reader.read(), PATIENCE)
        writer.close()
        top, _, body = raw.partition(b"\r\n\r\n")
        first, *lines = top.decode("latin-1").split("\r\n")
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
        waited = (time.perf_counter() - began) * 1000
        return Answer(int(first.split()[1]), headers, body.decode(errors="replace"), waited)


Errand = Callable[[], Coroutine[None, None, object]]


def all_at_once(errands: list[Errand], at_most: int) -> list:
    """Run all errands, at most `at_most` concurrently. Returns their results in order."""

    async def run() -> list:
        room = asyncio.Semaphore(at_most)

        async def one(errand: Errand):
            async with room:
                return await errand()

        return await asyncio.gather(*(one(errand) for errand in errands))

    return asyncio.run(run())


def p(values: list[float], share: int) -> float:
    """Return the `share`th percentile of the values."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]
