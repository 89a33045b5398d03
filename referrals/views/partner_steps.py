"""How a partner takes a step, by any of the three channels.

`Side` is who answers and where the pages are: with an account, with a link and a code, or a
colleague with the partner on the telephone. `take` is the same for all three.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import User
from audit.models import seen
from ground.refusals import refusal_shown_in
from referrals.forms.answers import NameForm
from referrals.models import Referral
from referrals.views.steps import STEPS, Step

# Called with a request, a side, a status and the rest of the context.
Page = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Side:
    """`url` returns the address of a step; `page` renders the page of this side; `asks_name` is set
    when the person has no account."""

    by: User
    referral: Referral
    url: Callable[[Step], str]
    home: str
    back: str
    page: Page
    asks_name: bool = False
    by_phone: bool = False

    @property
    def at(self) -> dict[str, str]:
        """The addresses by name of the step, for templates."""
        return {step.name: self.url(step) for step in STEPS}

    @property
    def sender(self) -> str:
        """The sender's first name, for sentences."""
        return self.referral.sender.first_name

    def asks_name_for(self, step: Step) -> bool:
        """Whether this step asks for a name."""
        return self.asks_name and step.asks_name


def take(request: HttpRequest, side: Side, step: Step) -> HttpResponse:
    """Take a step: return a file, show the form (again with errors), or execute the step."""
    if step.file:
        return step.file(side.by, side.referral)
    if step.post_only and request.method != "POST":
        return redirect(side.home)
    data = request.POST if request.method == "POST" else None
    form = step.form(data, auto_id=f"{step.ids}_%s")
    name = NameForm(data, auto_id="wie_%s") if side.asks_name_for(step) else None
    if form.is_valid() and (name is None or name.is_valid()):
        with refusal_shown_in(form):
            data = form.cleaned_data | (name.cleaned_data if name else {})
            return done(request, side, step, data)
    return asked(request, side, step, form, name)


def done(request: HttpRequest, side: Side, step: Step, data: dict) -> HttpResponse:
    """Execute the step and confirm. At the end, a link user goes to the closing page."""
    step.action(side.referral, by=side.by, **data)
    messages.success(request, step.says(side.sender))
    if data.get("why") == Referral.Declined.FULL:
        side.referral.partner.refresh_from_db()
        messages.info(
            request,
            f"{side.referral.partner} staat nu op ‘{side.referral.partner.room}’. Is er eerder "
            "plek? Zet dat dan bij jullie gegevens.",
        )
    return redirect(side.home if side.referral.is_open else side.back)


def asked(
    request: HttpRequest, side: Side, step: Step, form: forms.Form, name: NameForm | None
) -> HttpResponse:
    """Render the form, in a panel on the page of the side or on its own page."""
    wrong = bool(form.errors or (name and name.errors))
    status = 422 if wrong else 200
    context = {"step": step, "form": form, "name_form": name, "wrong": wrong}
    if step.template:
        seen(side.referral, by=side.by)
        context |= {"referral": side.referral, "side": side}
        return render(request, step.template, context, status=status)
    if step.has_panel(side.referral):
        context |= {"button": step.button(side.sender), "post_to": side.url(step)}
    return side.page(request, side, status, **context, **{f"{step.name}_form": form})
