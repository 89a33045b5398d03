"""The SMTP relay: hand one message over, and say what its answer or its silence means.

A relay answers about itself (it is busy, it does not know our password) or about one message (no
such address). Only an answer about the message decides about the message. Its outcome is unknown
only when the whole text was sent and no answer came. Time-outs are those of RFC 5321, 4.5.3.2.
"""

import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from enum import Enum, auto

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

# After the text a relay may take twice as long as for a command: ten minutes.
AFTER_TEXT = 2
# A message waits for at most MAIL, RCPT, DATA, the text, and the answer to it.
COMMANDS = 4 + AFTER_TEXT
# Codes about the session, whatever the command: log in first, encrypt first, unknown command.
OF_THE_SESSION = {500, 502, 503, 530, 534, 535, 538}
# The relay closes the connection after this code.
CLOSING = 421
# The message is larger than the relay accepts; it may say so before it sees the text.
TOO_LARGE = 552
# What relays say when they do not send mail for us to others.
NO_RELAYING = re.compile(
    rb"relay(ing)? (access )?(is )?(denied|not (permitted|allowed)|prohibited)|unable to relay"
    rb"|authentication (is )?required|must (first )?(authenticate|issue a starttls)",
    re.IGNORECASE,
)
STARTTLS = "Laat EMAIL_URL met submission:// beginnen en geef een gebruikersnaam en wachtwoord."
PORTS = "In EMAIL_URL hoort submission:// bij poort 587 en submissions:// bij poort 465."
BROKE_OFF = "De verbinding brak tijdens het versturen. Kijk of het bericht aankwam."


class Outcome(Enum):
    SENT = auto()
    REFUSED = auto()  # the relay does not want this message: trying again does not help
    LATER = auto()  # the relay does not take this message now
    BROKEN = auto()  # the connection broke before the whole text was sent
    RELAY = auto()  # the relay takes no mail from us, or none now
    UNKNOWN = auto()  # the whole text was sent, and no answer came


@dataclass(frozen=True)
class Answer:
    outcome: Outcome
    sentence: str = ""


class Watched:
    """Remembers whether the whole text was sent without an answer yet (`answer_due`)."""

    answer_due = False

    def send(self, s: bytes | str) -> None:
        super().send(s)
        if isinstance(s, bytes):  # only the text is sent as bytes, with its final dot
            self.answer_due = True
            self.sock.settimeout(AFTER_TEXT * self.timeout)

    def data(self, msg: bytes) -> tuple[int, bytes]:
        code, said = super().data(msg)
        self.answer_due = not 200 <= code < 600
        self.sock.settimeout(self.timeout)
        return code, said

    def quit(self) -> tuple[int, bytes]:
        """Say goodbye; nothing depends on the answer."""
        if self.sock:
            self.sock.settimeout(min(self.timeout, 5))
        return super().quit()


class Session(Watched, smtplib.SMTP):
    pass


class EncryptedSession(Watched, smtplib.SMTP_SSL):
    pass


class Backend(EmailBackend):
    """Django's backend for SMTP, which also says whether an answer is still due."""

    @property
    def connection_class(self) -> type[Watched]:
        return EncryptedSession if self.use_ssl else Session

    @property
    def answer_due(self) -> bool:
        return self.connection is not None and self.connection.answer_due


class Line:
    """One worker's connection to the relay, opened for the first message that needs it."""

    def __init__(self) -> None:
        self._relay = None

    @property
    def is_open(self) -> bool:
        return self._relay is not None

    def open(self) -> Answer | None:
        """Connect and sign in; return what is wrong, or None when the relay is ready."""
        relay = get_connection(timeout=settings.RELAY_TIMEOUT_SECONDS)
        try:
            relay.open()
        except (OSError, smtplib.SMTPException) as problem:
            relay.close()
            return Answer(Outcome.RELAY, trouble_of_relay(problem))
        self._relay = relay
        return None

    def send(self, mail: EmailMessage) -> Answer:
        """Hand one message over; close the connection when it can no longer be used."""
        mail.connection = self._relay
        try:
            mail.send()
        except (OSError, smtplib.SMTPException) as problem:
            answer = meaning(problem, answer_due=getattr(self._relay, "answer_due", False))
        except ValueError:
            # An address or a header that cannot be written: nothing was sent.
            return Answer(Outcome.REFUSED, "Het adres klopt niet, of de tekst is niet te mailen.")
        else:
            return Answer(Outcome.SENT)
        if answer.outcome not in {Outcome.REFUSED, Outcome.LATER}:
            self.close()
        return answer

    def close(self) -> None:
        if self._relay is not None:
            relay, self._relay = self._relay, None
            relay.close()


def meaning(problem: Exception, *, answer_due: bool) -> Answer:
    """Say what a failed handover means for the message."""
    if answer_due:
        return Answer(
            Outcome.UNKNOWN,
            "De verbinding brak tijdens het versturen. Kijk of het bericht aankwam.",
        )
    code, said = code_of(problem)
    if code is None or code == CLOSING or not 400 <= code < 600:
        return Answer(Outcome.BROKEN, "De mailserver verbrak de verbinding.")
    of_the_sender = isinstance(problem, smtplib.SMTPSenderRefused) and code != TOO_LARGE
    if of_the_sender or code in OF_THE_SESSION or (code >= 500 and NO_RELAYING.search(said)):
        return Answer(Outcome.RELAY, trouble_of_relay(problem))
    refused = isinstance(problem, smtplib.SMTPRecipientsRefused)
    what = "het adres" if refused else "het bericht"
    if code < 500:
        return Answer(Outcome.LATER, f"De mailserver neemt {what} nog niet aan. ({code})")
    return Answer(Outcome.REFUSED, f"De mailserver weigerde {what}. ({code})")


def code_of(problem: Exception) -> tuple[int | None, bytes]:
    """Return the code and the words of the relay's answer; None without an answer."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return max(problem.recipients.values(), default=(None, b""))
    if isinstance(problem, smtplib.SMTPResponseException):
        said = problem.smtp_error
        return problem.smtp_code, said.encode() if isinstance(said, str) else said
    return None, b""


def trouble_of_relay(problem: Exception) -> str:
    """Say what is wrong with the relay and who can mend it, without words of the relay itself:
    they may hold an address."""
    code, said = code_of(problem)
    match problem:
        case smtplib.SMTPNotSupportedError():
            return "De mailserver kent geen STARTTLS of geen inloggen. Controleer EMAIL_URL."
        case smtplib.SMTPAuthenticationError() if code >= 500:
            return f"De mailserver weigert het wachtwoord. ({code}) Verbeter EMAIL_URL."
        case ssl.SSLCertVerificationError():
            return "Het certificaat van de mailserver klopt niet. Controleer de naam in EMAIL_URL."
        case ssl.SSLError():
            return f"Het versleutelen van de verbinding lukt niet. {PORTS}"
        case socket.gaierror():
            return "De naam van de mailserver is niet gevonden. Controleer EMAIL_URL en de DNS."
        case smtplib.SMTPServerDisconnected() | TimeoutError():
            return "De mailserver antwoordt niet."
    if code is None:
        return "De mailserver is niet bereikbaar. Controleer EMAIL_URL en het netwerk."
    if code in OF_THE_SESSION or NO_RELAYING.search(said):
        return f"De mailserver stuurt niets voor ons door. ({code}) {STARTTLS}"
    if code < 500:
        return f"De mailserver neemt nu geen post aan. ({code})"
    if isinstance(problem, smtplib.SMTPSenderRefused):
        return f"De mailserver weigert onze afzender. ({code}) Verbeter DEFAULT_FROM_EMAIL."
    return f"De mailserver weigert onze verbinding. ({code}) Vraag de beheerder ervan waarom."
