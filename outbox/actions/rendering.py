"""Render messages: the e-mail for the relay, and the text that colleagues may read."""

import re

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import select_template
from django.utils import translation

from ground.plain_text import ended_once
from outbox.kinds import KINDS
from outbox.models import Message

# A link; it may give access to a personal page of the recipient.
LINK = re.compile(r"https?://\S+")


def text_for_colleagues(message: Message) -> str | None:
    """Return the text for colleagues, without links; None when it is no longer needed.

    The text of a secret kind is replaced by a notice that it contains a personal link or code.
    """
    if KINDS[message.kind].secret:
        return (
            "In dit bericht staat een persoonlijke link of code. Die leest alleen de ontvanger.\n"
        )
    words = render_text(message)
    return words and LINK.sub("(link voor de ontvanger)", words)


def render_text(message: Message) -> str | None:
    """Return the text as it would be sent now; None when the message is no longer needed."""
    rendered = render(message)
    return rendered and rendered[1]


def render(message: Message) -> tuple[str, str] | None:
    """Return (subject, text) in the recipient's language; None when it is no longer needed."""
    kind = KINDS[message.kind]
    about = kind.resolve(message)
    if about is None:
        return None
    template = select_template(kind.templates(message.channel))
    # A colleague reads out the text of a telephone call, so it is in the staff's language.
    called = message.channel == Message.Channel.CALL
    spoken = settings.LANGUAGE_CODE if called else about.get("language", settings.LANGUAGE_CODE)
    around = {"site": settings.SITE_URL, "settings": settings, "on_screen": message.on_screen}
    with translation.override(spoken):
        text = ended_once(template.render(about | around).strip())
        return str(kind.subject), f"{text}\n"


def address_of(message: Message) -> str | None:
    """Return the e-mail address for the relay; None when a colleague has to deliver it by hand.

    Text messages and letters go through an e-mail gateway, if there is one.
    """
    match message.channel:
        case Message.Channel.MAIL:
            return message.to
        case Message.Channel.TEXT if settings.TEXT_GATEWAY:
            return f"{re.sub(r'[^0-9]', '', message.to)}@{settings.TEXT_GATEWAY}"
        case Message.Channel.LETTER if settings.LETTER_GATEWAY:
            return settings.LETTER_GATEWAY
    return None


def as_mail(message: Message, *, subject: str, words: str, address: str) -> EmailMessage:
    """Return the e-mail for the relay, with the message's fixed Message-ID."""
    mail = EmailMessage(
        subject=subject,
        body=words,
        to=[address],
        headers={"Message-ID": message.message_id, "X-Channel": message.channel},
    )
    attach = KINDS[message.kind].attach
    if attach and message.channel == Message.Channel.MAIL:
        mail.attach(*attach(message))
    return mail
