"""A message in words: the mail as it leaves, and what a colleague may read of it."""

import re

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import select_template
from django.utils import translation

from outbox.kinds import KINDS
from outbox.models import Message

# A link that takes its reader somewhere, perhaps to a page of their own.
LINK = re.compile(r"https?://\S+")


def shown(message: Message) -> str | None:
    """The text for a colleague to read, without the links; of what brings a way in only that it
    does."""
    if KINDS[message.kind].secret:
        return (
            "In dit bericht staat een persoonlijke link of code. Die leest alleen de ontvanger.\n"
        )
    words = in_words(message)
    return words and LINK.sub("(link voor de ontvanger)", words)


def in_words(message: Message) -> str | None:
    """The text as it leaves now, or None when the message is no longer needed."""
    rendered = render(message)
    return rendered and rendered[1]


def render(message: Message) -> tuple[str, str] | None:
    """The subject and the text in the reader's language; None when nobody needs it any more."""
    kind = KINDS[message.kind]
    about = kind.resolve(message)
    if about is None:
        return None
    template = select_template(kind.templates(message.channel))
    # What a colleague tells by telephone is in the colleague's language.
    called = message.channel == Message.Channel.CALL
    spoken = settings.LANGUAGE_CODE if called else about.get("language", settings.LANGUAGE_CODE)
    around = {"site": settings.SITE_URL, "settings": settings, "on_screen": message.on_screen}
    with translation.override(spoken):
        return str(kind.subject), template.render(about | around).strip() + "\n"


def address_of(message: Message) -> str | None:
    """Where the relay brings it: text messages and letters go through a mail gateway, if any."""
    match message.channel:
        case Message.Channel.MAIL:
            return message.to
        case Message.Channel.TEXT if settings.TEXT_GATEWAY:
            return f"{re.sub(r'[^0-9]', '', message.to)}@{settings.TEXT_GATEWAY}"
        case Message.Channel.LETTER if settings.LETTER_GATEWAY:
            return settings.LETTER_GATEWAY
    return None


def as_mail(message: Message, *, subject: str, words: str, address: str) -> EmailMessage:
    """The mail for the relay, with a fixed Message-ID."""
    return EmailMessage(
        subject=subject,
        body=words,
        to=[address],
        headers={"Message-ID": message.message_id, "X-Channel": message.channel},
    )
