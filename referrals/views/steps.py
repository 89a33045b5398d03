"""The steps that a partner can take with one referral: one table for the three channels.

A new step is a row here, with its form, its action and the template that leads to it. Its URLs
follow: in the inbox, behind a link, and on the telephone.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpResponse

from accounts.models import User
from referrals import actions
from referrals.forms.answers import (
    AskForm,
    ContactForm,
    DeclineForm,
    FeedbackForm,
    MessageForm,
    PauseForm,
    TakeBackForm,
)
from referrals.forms.handover import ProposeTimeForm
from referrals.models import Referral
from referrals.views.appointment import appointment_file
from signals.models import FollowUp
from signals.term_words import term_in_words

# Returns a sentence with the sender's first name in it.
Words = Callable[[str], str]


def accepted(sender: str) -> str:
    """Return the confirmation after accepting, with the term for the first feedback."""
    return f"Opgepakt. Vertel over {term_in_words(FollowUp.Kind.PARTNER_MEETS)} hoe het gaat."


@dataclass(frozen=True)
class Step:
    """One step: its names, its form, its action and its confirmation.

    `name` is the name in code and of the inbox URL; `slug` is the Dutch word in URLs. The fields of
    `form` are the arguments of `action`. The form is shown in a panel on the page of the referral
    if it has a `button`, or on its own page with `template`.
    """

    name: str
    slug: str
    action: Callable[..., object] | None = None
    says: Words = lambda sender: ""
    form: type[forms.Form] = forms.Form
    # The prefix of the field ids: two forms may be on one page.
    ids: str = "id"
    button: Words | None = None
    template: str = ""
    # There is no page with a form: a GET redirects to the referral.
    post_only: bool = False
    # Whether a person without an account gives a name.
    asks_name: bool = True
    # Whether the panel is for a running referral; otherwise for one that waits for an answer.
    when_running: bool = False
    # For a download instead of an action.
    file: Callable[[User, Referral], HttpResponse] | None = None

    @property
    def tail(self) -> str:
        """The last part of its URL: a file has no trailing slash."""
        return self.slug if self.file else f"{self.slug}/"

    def has_panel(self, referral: Referral) -> bool:
        """Whether its form is shown on the page of this referral."""
        return self.button is not None and self.when_running == referral.is_running


STEPS = [
    Step(
        name="accept",
        slug="oppakken",
        action=actions.accept,
        says=accepted,
        post_only=True,
    ),
    Step(
        name="ask",
        slug="vragen",
        action=actions.ask,
        says=lambda sender: f"Gevraagd aan {sender}.",
        form=AskForm,
        ids="vraag",
        button=lambda sender: f"Vraag het {sender}",
    ),
    Step(
        name="decline",
        slug="past-niet",
        action=actions.decline,
        says=lambda sender: f"Teruggegeven. {sender} zoekt verder.",
        form=DeclineForm,
        ids="past",
        button=lambda sender: f"Geef terug aan {sender}",
    ),
    Step(
        name="say",
        slug="bericht",
        action=actions.say,
        says=lambda sender: "Verstuurd.",
        form=MessageForm,
        post_only=True,
    ),
    Step(
        name="report_back",
        slug="terugmelden",
        action=actions.report_back,
        says=lambda sender: f"Teruggemeld aan {sender}. Dank je wel.",
        form=FeedbackForm,
        template="referrals/report_back.html",
    ),
    Step(
        name="contact",
        slug="contact",
        action=actions.record_contact,
        says=lambda sender: "Vastgelegd.",
        form=ContactForm,
        ids="contact",
        button=lambda sender: "Leg vast",
        when_running=True,
    ),
    Step(
        name="take_back_contact",
        slug="klopt-niet",
        action=actions.take_back_contact,
        says=lambda sender: "Verbeterd. Het blijft zichtbaar, maar telt niet meer mee.",
        form=TakeBackForm,
        ids="klopt-niet",
        button=lambda sender: "Verbeter",
        when_running=True,
    ),
    Step(
        name="pause",
        slug="even-stil",
        action=actions.pause,
        says=lambda sender: "Het staat even stil. Daarna vragen we hoe het gaat.",
        form=PauseForm,
        ids="stil",
        button=lambda sender: "Zet even stil",
        asks_name=False,
        when_running=True,
    ),
    Step(
        name="resume",
        slug="verder",
        action=actions.resume,
        says=lambda sender: "Het loopt weer.",
        asks_name=False,
        post_only=True,
    ),
    Step(
        name="confirm_handover",
        slug="afspraak-klopt",
        action=actions.confirm_handover,
        says=lambda sender: f"Fijn. {sender} weet dat jullie er zijn.",
        ids="klopt",
        button=lambda sender: "Ja, wij zijn erbij",
        when_running=True,
    ),
    Step(
        name="propose_time",
        slug="andere-tijd",
        action=actions.propose_time,
        says=lambda sender: f"Voorgesteld. {sender} overlegt met de huurder, en laat het weten.",
        form=ProposeTimeForm,
        ids="tijd",
        button=lambda sender: f"Stel dit {sender} voor",
        when_running=True,
    ),
    Step(name="calendar", slug="afspraak.ics", file=appointment_file),
]
BY_SLUG = {step.slug: step for step in STEPS}


def step_of(slug: str) -> Step:
    """Return the step with this slug; raise Http404 when there is none."""
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]
