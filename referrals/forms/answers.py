"""Forms for a partner's answers, whichever way they come in, and for messages of both sides."""

import uuid

from django import forms
from django.utils import timezone

from ground.date_input import WRONG_DAY, DayInput
from ground.durations import days_in_words, working_days_in_words
from ground.plain_text import PlainField, UnguardedField
from referrals.models import Attempt, Feedback, Referral
from referrals.terms import LONGEST_PAUSE, TELL_AGAIN
from signals.models import FollowUp
from signals.term_words import term_in_words

# Messages are about the tenant too: the same consent covers them, and its withdrawal ends them.
COVERED = (
    "De huurder kan dit lezen. Schrijf alleen wat past bij wat gedeeld mag worden, en geen "
    "ziektes. Een bijlage kan niet: geef die bij het kennismaken, of per post."
)


class NameForm(forms.Form):
    """The name of the person who answers without an account or by telephone."""

    said_by = UnguardedField(
        label="Naam",
        max_length=120,
        error_messages={"required": "Vul in wie dit zegt: zo weet de huurder wie er belt."},
    )


class MessageForm(forms.Form):
    """One message to the other side; the key makes sending idempotent."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = PlainField(
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
    """A question to which the partner needs an answer before accepting."""

    text = PlainField(
        label="Wat wil je eerst weten?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=COVERED,
        error_messages={
            "required": "Schrijf je vraag op.",
            "max_length": "Dit is te lang: %(show_value)s tekens. Houd het bij %(limit_value)s.",
        },
    )


class DeclineForm(forms.Form):
    """Why the referral does not fit, with an optional explanation."""

    why = forms.ChoiceField(
        label="Waarom past het niet?",
        choices=Referral.Declined.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een reden, dan kan er verder gezocht worden."},
    )
    text = PlainField(
        label="Wil je er iets bij zeggen?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=COVERED,
        error_messages={
            "max_length": "Dit is te lang: %(show_value)s tekens. Houd het bij %(limit_value)s."
        },
    )

    def clean(self) -> dict:
        data = super().clean()
        other = data.get("why") == Referral.Declined.OTHER
        if other and not data.get("text") and "text" not in self.errors:
            self.add_error("text", "Schrijf kort waarom het niet past.")
        return data


class FeedbackForm(forms.Form):
    """How it goes, in under a minute: what happened, more contact, one sentence, next step."""

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
    sentence = PlainField(
        label="Eén zin",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "max_length": "Dit is te lang: %(show_value)s tekens. Houd het bij %(limit_value)s."
        },
    )
    stopped_why = forms.ChoiceField(
        label="Waarom stopte het?", choices=Feedback.StoppedWhy.choices, required=False
    )
    next_step = forms.ChoiceField(label="En nu?", choices=Feedback.Next.choices, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())

    @property
    def check_term(self) -> str:
        """'3 maanden': after how long the sender checks once more when it goes by itself."""
        return term_in_words(FollowUp.Kind.CHECK, digits=True)

    @property
    def tell_again(self) -> str:
        """'4 weken': after how long a partner who stays involved gives feedback again."""
        return working_days_in_words(TELL_AGAIN, digits=True)

    def clean(self) -> dict:
        """'Goes by itself' needs a joint activity and an answer about contact; 'stopped' has no
        step."""
        data = super().clean()
        happened, step = data.get("happened"), data.get("next_step")
        if happened == Feedback.Happened.STOPPED:
            if not data.get("stopped_why") and "stopped_why" not in self.errors:
                self.add_error("stopped_why", "Kies waarom het stopte.")
            elif data.get("stopped_why") == Feedback.StoppedWhy.OTHER and not data.get("sentence"):
                self.add_error("sentence", "Schrijf in één zin waarom het stopte.")
            return data | {"next_step": ""}
        data["stopped_why"] = ""
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


class ContactForm(forms.Form):
    """An attempt to reach the tenant."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    reached = forms.ChoiceField(
        label="Is het gelukt?",
        choices=[("yes", "Ja, we hebben elkaar gesproken"), ("no", "Nee, nog niet")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of jullie elkaar gesproken hebben."},
    )
    how = forms.ChoiceField(
        label="Hoe?",
        choices=Attempt.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe je het probeerde."},
    )
    on = forms.DateField(
        label="Wanneer?",
        widget=DayInput(),
        error_messages={"required": "Vul de dag in.", "invalid": WRONG_DAY},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        self.initial.setdefault("on", timezone.localdate())

    def clean_reached(self) -> bool:
        return self.cleaned_data["reached"] == "yes"


class TakeBackForm(forms.Form):
    """Why the last recorded contact did not happen so."""

    why = PlainField(
        label="Wat klopt er niet?",
        max_length=200,
        help_text="Bijvoorbeeld: verkeerde knop. Het blijft zichtbaar, maar telt niet meer mee.",
        error_messages={"required": "Schrijf kort wat er niet klopt."},
    )


class PauseForm(forms.Form):
    """The day until which the referral is paused."""

    until = forms.DateField(
        label="Tot wanneer staat het stil?",
        widget=DayInput(),
        help_text=f"Daarna vragen we hoe het gaat. Hooguit {days_in_words(LONGEST_PAUSE)}.",
        error_messages={"required": "Vul de dag in.", "invalid": WRONG_DAY},
    )
