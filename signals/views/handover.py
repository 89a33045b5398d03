"""Views for absences: covers, and handing over all work."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.models import User
from accounts.roles import Can
from ground.refusals import refusal_shown_in
from signals import actions
from signals.actions.handover import open_work_of
from signals.forms.settings import CoverForm, HandOverForm
from signals.models import Cover, Visit
from signals.ownership import workers


@requires(Can.WORK_SIGNALS)
def cover(request: HttpRequest) -> HttpResponse:
    """Current and future covers, and the form for a new one."""
    user = request.user
    everybody = user.can(Can.ASSIGN_WORK)
    form = CoverForm(request.POST or None, user=user, everybody=everybody)
    if form.is_valid():
        with refusal_shown_in(form):
            made = actions.cover(by=user, **form.cleaned_data)
            messages.success(request, f"{made.cover.name} neemt waar voor {made.away.name}.")
            return redirect("signals:cover")
    return show(request, form, HandOverForm(user=user), of=user)


def show(request: HttpRequest, form: CoverForm, hand_over: HandOverForm, of: User) -> HttpResponse:
    """Render the page with both forms; `of` is whose work the second one hands over."""
    user = request.user
    covers = Cover.objects.visible_to(user).filter(ended_at=None).upcoming()
    context = {
        "form": form,
        "covers": covers.select_related("away", "cover").order_by("from_on", "pk"),
        "hand_over": hand_over,
        "of": of,
        "everybody": workers() if user.can(Can.ASSIGN_WORK) else [],
    }
    status = 422 if form.errors or hand_over.errors else 200
    return render(request, "signals/away.html", context, status=status)


@requires(Can.WORK_SIGNALS)
@require_POST
def end_cover(request: HttpRequest, pk: int) -> HttpResponse:
    """End a cover early."""
    cover = get_object_or_404(Cover.objects.visible_to(request.user), pk=pk)
    actions.end_cover(cover, by=request.user)
    messages.success(request, "De waarneming is gestopt.")
    return redirect("signals:cover")


@requires(Can.WORK_SIGNALS)
@require_POST
def hand_over_all(request: HttpRequest) -> HttpResponse:
    """Hand over all open work of a user to a colleague, after confirmation."""
    user = request.user
    of, asked = user, request.POST.get("of")
    if asked and asked != str(user.pk):
        if not user.can(Can.ASSIGN_WORK):
            raise Http404
        of = next((one for one in workers() if str(one.pk) == asked), None)
    form = HandOverForm(request.POST, user=of or user)
    if of is None:
        form.add_error("to", "Wie je koos volgt geen signalen meer op. Kies opnieuw van wie.")
    if form.is_valid() and "zeker" not in request.POST:
        return ask_once_more(request, of, form.cleaned_data["to"])
    if form.is_valid():
        to = form.cleaned_data["to"]
        count = actions.hand_over_all(of, to=to, by=user)
        words = "signaal" if count == 1 else "signalen"
        messages.success(request, f"{count} {words} overgedragen aan {to.name}.")
        return redirect("signals:cover")
    cover_form = CoverForm(user=user, everybody=user.can(Can.ASSIGN_WORK))
    return show(request, cover_form, form, of=of or user)


def ask_once_more(request: HttpRequest, of: User, to: User) -> HttpResponse:
    """Show the confirmation: how many signals, and which visits are cancelled."""
    visits = Visit.objects.visible_to(request.user).not_cancelled()
    planned = visits.filter(visitor=of, starts_at__gt=timezone.now(), follow_up__done_at=None)
    context = {
        "of": of,
        "to": to,
        "count": open_work_of(of).count(),
        "visits": planned.count(),
    }
    return render(request, "signals/hand_over_all.html", context)
