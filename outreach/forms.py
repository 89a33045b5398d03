"""Forms about campaigns, their efforts and their codes."""

import uuid

from django import forms
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from ground.date_input import WRONG_DAY, DayInput
from ground.plain_text import OneLineField, PublicTextField, UnguardedField
from ground.shown_values import ShownValues
from outreach.models import MOST_REACHED, Campaign, Code, Effort, Mention, as_printed


def colleagues():
    """Return the users who inform residents."""
    return User.objects.filter(role__in=[Role.CONSULTANT, Role.COORDINATOR], is_active=True)


class KeyedForm(ShownValues, forms.ModelForm):
    """A form for a new row or an existing one; the key makes a new one only once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())

    def validate_unique(self) -> None:
        """Skip: a reused key is the same form sent twice, which the action handles."""

    @property
    def for_edit(self) -> dict:
        """The cleaned fields without the key, which is for creation only."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class CampaignForm(KeyedForm):
    """A campaign: what it is for, whom, when, who owns it, and the words on its paper."""

    class Meta:
        model = Campaign
        fields = [
            "key", "name", "goal", "question", "audience", "areas", "owner", "moment", "starts_on",
            "ends_on", "budget", "headline", "invitation",
        ]  # fmt: skip
        field_classes = dict.fromkeys(
            ("goal", "question", "audience", "headline", "invitation"), PublicTextField
        )
        widgets = {
            "starts_on": DayInput,
            "ends_on": DayInput,
            "areas": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "goal": "Bijvoorbeeld: 50 bewoners schuiven voor het eerst aan bij een buurttafel.",
            "question": "Bijvoorbeeld: werkt aanbellen beter dan een poster?",
            "moment": "Dan staan de taken met hun datum bij de campagne.",
            "audience": "Bijvoorbeeld: de bewoners van de Merelstraat.",
            "headline": "Dit lezen bewoners op de poster. Bijvoorbeeld: Schuift u ook aan?",
            "invitation": "Bijvoorbeeld: elke donderdag soep in De Merel.",
        }
        error_messages = {
            "name": {"required": "Geef de campagne een naam."},
            "goal": {"required": "Schrijf op wat er straks anders is."},
            "audience": {"required": "Zet erbij voor wie het is."},
            "owner": {"required": "Kies wie de eigenaar is."},
            "starts_on": {"required": "Kies de dag waarop het begint.", "invalid": WRONG_DAY},
            "ends_on": {"required": "Kies de dag waarop het eindigt.", "invalid": WRONG_DAY},
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("starts_on", timezone.localdate())
        self.fields["goal"].required = True
        self.fields["owner"].queryset = colleagues()

    def clean(self) -> dict:
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "De campagne eindigt voor hij begint. Kies een latere dag.")
        return cleaned


class EvaluationForm(forms.ModelForm):
    """The answer to the question of a campaign."""

    class Meta:
        model = Campaign
        fields = ["evaluation"]
        field_classes = {"evaluation": PublicTextField}
        widgets = {"evaluation": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"evaluation": "Wat werkte, wat niet, en wat doe je de volgende keer anders?"}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["evaluation"]
        field.required = True
        field.error_messages["required"] = "Schrijf op wat het antwoord op de vraag is."


class EffortForm(KeyedForm):
    """What is done over one channel: planned before, and filled in afterwards."""

    class Meta:
        model = Effort
        fields = [
            "key", "channel", "where", "day", "worker", "material", "planned", "reached",
            "counted", "cost", "hours",
        ]  # fmt: skip
        widgets = {"day": DayInput}
        labels = {
            "planned": "Hoeveel adressen of mensen wil je bereiken?",
            "reached": "Hoeveel werden het er?",
            "counted": "Hoe weet je dat?",
            "worker": "Wie doet het?",
        }
        help_texts = {
            "where": "Bijvoorbeeld: Portiek B, Merelstraat. Nooit een naam.",
            "material": "Bijvoorbeeld: Kom erbij, brief versie 3.",
            "reached": "Vul dit in als het gedaan is.",
        }
        error_messages = {
            "channel": {"required": "Kies posters, brieven, deur aan deur of een gesprek."},
            "where": {"required": "Zet erbij waar het is: een straat of een portiek."},
            "day": {"required": "Kies de dag.", "invalid": WRONG_DAY},
            "worker": {"required": "Kies wie het doet."},
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("day", timezone.localdate())
        self.fields["worker"].queryset = User.objects.filter(
            role__in=[Role.CONSULTANT, Role.COORDINATOR, Role.CARETAKER], is_active=True
        )

    def clean(self) -> dict:
        cleaned = super().clean()
        reached, day = cleaned.get("reached"), cleaned.get("day")
        if reached is not None and not cleaned.get("counted"):
            self.add_error("counted", "Kies of je het telde of schatte.")
        if reached is None and "reached" in cleaned:
            cleaned["counted"] = ""
        if reached is not None and day and day > timezone.localdate():
            self.add_error("reached", "Deze dag komt nog. Laat dit leeg tot het gedaan is.")
        return cleaned


class CodeForm(forms.Form):
    """The spot of a poster or a pile of letters, for an effort that is not over."""

    effort = forms.ModelChoiceField(
        Effort.objects.none(),
        label="Bij welke inzet?",
        error_messages={"required": "Kies bij welke inzet het hoort."},
    )
    label = OneLineField(
        label="Waar hangt of ligt het",
        help_text="Bijvoorbeeld: Portiek B, Merelstraat.",
        max_length=80,
        error_messages={"required": "Zet erbij waar het hangt of ligt."},
    )

    handed_out = forms.IntegerField(
        label="Hoeveel deel je uit of hang je op?",
        required=False,
        min_value=0,
        max_value=MOST_REACHED,
    )

    def __init__(self, *args, campaign: Campaign, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effort"].queryset = campaign.efforts.filter(stopped_on=None)


class HandedOutForm(ShownValues, forms.ModelForm):
    """How many pieces with a code were handed out."""

    class Meta:
        model = Code
        fields = ["handed_out"]


class MentionForm(forms.Form):
    """A code that somebody named, and whether there was a conversation."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    # Not `code`: codes of a second factor are not kept when a session ends.
    heard = UnguardedField(
        label="Welke code noemde iemand?",
        help_text="Meldt iemand zich aan? Zet de code dan bij de aanmelding, niet ook hier.",
        max_length=20,
        error_messages={"required": "Vul de code in."},
    )
    via = forms.ChoiceField(
        label="Hoe?",
        choices=Mention.Via.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies telefoon, balie of deur."},
    )
    talked = forms.BooleanField(label="Wij praatten met elkaar", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())

    def clean_heard(self) -> Code:
        codes = Code.objects.select_related("effort__campaign")
        found = codes.filter(code=as_printed(self.cleaned_data["heard"])).first()
        if found is None:
            raise forms.ValidationError("Deze code kennen we niet. Laat hem nog eens voorlezen.")
        return found
