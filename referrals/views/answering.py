"""What a partner can do with one referral, whichever way somebody came in.

`Side` is who answers and where the pages are: with an account, with a link and a code, or one of us
with the partner on the telephone. The handlers below are the same for all three.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import User
from audit.models import seen
from ground.vtimezone import amsterdam
from referrals import actions
from referrals.forms.answering import (
    AskForm,
    ContactForm,
    DeclineForm,
    FeedbackForm,
    MessageForm,
    NameForm,
    PauseForm,
)
from referrals.models import Handover, Referral
from signals.calendar import neutral_entry, new_calendar

# From a request, a side, a status and what else is on the page.
Page = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Side:
    """`url` gives the address of a step by its Dutch word; `page` draws the page of a side;
    `asks_name` is for who has no account."""

    by: User
    referral: Referral
    url: Callable[[str], str]
    home: str
    back: str
    page: Page
    asks_name: bool = False
    by_phone: bool = False

    @property
    def at(self) -> dict[str, str]:
        """The addresses, by step, for templates."""
        return {name: self.url(word) for word, name in WORDS.items()}

    def show(self, request: HttpRequest, status: int = 200, **context) -> HttpResponse:
        """The page, with forms that were wrong."""
        return self.page(request, self, status, **context)

    def named(self, request: HttpRequest) -> NameForm | None:
        """The form with the name of who answers; none for who has an account."""
        if not self.asks_name:
            return None
        return NameForm(request.POST or None, auto_id="wie_%s")


# The words in addresses, and what they are called in code.
WORDS = {
    "oppakken": "accept",
    "vragen": "ask",
    "past-niet": "decline",
    "bericht": "say",
    "terugmelden": "report_back",
    "contact": "contact",
    "even-stil": "pause",
    "verder": "resume",
    "afspraak.ics": "calendar",
}


def who(form: NameForm | None) -> dict:
    """The name that goes with an answer, for an action."""
    return {"said_by": form.cleaned_data["said_by"]} if form else {}


def accept(request: HttpRequest, side: Side) -> HttpResponse:
    """Take it on."""
    name = side.named(request)
    if request.method != "POST":
        return redirect(side.home)
    if name and not name.is_valid():
        return side.show(request, status=422, name_form=name, step="accept")
    actions.accept(side.referral, by=side.by, **who(name))
    messages.success(request, "Opgepakt. Vertel over twee weken hoe het gaat.")
    return redirect(side.home)


def filled(
    request: HttpRequest, side: Side, form, step: str, do: Callable[..., object], said: str,
    to: str = "",
) -> HttpResponse:  # fmt: skip
    """A step with a form: shown, shown again with what is wrong, or done."""
    name = side.named(request)
    good = form.is_valid() and (name is None or name.is_valid())
    if good:
        do(side.referral, by=side.by, **form.cleaned_data, **who(name))
        messages.success(request, said)
        return redirect(to or side.home)
    wrong = form.errors or (name and name.errors)
    context = {f"{step}_form": form, "name_form": name, "step": step}
    return side.show(request, status=422 if wrong else 200, **context)


def ask(request: HttpRequest, side: Side) -> HttpResponse:
    """Ask something first."""
    form = AskForm(request.POST or None, auto_id="vraag_%s")
    said = f"Gevraagd aan {side.referral.sender.first_name}."
    return filled(request, side, form, "ask", actions.ask, said)


def decline(request: HttpRequest, side: Side) -> HttpResponse:
    """Give it back, with a reason."""
    form = DeclineForm(request.POST or None, auto_id="past_%s")
    said = f"Teruggegeven. {side.referral.sender.first_name} zoekt verder."
    return filled(request, side, form, "decline", actions.decline, said, to=side.back)


def say(request: HttpRequest, side: Side) -> HttpResponse:
    """Write to the sender."""
    if request.method != "POST":
        return redirect(side.home)
    form = MessageForm(request.POST)
    return filled(request, side, form, "message", actions.say, "Verstuurd.")


def contact(request: HttpRequest, side: Side) -> HttpResponse:
    """Say that the tenant was tried, or spoken to."""
    form = ContactForm(request.POST or None, auto_id="contact_%s")
    return filled(request, side, form, "contact", actions.record_contact, "Vastgelegd.")


def pause(request: HttpRequest, side: Side) -> HttpResponse:
    """Nothing for a while."""
    form = PauseForm(request.POST or None, auto_id="stil_%s")
    if form.is_valid():
        actions.pause(side.referral, by=side.by, **form.cleaned_data)
        messages.success(request, "Het staat even stil. Daarna vragen we hoe het gaat.")
        return redirect(side.home)
    status = 422 if form.errors else 200
    return side.show(request, status=status, pause_form=form, step="pause")


def resume(request: HttpRequest, side: Side) -> HttpResponse:
    """Go on."""
    if request.method == "POST":
        actions.resume(side.referral, by=side.by)
        messages.success(request, "Het loopt weer.")
    return redirect(side.home)


def report_back(request: HttpRequest, side: Side) -> HttpResponse:
    """Tell how it goes, on a page of its own."""
    form, name = FeedbackForm(request.POST or None), side.named(request)
    if form.is_valid() and (name is None or name.is_valid()):
        said = form.cleaned_data | who(name)
        actions.report_back(side.referral, by=side.by, **said)
        messages.success(
            request, f"Teruggemeld aan {side.referral.sender.first_name}. Dank je wel."
        )
        # What ended is closed for who came with a link.
        return redirect(side.home if side.referral.is_open else side.back)
    seen(side.referral, by=side.by)
    context = {"referral": side.referral, "form": form, "name_form": name, "side": side}
    wrong = form.errors or (name and name.errors)
    template = "referrals/report_back.html"
    return render(request, template, context, status=422 if wrong else 200)


def calendar(request: HttpRequest, side: Side) -> HttpResponse:
    """The appointment of three as a file for a calendar, under a neutral title."""
    handovers = Handover.objects.visible_to(side.by).filter(referral=side.referral)
    handover = handovers.select_related("visit").order_by("-pk").first()
    if handover is None or not side.referral.shared:
        raise Http404
    response = HttpResponse(as_file(handover), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="afspraak.ics"'
    return response


def as_file(handover: Handover) -> bytes:
    """One event, RFC 5545: no name, no place, no reason. A calendar is read on lock screens."""
    made = new_calendar()
    made.add("method", "CANCEL" if handover.visit.cancelled_at else "PUBLISH")
    made.add_component(neutral_entry(handover.visit))
    made.add_component(amsterdam())
    return made.to_ical()


STEPS: dict[str, Callable[[HttpRequest, Side], HttpResponse]] = {
    "oppakken": accept,
    "vragen": ask,
    "past-niet": decline,
    "bericht": say,
    "terugmelden": report_back,
    "contact": contact,
    "even-stil": pause,
    "verder": resume,
    "afspraak.ics": calendar,
}


def step_of(word: str) -> Callable[[HttpRequest, Side], HttpResponse]:
    """The step by its word in the address; 404 for another."""
    if word not in STEPS:
        raise Http404
    return STEPS[word]
