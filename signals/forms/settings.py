"""Forms for signs, other services, terms, handovers, covers, rounds and exports."""

import uuid
from datetime import date, timedelta

from django import forms
from django.utils import timezone

from accounts.models import User
from ground.language_codes import LANGUAGES
from ground.plain_text import OneLineField, UnguardedField
from ground.shown_values import ShownValues
from ground.workdays import is_working_day
from signals.forms.days import DAY, WRONG_DAY
from signals.models import DayOff, OtherService, Round, RoundStop, RoutingRule, Sign, Signal
from signals.ownership import colleagues, workers
from signals.round_selection import MOST, walkers
from signals.terms import FURTHEST_DAYS, LIMITS, LONGEST
from tenants.models import Home

# `lucide` icons that suit a home or a life.
ICONS = [
    "users", "message-circle", "mail", "heart", "door-closed", "map-pin", "languages", "hand",
    "house", "eye", "sun", "moon", "phone-off", "trash-2", "footprints", "flower-2", "baby",
    "briefcase", "accessibility", "cloud-rain", "key-round", "wrench", "ear", "dog",
]  # fmt: skip


class SignForm(ShownValues, forms.ModelForm):
    """A sign: label, group, icon and position."""

    icon = forms.ChoiceField(
        label="Icoon",
        choices=[(icon, icon) for icon in ICONS],
        error_messages={"invalid_choice": "Kies een icoon uit de lijst."},
    )

    class Meta:
        model = Sign
        fields = ["label", "group", "icon", "position"]
        field_classes = {"label": UnguardedField}
        error_messages = {
            "label": {"required": "Schrijf wat je ziet of hoort, in een paar woorden."}
        }


class DayOffForm(forms.ModelForm):
    """A day on which everybody is free."""

    day = forms.DateField(
        label="Welke dag?",
        widget=DAY,
        error_messages={"required": "Kies de dag.", "invalid": WRONG_DAY},
    )

    class Meta:
        model = DayOff
        fields = ["day", "label"]
        field_classes = {"label": OneLineField}
        help_texts = {"label": "Bijvoorbeeld: brugdag na Hemelvaart. Alle collega’s lezen dit."}
        error_messages = {"label": {"required": "Schrijf waarom iedereen vrij is."}}

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError("Deze dag is al voorbij. Kies vandaag of later.")
        if day > today + timedelta(days=FURTHEST_DAYS):
            raise forms.ValidationError(f"Kies een dag binnen {FURTHEST_DAYS} dagen.")
        if not is_working_day(day):
            raise forms.ValidationError("Op deze dag wordt al niet gewerkt.")
        return day


class OtherServiceForm(ShownValues, forms.ModelForm):
    """Another service, with its number."""

    site = forms.URLField(
        label="Website",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Dit adres klopt niet. Schrijf het als https://voorbeeld.nl."},
    )

    class Meta:
        model = OtherService
        fields = ["label", "about", "phone", "site", "is_urgent", "position"]
        field_classes = dict.fromkeys(["label", "about"], UnguardedField)
        error_messages = {
            "label": {"required": "Schrijf hoe dit heet."},
            "about": {"required": "Schrijf waarvoor je hier terechtkunt."},
        }

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("phone") and not data.get("site") and not self.errors:
            self.add_error("phone", "Vul een telefoonnummer of een website in.")
        return data


class RoutingRuleForm(ShownValues, forms.ModelForm):
    """When a rule holds, and to whom it gives a signal."""

    complex_code = forms.ChoiceField(label="Complex", required=False)
    language = forms.ChoiceField(
        label="Taal van de huurder",
        choices=[("", "Maakt niet uit"), *LANGUAGES.items()],
        required=False,
    )
    position = forms.IntegerField(
        label="Volgorde",
        min_value=0,
        max_value=999,
        initial=0,
        help_text="De regel met het laagste getal gaat voor.",
        error_messages={
            "required": "Vul een heel getal in.",
            "invalid": "Vul een heel getal in.",
            "min_value": "Kies een getal van 0 tot en met 999.",
            "max_value": "Kies een getal van 0 tot en met 999.",
        },
    )

    class Meta:
        model = RoutingRule
        fields = ["area", "complex_code", "language", "noticed_by", "to", "position"]
        error_messages = {
            "to": {
                "required": "Kies een collega.",
                "invalid_choice": "Kies een collega uit de lijst.",
            }
        }

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        homes = Home.objects.visible_to(user).exclude(complex_code="").order_by("complex_name")
        pairs = homes.values_list("complex_code", "complex_name").distinct()[:500]
        named = [(code, name or code) for code, name in pairs]
        if self.instance.complex_code and self.instance.complex_code not in dict(named):
            named.append((self.instance.complex_code, self.instance.complex_code))
        self.fields["complex_code"].choices = [("", "Maakt niet uit"), *named]
        self.fields["area"].empty_label = "Maakt niet uit"
        self.fields["noticed_by"].choices = [
            ("", "Maakt niet uit"),
            *Signal.Noticer.choices,
        ]
        self.fields["to"].queryset = workers()
        self.fields["to"].empty_label = "Kies een collega"

    def clean(self) -> dict:
        data = super().clean()
        conditions = ("area", "complex_code", "language", "noticed_by")
        if not any(data.get(name) for name in conditions) and not self.errors:
            self.add_error("area", "Kies ten minste één voorwaarde: gebied, complex, taal of wie.")
        return data


class TermForm(ShownValues, forms.Form):
    """A term in the unit of its limit."""

    number = forms.IntegerField(
        label="Aantal",
        max_value=LONGEST,
        error_messages={"invalid": "Vul een heel getal in."},
    )

    def __init__(self, *args, code: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.limit = LIMITS[code]
        self.fields["number"].label = f"Aantal {self.limit.unit}"
        said = dict.fromkeys(["required", "max_value"], self._sentence())
        self.fields["number"].error_messages |= said
        self.fields["number"].widget.attrs |= {"min": 1, "max": self.limit.most}

    def _sentence(self) -> str:
        return f"Vul een getal in van 1 tot en met {self.limit.most}."

    def clean_number(self) -> int:
        number = self.cleaned_data["number"]
        if not 1 <= number <= self.limit.most:
            why = "Met 0 is alles meteen te laat. " if number == 0 else ""
            raise forms.ValidationError(why + self._sentence())
        return number


class HandOverForm(forms.Form):
    """The colleague to hand over to."""

    to = forms.ModelChoiceField(
        None,
        label="Aan wie?",
        empty_label="Kies een collega",
        error_messages={"required": "Kies een collega.", "invalid_choice": "Kies een collega."},
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues(user)


class CoverForm(forms.Form):
    """Who is away between which days, and who covers."""

    away = forms.ModelChoiceField(None, label="Wie is er niet?", empty_label=None)
    by_whom = forms.ModelChoiceField(
        None,
        label="Wie neemt waar?",
        empty_label="Kies een collega",
        error_messages={"required": "Kies wie waarneemt."},
    )
    from_on = forms.DateField(
        label="Van",
        widget=DAY,
        initial=timezone.localdate,
        error_messages={"required": "Vul in vanaf welke dag.", "invalid": WRONG_DAY},
    )
    until_on = forms.DateField(
        label="Tot en met",
        widget=DAY,
        error_messages={"required": "Vul in tot en met welke dag.", "invalid": WRONG_DAY},
    )

    def __init__(self, *args, user: User, everybody: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        people = workers()
        self.fields["away"].queryset = people if everybody else people.filter(pk=user.pk)
        self.fields["away"].initial = user
        self.fields["by_whom"].queryset = people if everybody else colleagues(user)

    def clean(self) -> dict:
        data = super().clean()
        first, last = data.get("from_on"), data.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", "De laatste dag ligt voor de eerste. Draai ze om.")
        if data.get("away") and data.get("away") == data.get("by_whom"):
            self.add_error("by_whom", "Kies iemand anders om waar te nemen.")
        return data


class RoundForm(forms.Form):
    """Which tenants a round is for."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="Voor wie?",
        choices=Round.Kind.choices,
        widget=forms.RadioSelect,
        initial=Round.Kind.AGE,
        error_messages={"required": "Kies voor wie de ronde is."},
    )
    complex_code = forms.ChoiceField(label="In welk complex?", required=False)
    age = forms.IntegerField(
        label="Vanaf welke leeftijd?",
        initial=80,
        min_value=18,
        max_value=120,
        error_messages={
            "min_value": "Kies een leeftijd van 18 jaar of ouder.",
            "max_value": "Kies een leeftijd tot en met 120 jaar.",
            "invalid": "Vul een heel getal in.",
            "required": "Vul een leeftijd in.",
        },
    )
    weeks = forms.IntegerField(
        label="Hoeveel weken na de verhuizing?",
        initial=6,
        min_value=1,
        max_value=52,
        error_messages={
            "min_value": "Kies minstens 1 week.",
            "max_value": "Kies hoogstens 52 weken.",
            "invalid": "Vul een heel getal in.",
            "required": "Vul een aantal weken in.",
        },
    )

    walker = forms.ModelChoiceField(
        None,
        label="Wie loopt de ronde?",
        required=False,
        empty_label="Ik zelf",
        help_text="Een wijkbeheerder ziet de naam, het adres en de etage. "
        "Geen telefoonnummer en geen dossier.",
        error_messages={"invalid_choice": "Kies een wijkbeheerder uit de lijst."},
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        self.fields["walker"].queryset = walkers(user)
        homes = Home.objects.visible_to(user).exclude(complex_code="").order_by("complex_name")
        pairs = homes.values_list("complex_code", "complex_name").distinct()[:500]
        named = [(code, name or code) for code, name in pairs]
        self.fields["complex_code"].choices = [("", "Alle complexen"), *named]

    @property
    def for_action(self) -> dict:
        """Return the cleaned fields as `actions.start_round` takes them, with a name that describes
        it."""
        data = self.cleaned_data
        is_age = data["kind"] == Round.Kind.AGE
        number = data["age"] if is_age else data["weeks"]
        where = dict(self.fields["complex_code"].choices)[data["complex_code"]]
        who = f"{number} jaar en ouder" if is_age else f"Nieuw, na {number} weken"
        return {
            "key": data["key"],
            "kind": data["kind"],
            "complex_code": data["complex_code"],
            "number": number,
            "walker": data["walker"],
            "name": f"{who}, {where}"[:80],
        }


class RoundStopForm(forms.Form):
    """The outcome for one person on a round."""

    outcome = forms.ChoiceField(
        choices=[c for c in RoundStop.Outcome.choices if c[0] not in ("", RoundStop.Outcome.SIGNAL)]
    )


class CorrectStopForm(forms.Form):
    """The right outcome for one person on a round, instead of the one that was recorded."""

    outcome = forms.ChoiceField(
        label="Hoe ging het dan?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe het ging."},
    )

    def __init__(self, *args, outcomes: dict[str, str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [
            (value or "to_do", label) for value, label in outcomes.items()
        ]

    def clean_outcome(self) -> str:
        outcome = self.cleaned_data["outcome"]
        return RoundStop.Outcome.TO_DO if outcome == "to_do" else outcome


class EndRoundForm(forms.Form):
    """The number of people still to approach that the page showed."""

    to_do = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST)


class ExportForm(forms.Form):
    """Why the list is exported."""

    REASONS = [
        ("team", "Teamoverleg"),
        ("hand-over", "Overdracht aan een collega"),
        ("report", "Verantwoording"),
        ("privacy", "Op verzoek van de privacyfunctionaris"),
    ]
    reason = forms.ChoiceField(
        label="Waarvoor heb je deze lijst nodig?",
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarvoor je de lijst nodig hebt."},
    )
