"""Accounts, for the administrator: a list, and a page for each."""

from copy import copy

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.models import User
from accounts.roles import Can, offered_roles
from grants import actions
from grants.asking import in_words, second_people
from grants.forms import HIDDEN, AccountForm, FindForm, NewAccountForm, RoleForm
from grants.models import Grant
from ground.paging import one_page, requested_key
from ground.refusals import refusal_shown_in

WAITS = "Dit wacht op bevestiging door een ander. Tot dan verandert er niets."
ADDRESS_WAITS = "Het nieuwe e-mailadres wacht op bevestiging door een ander."


def found(accounts: QuerySet[User], form: FindForm) -> QuerySet[User]:
    """Return the accounts that are searched for. A tenant's is found by the whole address only."""
    asked = form.cleaned_data if form.is_valid() else {}
    words = asked.get("q", "").split()
    hidden = Q(role__in=HIDDEN)
    for word in words:
        accounts = accounts.filter(Q(name__icontains=word) | Q(email__icontains=word))
    accounts = accounts.exclude(hidden & ~Q(email__iexact=" ".join(words)))
    if role := asked.get("role"):
        accounts = accounts.filter(role=role)
    return accounts if asked.get("off") or words else accounts.filter(is_active=True)


@requires(Can.ADMINISTER)
def account_list(request: HttpRequest) -> HttpResponse:
    """Colleagues with an account, the newest first."""
    form = FindForm(request.GET)
    accounts = found(User.objects.visible_to(request.user), form).prefetch_related("areas")
    if before := requested_key(request):
        accounts = accounts.filter(pk__lt=before)
    rows, more = one_page(accounts.order_by("-pk"))
    context = {"form": form, "accounts": rows, "more": more}
    return render(request, "grants/list.html", context, status=422 if form.errors else 200)


def visible_account(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(User.objects.visible_to(request.user), pk=pk)


@requires(Can.ADMINISTER)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: who it is, what it gives access to, and what waits."""
    return show(request, visible_account(request, pk))


def show(request: HttpRequest, account: User, **forms) -> HttpResponse:
    waiting = Grant.objects.visible_to(request.user).waiting().filter(account=account)
    waits = waiting.select_related("account", "asked_by").first()
    context = {
        "account": account,
        "areas": account.areas.all(),
        "waits": waits,
        "what": waits and in_words(waits),
        "nobody_else": waits is not None and not second_people(waits),
        "own": account.pk == request.user.pk,
        "ours": account.role in offered_roles(),
        "role_form": RoleForm(initial={"role": account.role}),
    }
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "grants/page.html", context | forms, status=status)


@requires(Can.ADMINISTER)
def add_account(request: HttpRequest) -> HttpResponse:
    """Add an account."""
    form = NewAccountForm(request.POST or None)
    if form.is_valid():
        with refusal_shown_in(form):
            account = actions.add_account(by=request.user, **form.for_action)
            said = "Er is een mail onderweg." if account.is_active else WAITS
            messages.success(request, f"Toegevoegd: {account}. {said}")
            return redirect("grants:page", account.pk)
    context = {"form": form, "account": None}
    return render(request, "grants/form.html", context, status=422 if form.errors else 200)


@requires(Can.ADMINISTER)
def change_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Change name, address and areas."""
    account = visible_account(request, pk)
    form = AccountForm(request.POST or None, instance=copy(account))
    if form.is_valid():
        with refusal_shown_in(form):
            grant = actions.change_account(account, by=request.user, **form.for_action)
            said = f"Bewaard. {ADDRESS_WAITS}" if grant else "Bewaard."
            messages.success(request, said)
            return redirect("grants:page", account.pk)
    context = {"form": form, "account": account}
    return render(request, "grants/form.html", context, status=422 if form.errors else 200)


@requires(Can.ADMINISTER)
@require_POST
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give another role."""
    account = visible_account(request, pk)
    form = RoleForm(request.POST, initial={"role": account.role})
    if form.is_valid():
        with refusal_shown_in(form):
            grant = actions.change_role(account, by=request.user, **form.cleaned_data)
            messages.success(request, WAITS if grant else f"{account} heeft nu een andere rol.")
            return redirect("grants:page", account.pk)
    return show(request, account, role_form=form)


@requires(Can.ADMINISTER)
@require_POST
def switch_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch an account off."""
    account = actions.switch_off(visible_account(request, pk), by=request.user)
    messages.success(request, f"{account} is overal uitgelogd en kan niet meer inloggen.")
    return redirect("grants:page", account.pk)


@requires(Can.ADMINISTER)
@require_POST
def switch_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch an account on again."""
    account = visible_account(request, pk)
    grant = actions.switch_on(account, by=request.user)
    messages.success(request, WAITS if grant else f"{account} kan weer inloggen.")
    return redirect("grants:page", account.pk)
