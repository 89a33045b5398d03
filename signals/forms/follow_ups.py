"""Forms for follow-up."""

from datetime import date, datetime

from django import forms
from django.utils import timezone

from accounts.models import User
from ground.days import day_in_words
from ground.plain_text import PlainField, note_field
from ground.shown_values import ShownValues
from ground.workdays import working_days_after
from signals.forms.days import CLOCK, DAY, WRONG_DAY, MomentForm, require_good_day
from signals.forms.visits import clash
from signals.models import Conversation, Ending, FollowUp, Signal
from signals.next_step import moment, visit_of
from signals.ownership import colleagues
from signals.step_choices import (
    AFTER_CONVERSATION,
    StepChoice,
    choices_of,
    outcomes_of,
    proposal_after_no_answer,
)
from signals.terms import is_far

Outcome = FollowUp.Outcome
Kind = FollowUp.Kind


class NextForm(MomentForm):
    """The next step, and its day and time if they differ from the proposal."""

    next = forms.ChoiceField(label="Wat is de volgende stap?", required=False)
    next_on = forms.DateField(
        label="Op welke dag?",
        required=False,
        widget=DAY,
        error_messages={"invalid": WRONG_DAY},
    )
    next_at = forms.TimeField(
        label="Hoe laat?",
        required=False,
        widget=CLOCK,
        error_messages={"invalid": "Schrijf de tijd als 10:30."},
    )

    # Shown only when the day is far ahead.
    why_later = PlainField(
        label="Waarom mag het zo laat?",
        required=False,
        max_length=200,
        help_text="De coördinator krijgt bericht, en dit staat als notitie bij het signaal.",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next"].choices = choices_of(AFTER_CONVERSATION)

    def ask_why_later(self, data: dict, signal: Signal) -> None:
        """Add an error when the typed day is far ahead and nothing says why."""
        day = data.get("next_on")
        if day and not data.get("why_later") and is_far(day, signal.urgency):
            self.add_error(
                "why_later",
                f"{day_in_words(day).capitalize()} is ver weg. Schrijf waarom het zo laat mag, of "
                "kies een eerdere dag.",
            )

    def check_next_at(self, data: dict) -> None:
        """Ask about a typed time that is unusual."""
        if data.get("next_at"):
            day = data.get("next_on") or working_days_after(timezone.localdate(), 1)
            self.check_moment(moment(day, data["next_at"]))

    def clean_next_on(self) -> date | None:
        return require_good_day(self.cleaned_data["next_on"])

    def planned(self, ahead: StepChoice) -> dict:
        """Return the step as the actions take it; a typed day or time overrides the proposal."""
        data = self.cleaned_data
        return {
            "next_kind": ahead.kind,
            "next_on": data["next_on"] or ahead.day(timezone.localdate()),
            "next_at": data["next_at"] or ahead.at_time,
            "why_later": data["why_later"],
        }

    def chosen(self, field: str, steps: list[StepChoice]) -> StepChoice:
        key = self.cleaned_data.get(field)
        return next((step for step in steps if step.key == key), steps[0])


class FinishForm(NextForm):
    """The outcome of a step and the next step, with the next step filled in."""

    outcome = forms.ChoiceField(
        label="Hoe ging het?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies hoe het ging.",
            "invalid_choice": "Kies hoe het ging uit de lijst.",
        },
    )
    again = forms.ChoiceField(label="Wat is de volgende stap?", required=False)
    # Shows the fields for the day and the time.
    other = forms.BooleanField(label="Op een andere dag", required=False)
    colleague = forms.ModelChoiceField(
        None, label="Welke collega?", required=False, empty_label="Kies een collega"
    )
    words = PlainField(
        label="Wat zei de huurder zelf?",
        required=False,
        max_length=300,
        help_text="In eigen woorden. Geen ziektes, geen mening. De huurder kan dit lezen.",
        error_messages={
            "max_length": "Dit is te lang: %(show_value)s tekens. Houd het bij %(limit_value)s."
        },
    )

    def __init__(self, *args, step: FollowUp, user: User, attempts: int = 0, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.step, self.user = step, user
        self.proposal = proposal_after_no_answer(step.signal, attempts)
        outcomes = outcomes_of(step)
        self.fields["outcome"].choices = [(o, Outcome(o).label) for o in outcomes]
        self.initial.setdefault("outcome", outcomes[0])
        self.fields["again"].choices = choices_of(self.proposal.choices)
        self.fields["colleague"].queryset = colleagues(user)
        self.fields["colleague"].depends = True  # on `again`: no 'mag leeg blijven'

    def clean(self) -> dict:
        data = super().clean()
        outcome = data.get("outcome")
        if outcome == Outcome.MOVED and not data.get("next_on") and "next_on" not in self.errors:
            data["next_on"] = working_days_after(timezone.localdate(), 1)
        if outcome == Outcome.MOVED and data.get("next_on") and data.get("next_at"):
            self._check_visit(moment(data["next_on"], data["next_at"]))
        if outcome == Outcome.NOT_HOME:
            ahead = self.chosen("again", self.proposal.choices)
            if ahead.by_colleague and not data.get("colleague"):
                self.add_error("colleague", "Kies welke collega langsgaat.")
        self.ask_why_later(data, self.step.signal)
        self.check_next_at(data)
        return data

    def _check_visit(self, starts_at: datetime) -> None:
        """Refuse a time at which the visitor or companion has another visit."""
        visit = visit_of(self.step)
        if visit is None:
            return
        going = [visit.visitor, visit.companion]
        told = clash(going, starts_at, visit.minutes, signal=self.step.signal, reader=self.user)
        if told:
            self.add_error("next_at", told)

    @property
    def for_action(self) -> dict:
        """Return the cleaned fields as `actions.finish` takes them."""
        data = self.cleaned_data
        done = {"outcome": data["outcome"], "words": data["words"]}
        if data["outcome"] == Outcome.MOVED:
            names = ("next_on", "next_at", "why_later")
            return done | {name: data[name] for name in names}
        if data["outcome"] == Outcome.NOT_HOME:
            ahead = self.chosen("again", self.proposal.choices)
            owner = data["colleague"] if ahead.by_colleague else None
            if self.step.signal.status == Signal.Status.AFTERCARE:
                # A check without an answer is repeated as a check.
                ahead = StepChoice(self.step.kind, ahead.days, ahead.label, ahead.at_time)
            return done | self.planned(ahead) | {"next_owner": owner}
        return done | self.planned(self.chosen("next", AFTER_CONVERSATION))


class CorrectForm(ShownValues, forms.Form):
    """Correct the outcome of a finished step."""

    outcome = forms.ChoiceField(
        label="Hoe ging het?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe het ging."},
    )
    words = PlainField(
        label="Wat zei de huurder zelf?",
        required=False,
        max_length=300,
        help_text="In eigen woorden. Geen ziektes, geen mening. De huurder kan dit lezen.",
    )

    following = forms.ChoiceField(
        label="Past de volgende stap nog?", required=False, widget=forms.RadioSelect
    )
    STAYS = "blijft"

    def __init__(self, *args, step: FollowUp, after: FollowUp | None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        outcomes = [o for o in FollowUp.BY_HAND if o in outcomes_of(step) or o == step.outcome]
        self.fields["outcome"].choices = [(o, Outcome(o).label) for o in outcomes]
        if after is None:
            del self.fields["following"]
            return
        when = day_in_words(after.due_on, "D j F").lower()
        stays = (self.STAYS, f"Ja: {after.get_kind_display().lower()}, {when}, bij {after.owner}")
        self.fields["following"].choices = [stays, *choices_of(AFTER_CONVERSATION)]

    def clean(self) -> dict:
        data = super().clean()
        changed = data.get("outcome") not in (None, self.step.outcome)
        if changed and "following" in self.fields and not data.get("following"):
            self.add_error("following", "Kies of de volgende stap blijft, of wat het wordt.")
        return data

    @property
    def for_action(self) -> dict:
        """Return the cleaned fields as `actions.correct` takes them."""
        data = self.cleaned_data
        action = {"outcome": data["outcome"], "words": data["words"]}
        for step in AFTER_CONVERSATION:
            if step.key == data.get("following"):
                action |= {"next_kind": step.kind, "next_on": step.day(timezone.localdate())}
        return action


class ConversationForm(ShownValues, NextForm):
    """A conversation: who was present, the tenant's own words, agreements, and two plain
    answers."""

    present = forms.MultipleChoiceField(
        label="Wie waren erbij?",
        choices=Conversation.Present.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Conversation.Present.TENANT],
        error_messages={"required": "Kies wie erbij waren."},
    )
    own_words = note_field(
        "Wat zei de huurder zelf?",
        600,
        "In eigen woorden. Geen ziektes, geen mening. De huurder kan dit lezen.",
        rows=4,
    )
    agreed = note_field("Wat spraken jullie af?", 300, "Wie doet wat, en wanneer.")
    often = forms.ChoiceField(
        label="‘Hoe vaak heeft u contact met iemand die u goed kent?’",
        choices=Conversation.Often.choices,
        widget=forms.RadioSelect,
        required=False,
        initial="",
    )
    content = forms.ChoiceField(
        label="‘Bent u daar tevreden mee?’",
        choices=Conversation.Content.choices,
        widget=forms.RadioSelect,
        required=False,
        initial="",
    )

    def __init__(self, *args, step: FollowUp, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.step = step

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("own_words") and not data.get("agreed") and not self.errors:
            self.add_error("own_words", "Schrijf op wat de huurder zei, of wat jullie afspraken.")
        self.ask_why_later(data, self.step.signal)
        self.check_next_at(data)
        return data

    @property
    def for_action(self) -> dict:
        """Return the cleaned fields as `actions.record_conversation` takes them."""
        names = ("present", "own_words", "agreed", "often", "content")
        said = {name: self.cleaned_data[name] for name in names}
        return said | self.planned(self.chosen("next", AFTER_CONVERSATION))


class CloseForm(forms.Form):
    """Why a signal ends, how the tenant sees it, and whether we may call later."""

    # Merging has a page of its own; these are the other reasons.
    REASONS = [c for c in Signal.Reason.choices if c[0] != Signal.Reason.MERGED]
    reason = forms.ChoiceField(
        label="Waarom sluit je af?",
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies waarom je afsluit.",
            "invalid_choice": "Kies een reden uit de lijst.",
        },
    )
    tenant_view = PlainField(
        label="Wat vindt de huurder ervan?",
        required=False,
        max_length=300,
        help_text="In eigen woorden. De huurder kan dit lezen.",
        error_messages={
            "max_length": "Dit is te lang: %(show_value)s tekens. Houd het bij %(limit_value)s."
        },
    )
    # No default: the colleague has to ask the tenant.
    call_later = forms.ChoiceField(
        label="Mag je later nog eens bellen?",
        choices=[("yes", "Ja, dat is goed"), ("no", "Nee, liever niet"), ("", "Niet gevraagd")],
        widget=forms.RadioSelect,
        required=False,
        initial="",
    )
    # The sentence as the page showed it, so that the consent records what was said.
    read_aloud = forms.CharField(required=False)
    # After these reasons nobody is called.
    FINAL = {
        Signal.Reason.DIED,
        Signal.Reason.MOVED,
        Signal.Reason.REFUSED,
        Signal.Reason.UNFOUNDED,
        Signal.Reason.MISTAKE,
        Signal.Reason.UNREACHABLE,
    }

    def __init__(self, *args, sentence: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.sentence = sentence

    def clean(self) -> dict:
        data = super().clean()
        if data.get("call_later") == "yes" and data.get("reason") in self.FINAL:
            reason = Signal.Reason(data["reason"]).label.lower()
            self.add_error(
                "call_later", f"Bij ‘{reason}’ bellen we niet na. Kies ‘Nee’ of een andere reden."
            )
        elif data.get("call_later") == "yes" and data.get("read_aloud") != self.sentence:
            self.add_error(
                "call_later", "De zin om voor te lezen is veranderd. Lees hem opnieuw voor."
            )
        return data


class ReopenForm(forms.Form):
    """Why a signal that ended is followed up again."""

    why = forms.ChoiceField(
        label="Waarom pak je het weer op?",
        choices=Ending.Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarom je dit signaal weer oppakt."},
    )
    words = note_field("Wat is er gebeurd?", 300, "Mag leeg blijven, behalve bij ‘iets anders’.")

    def clean(self) -> dict:
        data = super().clean()
        if data.get("why") == Ending.Why.OTHER and not data.get("words"):
            self.add_error("words", "Schrijf in een paar woorden wat er gebeurd is.")
        return data


class MergeForm(forms.Form):
    """Which of two signals stays."""

    into = forms.ModelChoiceField(
        None,
        label="Bij welk signaal hoort dit?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Kies het signaal dat blijft.",
            "invalid_choice": "Dit signaal kan niet gekozen worden. Kies er een uit de lijst.",
        },
    )

    def __init__(self, *args, signals, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = signals
