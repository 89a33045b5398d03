"""A real SMTP server on this machine that behaves at each step as a script says."""

import base64
import contextlib
import socket
import threading
import time
from collections.abc import Callable

DROP = "drop"
OK = {
    "connect": "220 relay",
    "ehlo": "250-relay\r\n250 SIZE 1000000",
    "auth": "235 welcome",
    "mail": "250 ok",
    "rcpt": "250 ok",
    "data": "354 go on",
    "text": "250 taken",
    "rset": "250 ok",
    "quit": "221 bye",
}


def hang(seconds: float) -> Callable[[], str]:
    """Say nothing for so long, then answer as usual."""

    def wait() -> str:
        time.sleep(seconds)
        return ""

    return wait


class Relay:
    """Use as `with Relay(rcpt="450 later") as relay:`; `relay.says` may be changed at any time.

    A step is answered with its reply in `says`: a text, a function that returns one, or DROP. It
    counts connections and keeps the texts that it received whole, also those it did not confirm.
    """

    def __init__(self, **says: str | Callable[[], str]) -> None:
        self.says = says
        self.connections = 0
        self.texts: list[bytes] = []
        self.passwords: list[str] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]

    def __enter__(self) -> "Relay":
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        with contextlib.suppress(OSError):  # closed by a test that wants a refused connection
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._server.accept()
                self.connections += 1
                threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError), line, line.makefile("rb") as lines:
            going_on = bool(self._answer(line, "connect"))
            while going_on and (command := lines.readline()):
                step = command.split()[0].lower().decode("latin-1")
                if step == "auth" and len(command.split()) == 3:
                    self.passwords.append(base64.b64decode(command.split()[2]).decode())
                said = self._answer(line, step)
                going_on = bool(said) and step != "quit"
                if step == "data" and said.startswith("354"):
                    self.texts.append(b"".join(iter(lines.readline, b".\r\n")))
                    going_on = bool(self._answer(line, "text"))

    def _answer(self, line: socket.socket, step: str) -> str:
        """Answer one step; return what was said, or nothing when the connection ends."""
        says = self.says.get(step, OK.get(step, "502 unknown command"))
        says = (says() if callable(says) else says) or OK[step]
        if says == DROP:
            return ""
        line.sendall(f"{says}\r\n".encode())
        return "" if says.startswith(("421", "554 no service")) else says
