"""A real SMTP server on this machine that accepts, refuses or disconnects, as a test sets it."""

from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.journeys.stack import free_port


class Sink:
    """Use as `with Sink() as sink:`, then read `sink.messages`; set its switches at any time."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.refuse = ""
        self.hang_up_after_data = False
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    def __enter__(self) -> "Sink":
        self.controller.start()
        return self

    def __exit__(self, *_) -> None:
        self.controller.stop()

    @property
    def port(self) -> int:
        return self.controller.port

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.messages.append(message_from_bytes(envelope.content))
        if self.hang_up_after_data:
            server.transport.abort()
        return "250 taken"
