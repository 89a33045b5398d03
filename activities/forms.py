"""What people type about meetups: two fields for who comes, more for who plans."""

import uuid
from datetime import datetime

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Can, Role
from accounts.text import searchable
from activities import phones
from activities.actions import too_few_chairs
from activities.actions.signing import TOO_MANY
from activities.models import Meetup, SignUp
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


class MeetupForm(forms.ModelForm):
    """What we do, where, when, with whom, and for how many."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.DateField(
        label="Dag",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Kies de dag.", "invalid": "Kies een dag, zoals 26-11-2026."},
    )
    begins = forms.TimeField(
        label="Begint",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Kies hoe laat het begint.", "invalid": "Kies een tijd."},
    )
    ends = forms.TimeField(
        label="Eindigt",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Kies hoe laat het eindigt.", "invalid": "Kies een tijd."},
    )

    class Meta:
        model = Meetup
        fields = [
            "title", "tile", "about", "place", "capacity", "cost", "host_name", "host", "element",
        ]  # fmt: skip
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "about": "In gewone woorden, met ‘u’. Dit lezen de bewoners.",
            "capacity": "Hoeveel mensen er kunnen zijn.",
            "cost": "Bijvoorbeeld: Gratis, of: 1 euro voor een kom.",
            "host_name": "Wie de mensen bij de deur ontvangt.",
            "host": "Alleen als de gastheer of gastvrouw zelf inlogt.",
            "element": "Wat dit vooral doet voor mensen; alleen voor onszelf.",
        }

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        self.fields["host"].label = "Welk account ziet wie er komt"
        self.fields["host"].queryset = self.hosts()
        self.fields["host"].empty_label = "Niemand logt in"
        if not user.can(Can.PLAN_MEETUPS):
            # A partner's own meetup is received by the partner's own people.
            del self.fields["host"], self.fields["element"]
        if self.instance.pk:
            begins, ends = map(timezone.localtime, (self.instance.starts_at, self.instance.ends_at))
            self.initial |= {"day": begins.date(), "begins": begins.time(), "ends": ends.time()}

    @staticmethod
    def hosts() -> QuerySet[User]:
        """Who may receive people."""
        roles = [
            role for role in Role if role != Role.STRANGER and User(role=role).can(Can.HOST_MEETUPS)
        ]
        people = User.objects.filter(role__in=roles, is_active=True)
        return people.exclude(worker__is_mailbox=True)

    def clean_capacity(self) -> int:
        chairs = self.cleaned_data["capacity"]
        if chairs < 1:
            raise forms.ValidationError("Zet er minstens 1 stoel neer.")
        taken = self.instance.chairs.count() if self.instance.pk else 0
        if chairs < taken:
            raise forms.ValidationError(too_few_chairs(taken))
        return chairs

    def clean(self) -> dict:
        data = super().clean()
        if {"day", "begins", "ends"} <= data.keys():
            starts_at, ends_at = (
                timezone.make_aware(datetime.combine(data["day"], data[at]))
                for at in ("begins", "ends")
            )
            data |= {"starts_at": starts_at, "ends_at": ends_at}
            if ends_at <= starts_at:
                self.add_error("ends", "Het eindigt voor het begint. Kies een latere tijd.")
            elif starts_at <= timezone.now():
                self.add_error("day", "Dat is al geweest. Kies een dag en tijd die nog komen.")
        return data

    @property
    def for_action(self) -> dict:
        """The cleaned fields as the actions take them, without the key."""
        names = [*self._meta.fields, "starts_at", "ends_at"]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class CallOffForm(forms.Form):
    """Why it does not go on, in words that everybody may read."""

    why = forms.CharField(
        label="Waarom gaat het niet door?",
        help_text="Dit staat op de agenda. Geen namen en geen ziektes.",
        max_length=120,
        error_messages={"required": "Zet er kort bij waarom het niet doorgaat."},
    )
