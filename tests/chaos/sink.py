"""A mail server in its own process: `python -m tests.chaos.sink PORT LEDGER SEED [drops]`.

It accepts everything, and writes a line for each message before it confirms. It waits a few
milliseconds before and after writing, as a relay does: a client killed in that time cannot know the
outcome. With `drops` it drops a repeated Message-ID, and writes that down too.
"""

import asyncio
import json
import os
import random
import re
import sys
from dataclasses import asdict, dataclass
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

HESITATES = 0.002
NUMBER = re.compile(r"nummer (\d+)")


def step(number: int | str) -> str:
    """Return the name in the ledger of the reminder of one urgent step."""
    return f"stap {number}"


def digest(address: str) -> str:
    """Return the name in the ledger of a user's daily digest."""
    return f"overzicht {address}"


@dataclass(frozen=True)
class Arrival:
    """One accepted message. `about` is its name in the ledger, whatever its Message-ID."""

    message_id: str
    to: str
    about: str
    dropped: bool


class Ledger:
    """What a sink wrote, read while it continues to write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.taken: list[Arrival] = []
        self._read = 0

    def arrivals(self) -> list[Arrival]:
        """Return everything that has arrived, oldest first."""
        with self.path.open("rb") as lines:
            lines.seek(self._read)
            new = lines.read()
        whole = new[: new.rfind(b"\n") + 1]
        self._read += len(whole)
        self.taken += [Arrival(**json.loads(line)) for line in whole.splitlines()]
        return self.taken


class Sink:
    """Accepts mail and writes the ledger."""

    def __init__(self, ledger: Path, seed: str, *, drops: bool) -> None:
        self.line = os.open(ledger, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.random = random.Random(seed)
        self.drops = drops
        self.seen: set[str] = set()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await self.hesitate()
        self.take(envelope)
        await self.hesitate()
        return "250 taken"

    async def hesitate(self) -> None:
        await asyncio.sleep(self.random.uniform(0, HESITATES))

    def take(self, envelope: Envelope) -> None:
        mail = message_from_bytes(envelope.content)
        number = NUMBER.search(mail.get_payload(decode=True).decode())
        arrival = Arrival(
            message_id=mail["Message-ID"],
            to=envelope.rcpt_tos[0],
            about=step(number[1]) if number else digest(envelope.rcpt_tos[0]),
            dropped=self.drops and mail["Message-ID"] in self.seen,
        )
        self.seen.add(arrival.message_id)
        os.write(self.line, json.dumps(asdict(arrival)).encode() + b"\n")


async def serve(port: int, sink: Sink) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, loop=loop), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    port, ledger, seed, *options = sys.argv[1:]
    asyncio.run(serve(int(port), Sink(Path(ledger), seed, drops="drops" in options)))
