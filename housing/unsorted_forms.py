"""Applications for a housing form that came past the limit of everybody together."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Can
from ground.phones import dialled
from housing import actions
from housing.models import Candidate, HousingForm
from unsorted.kinds import FORM_KINDS, Fields, FormKind

# The name of this form among those that are kept.
APPLY = "apply_for_home"


def apply_fields(form: HousingForm, typed: dict) -> Fields:
    """Return what is kept of an application, with the id of the form."""
    return typed | {"form": form.pk}


def take(fields: Fields, *, by: User) -> Candidate:
    given = {name: value for name, value in fields.items() if name != "form"}
    form = HousingForm(pk=fields["form"])
    return actions.apply(form, **given | {"key": UUID(fields["key"])}, by=by)


def land(candidate: Candidate) -> HttpResponse:
    return redirect("housing:applied", pk=candidate.form_id)


def lines(forms: list[Fields]) -> list[list[tuple[str, str]]]:
    """Return the housing form, the name and the number, of each form."""
    found = HousingForm.objects.in_bulk([fields["form"] for fields in forms])
    return [
        [
            ("Woonvorm", str(found.get(fields["form"]) or "bestaat niet meer")),
            ("Naam", f"{fields['first_name']} {fields['last_name']}"),
            ("Telefoon", dialled(fields["phone"])),
        ]
        for fields in forms
    ]


FORM_KINDS.add(
    APPLY,
    FormKind(
        label="Belangstelling voor een woonvorm",
        heading=_("Wij hebben uw vraag"),
        can=Can.SIGN_UP,
        take=take,
        land=land,
        lines=lines,
    ),
)
