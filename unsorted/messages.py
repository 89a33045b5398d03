"""Messages about forms that wait. They name nobody and do not say what was sent."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ground.mailed_codes import issue
from outbox.kinds import Audience, kind
from outbox.models import Message
from unsorted.models import UnsortedForm


@kind("form_code", subject=_("Uw code"), audience=Audience.TENANT, secret=True)
def form_code(message: Message) -> dict | None:
    """Make the code while the message is rendered; only its hash is stored. Dropped when the form
    was taken, or when its page does not ask for the code any more."""
    form = UnsortedForm.objects.filter(pk=message.about["form"]).first()
    if form is None or not form.takes_code:
        return None
    return {"code": issue(form), "language": form.language}


@kind(
    "forms_wait",
    subject="Aanloop: er zijn formulieren om te sorteren",
    audience=Audience.STAFF,
)
def forms_wait(message: Message) -> dict | None:
    """To who sorts forms; dropped when all of them were sorted before it left."""
    count = UnsortedForm.objects.unsorted().count()
    return {"count": count, "path": reverse("unsorted:form_list")} if count else None
