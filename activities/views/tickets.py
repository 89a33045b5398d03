"""Signing up, the ticket, and cancelling: no account, only the secret in a personal link."""

from django.conf import settings
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.guards import actor, public
from accounts.models import User, stranger
from accounts.roles import Can
from activities import actions
from activities.actions.meetups import require_open
from activities.forms import LostTicketForm, OwnSignUpForm, PartyForm
from activities.models import Meetup, SignUp, SignUpReceipt
from activities.unsorted_forms import SIGN_UP, sign_up_fields
from ground import phones
from ground.rate_limits import Limit, limit_met, within_limits
from ground.refusals import refusal_shown_in
from outreach.models import as_printed
from unsorted.past_limit import kept

TOO_MANY = _(
    "Vanaf deze plek is net heel vaak iets verstuurd. Dat ligt niet aan u. Bel ons, dan regelen "
    "wij het samen."
)

# Among how many meetups two others are looked for.
MOST_LOOKED_AT = 20


def guest(request: HttpRequest) -> User:
    """Return the user who signs up: the signed-in user if the role allows it, otherwise the account
    for anonymous visitors."""
    user = actor(request)
    return user if user.can(Can.SIGN_UP) else stranger()


def others_with_places(meetup: Meetup) -> list[Meetup]:
    """Return two other meetups with a chair left; of a series only its next date."""
    others = Meetup.objects.coming().free().exclude(pk=meetup.pk).select_related("place")
    first = {}
    for other in others[:MOST_LOOKED_AT]:
        first.setdefault(other.series_id or f"single {other.pk}", other)
    return list(first.values())[:2]


def too_many(request: HttpRequest) -> HttpResponse:
    """Rate limit response: a kind page with the number to call."""
    return render(request, "activities/too_many.html", status=429)


def status_of(form: Form) -> int:
    """Return the status of a page with this form: 429 when too much was sent from here."""
    if TOO_MANY in form.non_field_errors():
        return 429
    return 422 if form.errors else 200


def is_too_often(request: HttpRequest, form: Form) -> bool:
    """Return whether too much was sent from here; then the form says so, with what was typed."""
    if within_limits(request, "sign_up"):
        return False
    form.add_error(None, TOO_MANY)
    return True


@public
def sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign up with a name and a number; for the waiting list when every chair is taken."""
    code = as_printed(request.GET.get("code", ""))
    form = OwnSignUpForm(request.POST or None, initial={"code": code})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data.pop("website"):
            return too_many(request)
        match limit_met(request, "sign_up"):
            case Limit.OF_ALL:
                return kept_sign_up(pk, form)
            case Limit.OF_NETWORK:
                form.add_error(None, TOO_MANY)
            case Limit.NONE if answer := signed_up(request, pk, form):
                return answer
    meetup = get_object_or_404(Meetup.objects.with_places().select_related("place"), pk=pk)
    if request.method == "GET" and not meetup.is_open:
        return redirect("activities:meetup", pk=pk)
    others = others_with_places(meetup) if meetup.is_full else []
    status = status_of(form)
    context = {
        "meetup": meetup, "form": form, "code": code, "others": others, "too_many": status == 429,
    }  # fmt: skip
    return render(request, "activities/sign_up.html", context, status=status)


def signed_up(request: HttpRequest, pk: int, form: OwnSignUpForm) -> HttpResponse | None:
    """Sign up, and return the way to the receipt; None when the form asks something first."""
    try:
        receipt = actions.sign_up_own(Meetup(pk=pk), by=guest(request), **form.cleaned_data)
    except actions.SentBefore as question:
        form.ask_again(question.sentence)
        return None
    return redirect("activities:receipt", token=receipt.token)


def kept_sign_up(pk: int, form: OwnSignUpForm) -> HttpResponse:
    """Keep the sign-up for later, if somebody can still sign up."""
    meetup = get_object_or_404(Meetup, pk=pk)
    require_open(meetup)
    language = get_language() or settings.LANGUAGE_CODE
    fields = sign_up_fields(meetup, form.cleaned_data, language)
    return kept(SIGN_UP, fields, phone=fields["phone"])


def own_receipt(token: str) -> SignUpReceipt:
    """Return the receipt with this secret; 404 for an unknown one."""
    receipts = SignUpReceipt.objects.by_token(token)
    found = receipts.select_related("sign_up__meetup__place").first()
    if found is None:
        raise Http404
    return found


@public
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What a visitor filled in, and whether there was a chair; the same for everybody."""
    found = own_receipt(token)
    meetup = found.sign_up.meetup
    context = {
        "receipt": found,
        "meetup": meetup,
        "others": others_with_places(meetup),
        "takes_text": phones.takes_text(found.sign_up.phone),
    }
    return private(render(request, "activities/receipt.html", context))


@public
@require_POST
def send_own_ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Send the ticket, with which everything can be changed, to the number of this receipt."""
    found = own_receipt(token)
    meetup = found.sign_up.meetup
    if not within_limits(request, "sign_up"):
        return too_many(request)
    actions.send_own_ticket(meetup, token=token, by=guest(request))
    return private(redirect("activities:tickets_sent", pk=meetup.pk))


def own_sign_up(token: str) -> SignUp:
    """Return the sign-up with this secret; 404 for an unknown one."""
    found = SignUp.objects.by_token(token).select_related("meetup__place").first()
    if found is None:
        raise Http404
    return found


def private(response: HttpResponse) -> HttpResponse:
    """Forbid caching and indexing: the URL itself is the secret."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@public
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """The guest's ticket, or their position on the waiting list with alternatives."""
    found = own_sign_up(token)
    return ticket_page(request, found, PartyForm(initial={"party": found.party}))


def ticket_page(
    request: HttpRequest, sign_up: SignUp, form: PartyForm, status: int = 200
) -> HttpResponse:
    others = others_with_places(sign_up.meetup)
    comes = sign_up.status == SignUp.Status.CONFIRMED and sign_up.meetup.is_open
    context = {
        "sign_up": sign_up,
        "meetup": sign_up.meetup,
        "others": others,
        "form": form,
        "is_new": comes and sign_up.is_first_visit,
    }
    return private(render(request, "activities/ticket.html", context, status=status))


@public
@require_POST
def tell_if_spoken_to(request: HttpRequest, token: str) -> HttpResponse:
    """Record the answer to the one question afterwards: did somebody speak with you?"""
    found = own_sign_up(token)
    spoke = "ja" in request.POST
    actions.tell_if_spoken_to(found.meetup, token=token, spoke=spoke, by=guest(request))
    return private(redirect("activities:ticket", token=token))


@public
@require_POST
def accept_own(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an offer."""
    found = own_sign_up(token)
    actions.accept_own(found.meetup, token=token, by=guest(request))
    return private(redirect("activities:ticket", token=token))


@public
@require_POST
def wait_again(request: HttpRequest, token: str) -> HttpResponse:
    """Join the waiting list again, at the end."""
    found = own_sign_up(token)
    actions.wait_again(found.meetup, token=token, by=guest(request))
    return private(redirect("activities:ticket", token=token))


@public
@require_POST
def change_own_party(request: HttpRequest, token: str) -> HttpResponse:
    """Change with how many people the guest comes; without room, the page says that all stays."""
    found = own_sign_up(token)
    form = PartyForm(request.POST)
    if form.is_valid():
        party = form.cleaned_data["party"]
        with refusal_shown_in(form):
            actions.change_own_party(found.meetup, token=token, party=party, by=guest(request))
            return private(redirect("activities:ticket", token=token))
    return ticket_page(request, own_sign_up(token), form, status=422)


@public
def send_tickets_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the tickets of a number to that number again. The answer is the same for everybody."""
    meetup = get_object_or_404(Meetup.objects.select_related("place"), pk=pk)
    form = LostTicketForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["website"]:
            return too_many(request)
        if not is_too_often(request, form):
            actions.send_tickets_again(meetup, phone=form.cleaned_data["phone"], by=guest(request))
            return redirect("activities:tickets_sent", pk=pk)
    status = status_of(form)
    context = {"meetup": meetup, "form": form, "too_many": status == 429}
    return render(request, "activities/lost_ticket.html", context, status=status)


@public
def tickets_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """What happens now, the same for everybody."""
    meetup = get_object_or_404(Meetup, pk=pk)
    return render(request, "activities/tickets_sent.html", {"meetup": meetup})


@public
def cancel_own(request: HttpRequest, token: str) -> HttpResponse:
    """Cancel after one confirmation; no reason needed. Idempotent."""
    found = own_sign_up(token)
    if request.method == "POST":
        actions.cancel_own(found.meetup, token=token, by=guest(request))
        return private(redirect("activities:ticket", token=token))
    if found.status == SignUp.Status.CANCELLED or found.meetup.has_started:
        return private(redirect("activities:ticket", token=token))
    context = {"sign_up": found, "meetup": found.meetup}
    return private(render(request, "activities/cancel.html", context))
