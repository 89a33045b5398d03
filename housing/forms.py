"""Forms about housing forms, and about who would like to live in one."""

import re
import uuid
from datetime import date, timedelta

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from activities.forms.sign_ups import own_phone
from ground.date_input import WRONG_DAY, DayInput
from ground.phones import CANNOT_CALL, PhoneField
from ground.plain_text import OneLineField, PlainField, PublicTextField
from ground.shown_values import ShownValues
from housing.models import AgeTarget, Candidate, HousingForm, Outsider, Phase, Record, Step
from tenants.models import Home

# More than any housing form will have: catches typing errors.
MOST_HOMES = 2000
# The most complexes to choose from.
MOST_COMPLEXES = 500
# The number of an allocator: letters, digits, and a dash or slash between them.
REFERENCE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9/-]*[A-Za-z0-9])?")
# A decision that is older than this is a typing error; so is a membership that lasts longer.
LONGEST = timedelta(days=5 * 365)
# Phases and agreements before the first day, or further ahead, are typing errors.
LONGEST_AGO, FURTHEST = date(1990, 1, 1), timedelta(days=30 * 365)


def colleagues() -> QuerySet[User]:
    """Return the colleagues who can see to a housing form."""
    return User.objects.filter(role__in=[Role.CONSULTANT, Role.COORDINATOR], is_active=True)


def complexes(form: HousingForm) -> list[tuple[str, str]]:
    """Return the complexes of the homes, by name; also that of the form when it has gone."""
    homes = Home.objects.exclude(complex_code="").order_by("complex_name", "complex_code")
    found = list(homes.values_list("complex_code", "complex_name").distinct()[:MOST_COMPLEXES])
    named = [(code, f"{name or code}") for code, name in found]
    if form.complex_code and form.complex_code not in dict(named):
        named.append((form.complex_code, f"{form.complex_code}, niet meer in de woningen"))
    return named


class HousingFormForm(ShownValues, forms.ModelForm):
    """The description of a housing form: name, kind, place, number of homes, contact."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    homes = forms.IntegerField(
        label="Aantal woningen",
        min_value=1,
        max_value=MOST_HOMES,
        error_messages={
            "required": "Vul in hoeveel woningen het zijn.",
            "invalid": "Vul een heel getal in, bijvoorbeeld 6.",
            "min_value": "Vul een getal van 1 of meer in.",
            "max_value": f"Meer dan {MOST_HOMES} woningen kan niet. Klopt het getal?",
        },
    )
    own_kind = forms.ChoiceField(
        label="Zo heet het hier",
        choices=[("", "Anders"), *HousingForm.OwnKind.choices],
        required=False,
    )
    complex_code = forms.ChoiceField(
        label="Complex",
        help_text="Uit de ingelezen woningen.",
        required=False,
    )
    allocator = forms.URLField(
        label="Website van de woonruimteverdeler",
        required=False,
        assume_scheme="https",
        max_length=200,
        error_messages={"invalid": "Dit webadres klopt niet. Het begint met https://."},
    )
    steps = forms.MultipleChoiceField(
        label="Stappen tussen belangstelling en een woning",
        help_text="Laat weg wat deze woonvorm niet heeft.",
        choices=[(step, Step(step).label) for step in Step.optional()],
        initial=Step.optional(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = HousingForm
        fields = [
            "key",
            "name",
            "vera",
            "own_kind",
            "place",
            "complex_code",
            "homes",
            "contact",
            "allocation",
            "allocator",
            "about",
            "is_public",
            "steps",
        ]
        labels = {"is_public": "Deze woonvorm heeft een openbare pagina"}
        help_texts = {
            "about": "Hoe men er samen woont, in gewone woorden.",
            "is_public": "Iedereen leest dan hoe men er woont, en kan vragen om gebeld te worden.",
        }
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}
        field_classes = {"about": PublicTextField}
        error_messages = {
            "name": {"required": "Geef de woonvorm een naam."},
            "vera": {"required": "Kies wat voor woonvorm het is."},
            "place": {"required": "Zet erbij waar het is of komt."},
            "contact": {"required": "Kies wie het aanspreekpunt is."},
            "about": {"required": "Vertel in een paar zinnen hoe men er woont."},
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        self.fields["contact"].queryset = colleagues()
        self.fields["complex_code"].choices = [("", "Geen complex"), *complexes(self.instance)]

    def validate_unique(self) -> None:
        """Skip: a reused key is the same form sent twice, which the action handles."""

    @property
    def for_edit(self) -> dict:
        """The cleaned fields without the key, which is for creation only."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class OutsiderForm(ShownValues, forms.ModelForm):
    """Somebody who is no tenant: name, how to be reached, and how they found us."""

    first_name = OneLineField(
        label="Voornaam", max_length=40, error_messages={"required": "Vul de voornaam in."}
    )
    last_name = OneLineField(
        label="Achternaam", max_length=60, error_messages={"required": "Vul de achternaam in."}
    )
    phone = PhoneField(
        label="Telefoonnummer", max_length=40, required=False,
        error_messages={"max_length": CANNOT_CALL},
    )  # fmt: skip
    email = forms.EmailField(
        label="E-mailadres",
        required=False,
        error_messages={"invalid": "Dit e-mailadres klopt niet. Kijk het na."},
    )
    channel = forms.ChoiceField(
        label="Hoe wil deze persoon iets horen?",
        choices=Outsider.Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe deze persoon iets wil horen."},
    )
    source = forms.ChoiceField(
        label="Hoe kwam deze persoon bij ons?",
        choices=Outsider.Source.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe deze persoon bij ons kwam."},
    )

    class Meta:
        model = Outsider
        fields = ["first_name", "last_name", "phone", "email", "channel", "source"]

    def clean(self) -> dict:
        fields = super().clean()
        channel = fields.get("channel")
        if channel == Outsider.Channel.MAIL and not fields.get("email"):
            self.add_error("email", "Vul het e-mailadres in, of kies een andere manier.")
        if channel in (Outsider.Channel.CALL, Outsider.Channel.TEXT) and not fields.get("phone"):
            self.add_error("phone", "Vul het telefoonnummer in, of kies een andere manier.")
        return fields


class NewOutsiderForm(OutsiderForm):
    """The same, for the first time: with the consent that is needed to keep it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label="Zei ja: wij mogen dit bewaren en elk jaar vragen of het nog zo is",
        error_messages={"required": "Vraag eerst of wij dit mogen bewaren."},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())

    @property
    def for_action(self) -> dict:
        """The cleaned fields without the consent, of which the day is kept."""
        return {name: value for name, value in self.cleaned_data.items() if name != "agreed"}


class ApplyForm(forms.Form):
    """The public form: who would like to know more, and a number to call."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    first_name = OneLineField(
        label=_("Uw voornaam"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={
            "required": _("Vul uw voornaam in."),
            "max_length": _("Deze naam is te lang. Uw voornaam is genoeg."),
        },
    )
    last_name = OneLineField(
        label=_("Uw achternaam"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={
            "required": _("Vul uw achternaam in."),
            "max_length": _("Deze naam is te lang. Schrijf hem korter."),
        },
    )
    phone = own_phone(_("Alleen om u hierover te bellen."))
    # Honeypot: people do not see this field, bots fill it in.
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())


class MemberForm(forms.Form):
    """Until when somebody is a candidate member."""

    member_until = forms.DateField(
        label="Kandidaat-lid tot en met",
        widget=DayInput,
        error_messages={
            "required": "Vul in tot wanneer deze persoon kandidaat-lid is.",
            "invalid": WRONG_DAY,
        },
    )

    def clean_member_until(self) -> date:
        return within(self.cleaned_data["member_until"], timezone.localdate(), LONGEST)


class DecisionForm(forms.Form):
    """What the group decided; a reason from the list, and no words about a person."""

    decision = forms.ChoiceField(
        label="Wat besloot de groep?",
        choices=Candidate.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat de groep besloot."},
    )
    reason = forms.ChoiceField(
        label="Waarom niet, of nog niet?",
        choices=[("", "Kies een reden"), *Candidate.Reason.choices],
        required=False,
    )
    decided_by = forms.ChoiceField(
        label="Wie besloot?",
        choices=Candidate.Organ.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wie besloot."},
    )
    decided_on = forms.DateField(
        label="Op welke dag?",
        widget=DayInput,
        initial=timezone.localdate,
        error_messages={"required": "Vul in wanneer het besluit viel.", "invalid": WRONG_DAY},
    )

    def clean_decided_on(self) -> date:
        day, today = self.cleaned_data["decided_on"], timezone.localdate()
        if day > today:
            raise forms.ValidationError("Deze dag moet nog komen. Kies de dag van het besluit.")
        return within(day, today - LONGEST, LONGEST)

    def clean(self) -> dict:
        fields = super().clean()
        asks_why = fields.get("decision") in (Candidate.Decision.NO, Candidate.Decision.LATER)
        if asks_why and not fields.get("reason"):
            self.add_error("reason", "Kies een reden uit de lijst.")
        return fields


class PlaceForm(forms.Form):
    """The number under which the allocator assigned a home."""

    reference = OneLineField(
        label="Nummer van de woonruimteverdeler",
        help_text="Toewijzen gebeurt daar. Wij bewaren alleen het nummer.",
        max_length=20,
        error_messages={
            "required": "Vul het nummer in waaronder de woning is toegewezen.",
            "max_length": "Dit nummer is te lang. Kijk het na.",
        },
    )

    def clean_reference(self) -> str:
        if not REFERENCE.fullmatch(self.cleaned_data["reference"]):
            raise forms.ValidationError("Gebruik alleen cijfers, letters en streepjes.")
        return self.cleaned_data["reference"]


def within(day: date, first: date, length: timedelta) -> date:
    """Return the day; raise ValidationError when it is before `first`, or much later."""
    if not first <= day <= first + length:
        raise forms.ValidationError("Klopt het jaar? Kijk de dag na.")
    return day


class PhasesForm(forms.Form):
    """For each phase that is to come: who sees to it, and by when."""

    def __init__(self, *args, form: HousingForm, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        there = {phase.kind: phase for phase in form.phases.all()}
        phases = [there.get(kind) or Phase(kind=kind) for kind in Phase.Kind]
        for phase in phases:
            phase.form = form
        self.kinds = [Phase.Kind(phase.kind) for phase in phases if not phase.is_done]
        for kind in self.kinds:
            phase = there.get(kind)
            self.fields[f"{kind}_owner"] = forms.ModelChoiceField(
                colleagues(), label="Wie is aan zet?", required=False,
                empty_label="Nog niemand", initial=phase and phase.owner_id,
            )  # fmt: skip
            self.fields[f"{kind}_on"] = forms.DateField(
                label="Wanneer?", required=False, widget=DayInput,
                initial=phase and phase.planned_on, error_messages={"invalid": WRONG_DAY},
            )  # fmt: skip

    def clean(self) -> dict:
        fields, last = super().clean(), None
        for kind in self.kinds:
            day = fields.get(f"{kind}_on")
            if day and not LONGEST_AGO <= day <= timezone.localdate() + FURTHEST:
                self.add_error(f"{kind}_on", "Klopt het jaar? Kijk de dag na.")
            elif day and last and day < last[1]:
                self.add_error(
                    f"{kind}_on", f"Dit is eerder dan {last[0].label.lower()}. Kies een latere dag."
                )
            last = (kind, day) if day else last
        return fields

    @property
    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """The label, the owner and the day of each phase."""
        return [(kind.label, self[f"{kind}_owner"], self[f"{kind}_on"]) for kind in self.kinds]

    @property
    def phases(self) -> dict[str, tuple[User | None, date | None]]:
        """The owner and the day of each phase."""
        fields = self.cleaned_data
        return {kind: (fields[f"{kind}_owner"], fields[f"{kind}_on"]) for kind in self.kinds}


class MixForm(forms.Form):
    """For how many homes people of each age are meant."""

    def __init__(self, *args, form: HousingForm, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.form = form
        there = dict(form.age_targets.values_list("band", "homes"))
        for band in AgeTarget.Band:
            self.fields[band] = forms.IntegerField(
                label=f"{band.label}: hoeveel woningen?", required=False, min_value=0,
                max_value=MOST_HOMES, initial=there.get(band),
                error_messages={
                    "invalid": "Vul een heel getal in, bijvoorbeeld 6.",
                    "min_value": "Vul een getal van 0 of meer in.",
                    "max_value": f"Meer dan {MOST_HOMES} woningen kan niet. Klopt het getal?",
                },
            )  # fmt: skip

    def clean(self) -> dict:
        fields = super().clean()
        total = sum(fields.get(band) or 0 for band in AgeTarget.Band)
        if total > self.form.homes:
            raise forms.ValidationError(
                f"Samen zijn dit {total} woningen, en de woonvorm heeft er {self.form.homes}. "
                "Maak een van de getallen kleiner."
            )
        return fields


class RecordForm(ShownValues, forms.ModelForm):
    """A decision, an agreement or a lesson."""

    LABELS = {
        Record.Kind.DECISION: ("Wat is besloten?", "Wie besloot?", "Op welke dag?"),
        Record.Kind.AGREEMENT: ("Wat is afgesproken?", "Met wie?", "Tot en met welke dag?"),
        Record.Kind.LESSON: ("Wat leerden we?", "Waar of bij wie?", "Op welke dag?"),
    }
    what = PlainField(
        max_length=200,
        error_messages={
            "required": "Schrijf in één zin op wat het is.",
            "max_length": "Dit is te lang. Schrijf het in één of twee zinnen.",
        },
    )
    whose = OneLineField(max_length=80, required=False)
    day = forms.DateField(
        widget=DayInput,
        error_messages={"required": "Vul de dag in.", "invalid": WRONG_DAY},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Record
        fields = ["what", "whose", "day", "key"]

    def __init__(self, *args, kind: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.initial.setdefault("key", uuid.uuid4())
        for name, label in zip(("what", "whose", "day"), self.LABELS[kind], strict=True):
            self.fields[name].label = label
        if kind != Record.Kind.AGREEMENT:
            self.initial.setdefault("day", timezone.localdate())

    def clean_day(self) -> date:
        day, today = self.cleaned_data["day"], timezone.localdate()
        if self.kind != Record.Kind.AGREEMENT and day > today:
            raise forms.ValidationError("Deze dag moet nog komen. Kies de dag waarop het was.")
        if not LONGEST_AGO <= day <= today + FURTHEST:
            raise forms.ValidationError("Klopt het jaar? Kijk de dag na.")
        return day

    def validate_unique(self) -> None:
        """Skip: a reused key is the same form sent twice, which the action handles."""

    @property
    def for_change(self) -> dict:
        """The cleaned fields without the key, which is for creation only."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}
