"""What people type about referrals: the four steps of the sender, and the partner's answers."""

import uuid
from dataclasses import dataclass

from django import forms

from accounts.models import Area
from partners.models import Partner
from referrals.models import Feedback, Referral
from tenants.models import Consent, Field
from tenants.wording import PURPOSE, PURPOSES

# What can be shared with a partner, in the order of the page. Age never is.
SHAREABLE = [Field.NAME, Field.ADDRESS, Field.PHONE, Field.CONTACT, Field.WISH]
# Ticked to begin with: what somebody needs to ring and to know what it is about.
USUAL = [Field.NAME, Field.PHONE, Field.CONTACT, Field.WISH]
# What a sender cannot share at all, said out loud in the preview.
NEVER_SHARED = ["notities", "netwerk", "signaal", "geboortedatum"]
# Partners that have room come first.
BY_ROOM = [Partner.Capacity.ROOM, Partner.Capacity.WAITING_LIST, Partner.Capacity.FULL]


@dataclass(frozen=True)
class Offer:
    """A partner that can be chosen, and why it stands where it stands."""

    partner: Partner
    serves: bool
    reason: str


def offers(area: Area | None) -> list[Offer]:
    """Partners that can be asked today: those that work in the area and have room first."""
    found = []
    for partner in Partner.objects.choosable().prefetch_related("areas"):
        areas = partner.areas.all()
        serves = not areas or area in areas
        where = area.name if area else "dit gebied"
        reason = f"Werkt {'' if serves else 'niet '}in {where} · {partner.get_capacity_display()}"
        found.append(Offer(partner, serves, reason))
    return sorted(found, key=lambda o: (not o.serves, BY_ROOM.index(o.partner.capacity)))


class StepForm(forms.Form):
    """One step. `essential` is the field without which nothing was filled in yet."""

    essential: str

    @property
    def is_blank(self) -> bool:
        return not self.data.get(self.essential, "").strip()


class ChooseForm(StepForm):
    """Step 1: whom to ask."""

    essential = "partner"
    partner = forms.ModelChoiceField(
        None,
        label="Wie kan helpen?",
        error_messages={
            "required": "Kies een partner.",
            "invalid_choice": "Deze partner kan nu niet gevraagd worden. Kies een andere.",
        },
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Partner.objects.choosable()

    @property
    def chosen(self) -> str:
        """The partner that is ticked, as text, as it comes from the form or from the draft."""
        return str(self["partner"].value() or "")


class WishForm(StepForm):
    """Step 2: what the tenant would like."""

    essential = "wish"
    wish = forms.CharField(
        label="Wat wil de huurder?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In eigen woorden, alsof de huurder het zelf zegt. Geen ziektes, geen mening. "
        "De partner en de huurder kunnen dit lezen.",
        error_messages={
            "required": "Schrijf op wat de huurder graag zou willen.",
            "max_length": "Dit is te lang: %(show_value)s tekens. Houd het bij %(limit_value)s.",
        },
    )
    gist = forms.CharField(
        label="En in een paar woorden",
        max_length=60,
        help_text="Bijvoorbeeld: koffie en kaarten, niet alleen. De partner ziet dit in de lijst.",
        error_messages={
            "required": "Vat de wens samen in een paar woorden.",
            "max_length": "Dit is te lang: %(show_value)s tekens. Houd het bij %(limit_value)s.",
        },
    )


class ConsentForm(StepForm):
    """Step 3: what the tenant said to the sentence that was read aloud. Nothing is filled in."""

    essential = "answer"
    answer = forms.ChoiceField(
        label="Wat zegt de huurder?",
        choices=Consent.Answer.choices,
        error_messages={"required": "Kies wat de huurder zegt. Alle drie de antwoorden zijn goed."},
    )
    how = forms.ChoiceField(
        label="Hoe vroeg je het?",
        choices=[
            (Consent.How.SPOKEN, "Aan de deur of op bezoek"),
            (Consent.How.PHONE, "Aan de telefoon"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe je het vroeg."},
    )
    purpose = forms.ChoiceField(
        label="Waarvoor?",
        choices=[(purpose, purpose.capitalize()) for purpose in PURPOSES],
        initial=PURPOSE,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarvoor het gedeeld wordt."},
    )
    words = forms.CharField(
        label="Wat zei de huurder zelf?",
        required=False,
        max_length=300,
        help_text="In eigen woorden. De huurder kan dit lezen.",
    )
    fields_shared = forms.MultipleChoiceField(
        label="Wat delen we?", choices=[(f.value, f.label) for f in SHAREABLE], required=False
    )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("answer") == Consent.Answer.YES and not data.get("fields_shared"):
            self.add_error("fields_shared", "Kies wat er gedeeld mag worden.")
        return data

    @property
    def chosen_purpose(self) -> str:
        """The purpose that is chosen now; the usual one when it is none of the list."""
        chosen = self["purpose"].value()
        return chosen if chosen in PURPOSES else PURPOSE

    @property
    def ticked(self) -> list[str]:
        """The fields that are ticked now, in the order of the page; unknown ones are left out."""
        chosen = self["fields_shared"].value() or []
        return [f.value for f in SHAREABLE if f in chosen]

    @property
    def for_action(self) -> dict:
        """The cleaned fields as `actions.record_answer` takes them."""
        names = ("answer", "how", "purpose", "words")
        return {name: self.cleaned_data[name] for name in names} | {"fields": self.ticked}


class MessageForm(forms.Form):
    """One line to the other side; the key makes that it is sent once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="Bericht",
        max_length=500,
        error_messages={
            "required": "Schrijf eerst je bericht.",
            "max_length": "Dit is te lang: %(show_value)s tekens. Houd het bij %(limit_value)s.",
        },
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())


class AskForm(MessageForm):
    """A question that the partner needs an answer to first."""

    text = forms.CharField(
        label="Wat wil je eerst weten?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Geen medische informatie.",
        error_messages={
            "required": "Schrijf je vraag op.",
            "max_length": "Dit is te lang: %(show_value)s tekens. Houd het bij %(limit_value)s.",
        },
    )


class DeclineForm(forms.Form):
    """Why it does not fit, and a line about it if there is more to say."""

    why = forms.ChoiceField(
        label="Waarom past het niet?",
        choices=Referral.Declined.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een reden, dan kan er verder gezocht worden."},
    )
    text = forms.CharField(
        label="Wil je er iets bij zeggen?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Geen medische informatie.",
        error_messages={
            "max_length": "Dit is te lang: %(show_value)s tekens. Houd het bij %(limit_value)s."
        },
    )


class FeedbackForm(forms.Form):
    """How it goes, in under a minute: a fact, a question, a sentence, a step."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    happened = forms.ChoiceField(
        label="Wat is er gebeurd?",
        choices=Feedback.Happened.choices,
        error_messages={"required": "Kies wat er is gebeurd."},
    )
    more_contact = forms.ChoiceField(
        label="Is er nu meer contact dan eerst?",
        choices=Feedback.MoreContact.choices,
        required=False,
    )
    sentence = forms.CharField(
        label="Eén zin",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "max_length": "Dit is te lang: %(show_value)s tekens. Houd het bij %(limit_value)s."
        },
    )
    next_step = forms.ChoiceField(label="En nu?", choices=Feedback.Next.choices, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())

    def clean(self) -> dict:
        """'It goes by itself' needs something that goes; what stopped needs no next step."""
        data = super().clean()
        happened, step = data.get("happened"), data.get("next_step")
        if happened == Feedback.Happened.STOPPED:
            return data | {"next_step": ""}
        if not step and "next_step" not in self.errors:
            self.add_error("next_step", "Kies of het vanzelf loopt, of dat je betrokken blijft.")
        if step == Feedback.Next.GOES_BY_ITSELF:
            if happened in (Feedback.Happened.NOT_YET, Feedback.Happened.SPOKE):
                self.add_error(
                    "next_step",
                    "Er is nog niets samen gedaan. Kies ‘Ik blijf betrokken’, of hierboven "
                    "‘Gestopt’.",
                )
            elif not data.get("more_contact") and "more_contact" not in self.errors:
                self.add_error("more_contact", "Vraag eerst of er meer contact is dan eerst.")
        return data
