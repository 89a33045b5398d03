"""A report that came past the limit of everybody together: what it says, and how it goes on."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Can
from ground.phones import dialled
from signals import actions
from signals.models import Signal
from signals.receipts import new_code
from signals.views.public_report import REPORT, thank
from tenants.home_search import only_home_at
from tenants.models import Home
from unsorted.kinds import FORM_KINDS, Fields, FormKind


def take(fields: Fields, *, by: User) -> str:
    """Report it, and return the code with which the reporter can come back."""
    code = new_code()
    home = only_home_at(Home.objects.all(), fields["typed_address"])
    actions.report(**fields | {"key": UUID(fields["key"])}, home=home, code=code, by=by)
    return code


def lines(forms: list[Fields]) -> list[list[tuple[str, str]]]:
    return [lines_of(fields) for fields in forms]


def lines_of(fields: Fields) -> list[tuple[str, str]]:
    """Return what a reporter wrote; what was left empty is left out."""
    said = [
        ("Wat", fields["fact"]),
        ("Adres", fields["typed_address"]),
        ("Van wie", Signal.Noticer(fields["noticed_by"]).label),
        ("Wanneer opvolgen", Signal.Urgency(fields["urgency"]).label),
        ("Naam", fields["name"]),
        ("Telefoon", fields["phone"] and dialled(fields["phone"])),
        ("E-mail", fields["email"]),
    ]
    return [(label, str(text)) for label, text in said if text]


FORM_KINDS.add(
    REPORT,
    FormKind(
        label="Melding",
        heading=_("Wij hebben uw bericht"),
        can=Can.REPORT,
        take=take,
        land=thank,
        lines=lines,
    ),
)
