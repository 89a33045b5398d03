"""What is typed about who comes: two fields on the website, more for a colleague."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.text import searchable
from activities import phones
from activities.actions.signing import TOO_MANY
from activities.models import SignUp
from outreach.models import Code, as_printed
from tenants.models import Tenant

MOST_FOUND = 8
SHORTEST = 3
NOT_A_NUMBER = _(
    "Met dit nummer kunnen wij u niet bellen. Kijk of alle cijfers er staan, zoals 06 12 34 56 78."
)


class GuestForm(forms.Form):
    """Who comes, and whether somebody may fetch them."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Uw naam"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Vul uw naam in. Uw voornaam is genoeg."),
            "max_length": _("Deze naam is te lang. Uw voornaam is genoeg."),
        },
    )
    phone = forms.CharField(
        label=_("Uw telefoonnummer"),
        help_text=_("Alleen om u te bereiken over deze activiteit."),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={
            "required": _("Vul uw telefoonnummer in. Dan kunnen wij u bellen."),
            "max_length": NOT_A_NUMBER,
        },
    )
    party = forms.TypedChoiceField(
        label=_("Met hoeveel komt u?"),
        choices=[
            (1, _("Ik kom alleen")),
            (2, _("Ik neem 1 iemand mee")),
            (3, _("Ik neem 2 mensen mee")),
        ],
        coerce=int,
        initial=1,
        empty_value=1,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": TOO_MANY},
    )
    fetch = forms.BooleanField(
        label=_("Iemand mag mij ophalen"),
        help_text=_("Wij bellen u om dat af te spreken."),
        required=False,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())

    def clean_phone(self) -> str:
        try:
            return phones.standard(self.cleaned_data["phone"])
        except phones.NotANumber as problem:
            raise forms.ValidationError(NOT_A_NUMBER) from problem


class OwnSignUpForm(GuestForm):
    """Somebody signs up alone; the code of a poster travels along."""

    code = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def clean_code(self) -> Code | None:
        """A code that nobody knows is no reason to turn somebody away."""
        typed = as_printed(self.cleaned_data["code"])
        return Code.objects.filter(code=typed).first() if typed else None


class StaffSignUpForm(GuestForm):
    """A colleague writes down who comes, optionally as a tenant that we know."""

    find = forms.CharField(
        label="Huurder zoeken",
        help_text="Naam van de huurder. Alleen nodig als het in het dossier moet komen.",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    tenant = forms.ModelChoiceField(
        Tenant.objects.none(), required=False, widget=forms.RadioSelect, empty_label="Geen huurder"
    )
    via = forms.ChoiceField(
        label="Hoe aangemeld",
        choices=[choice for choice in SignUp.Via.choices if choice[0] != SignUp.Via.WEB],
        initial=SignUp.Via.PHONE,
    )
    on_behalf = forms.CharField(
        label="Wie meldde aan, als het iemand anders was",
        help_text="Rol of voornaam, zoals ‘dochter’ of ‘buurvrouw’.",
        required=False,
        max_length=80,
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Naam"
        self.fields["phone"].label = "Telefoonnummer"
        self.fields["phone"].help_text = ""
        self.fields["party"].label = "Met hoeveel mensen"
        self.fields["party"].choices = [(1, "Alleen"), (2, "Met 1 ander"), (3, "Met 2 anderen")]
        self.fields["fetch"].label = "Ophalen"
        self.fields["fetch"].help_text = "Iemand mag de gast thuis ophalen."
        self.mine = Tenant.objects.listed_to(user).filter(died_on=None)
        self.fields["tenant"].queryset = self.mine
        self.found = self.look_up()

    def look_up(self) -> list[Tenant]:
        """The tenants to choose from: who was chosen, then who fits what was typed."""
        chosen = self.data.get("tenant") or self.initial.get("tenant") or ""
        found = list(self.mine.filter(pk=chosen)) if str(chosen).isdecimal() else []
        words = searchable(self.data.get("find", "")).split()
        if sum(map(len, words)) >= SHORTEST:
            fitting = self.mine.order_by("search", "pk").exclude(pk__in=[t.pk for t in found])
            for word in words:
                fitting = fitting.filter(search__contains=word)
            found += fitting[:MOST_FOUND]
        return found

    @property
    def chosen(self) -> str:
        """The id of the tenant that is ticked, as text."""
        return str(self["tenant"].value() or "")
