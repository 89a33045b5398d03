"""Message kinds of this app: the yearly question whether somebody still would like to live in a
form. A message stores ids only."""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.roles import Can
from housing.models import Candidate, HousingForm
from outbox.kinds import Audience, kind
from outbox.models import Message
from outbox.subjects import register_subjects
from tenants.shared_fields import current_home

register_subjects(candidate=Candidate)

SUBJECT = format_lazy(_("Bericht van {organisation}"), organisation=settings.ORGANISATION)


@kind("still_interested", subject=SUBJECT, audience=Audience.TENANT, told_by=Can.HOUSE)
def still_interested(message: Message) -> dict | None:
    """Asks once a year; dropped after an answer, and when the form stopped."""
    found = Candidate.objects.select_related("form", "tenant", "outsider")
    candidate = found.filter(pk=message.about["candidate"], ended_on=None).first()
    if candidate is None or not candidate.is_asked:
        return None
    if candidate.form.status == HousingForm.Status.STOPPED:
        return None
    tenant = candidate.tenant
    if tenant and tenant.is_left_in_peace:
        return None
    words = {"form": candidate.form, "token": candidate.token, "candidate": candidate}
    if message.channel != Message.Channel.LETTER:
        return words
    home = None if tenant is None or tenant.shielded_at else current_home(tenant)
    return home and words | {"tenant": tenant, "home": home}
