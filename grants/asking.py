"""What a change of an account needs: a lock, and for some roles a second person.

An account that opens files gets a role, another address or the right to sign in only when two
people agree. Every function here runs inside the transaction of an action.
"""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.models import NAMELESS, NOBODYS, Area, User
from accounts.roles import Can, Role, is_of_a_resident, offered_roles, roles_with
from audit.models import Event, record
from grants.hooks import on_new_address
from grants.models import Grant
from ground.refusals import Refused
from outbox import actions as outbox

TAKEN = "Er is al een account met dit e-mailadres. Zoek het op in de lijst, ook bij ‘uitgezet’."


def lock(account: User) -> User:
    """Return the account as it is now; others who change it wait. Administrators are locked
    together, so that of two who switch each other off one is refused."""
    administer = Q(role__in=roles_with(Can.ADMINISTER), is_active=True)
    rows = User.objects.select_for_update().filter(administer | Q(pk=account.pk)).order_by("pk")
    return next(row for row in rows if row.pk == account.pk)


def require_somebody_else(account: User, by: User) -> None:
    if account.pk == by.pk:
        raise Refused("Dit is je eigen account. Vraag een andere beheerder om dit te doen.")


def require_another_administrator(account: User) -> None:
    """Refuse what would leave nobody to administer accounts."""
    others = User.objects.filter(role__in=roles_with(Can.ADMINISTER), is_active=True)
    if account.can(Can.ADMINISTER) and not others.exclude(pk=account.pk).exists():
        raise Refused("Dit is de laatste beheerder. Maak eerst een ander beheerder.")


def require_nothing_waits(account: User) -> None:
    """A second person confirms what the page showed: nothing else changes meanwhile."""
    if account.grants.waiting().exists():
        raise Refused(
            f"Voor {account} wacht nog iets op bevestiging. Laat dat eerst bevestigen, of trek het "
            "in."
        )


def require_offered(role: str) -> None:
    if role not in offered_roles():
        raise Refused("Deze rol geef je hier niet. Kies een rol uit de lijst.", field="role")


def require_ours(account: User) -> None:
    """Refuse for somebody of a partner, who is invited and says goodbye on the partner's page."""
    if account.role not in offered_roles():
        raise Refused(
            f"{account} werkt bij een partner en houdt die rol. Iemand van een partner komt binnen "
            "met een uitnodiging, en vertrekt op de pagina van de partner."
        )


def new_account(email: str, areas: Iterable[Area], **fields) -> User:
    """Create an account without a password."""
    require_free(email)
    try:
        with transaction.atomic():
            account = User.objects.create_user(email, **fields)
    except IntegrityError:
        raise Refused(TAKEN, field="email") from None
    account.areas.set(areas)
    return account


def require_free(email: str, account: User | None = None) -> None:
    """Refuse an address that stands for somebody else, or for an account that nobody reads."""
    if email.lower().endswith((NOBODYS, NAMELESS)):
        sentence = "Hier leest niemand mail. Vul het adres in waarop iemand mail leest."
        raise Refused(sentence, field="email")
    if User.objects.filter(email=email.lower()).exists():
        raise Refused(TAKEN, field="email")
    on_new_address.run(account, email)


def set_role(account: User, role: str, *, by: User) -> None:
    """Give the role, and tell whose it is."""
    was, account.role = account.role, role
    account.save(update_fields=["role"])
    event = record("grants.change_role", account, by=by, was=was, role=role)
    tell_changed(account, event)


def let_in(account: User, *, by: User) -> None:
    """Switch the account on, and tell whose it is."""
    account.is_active = True
    account.save(update_fields=["is_active"])
    event = record("grants.switch_on", account, by=by, role=account.role)
    if account.last_login:
        tell_changed(account, event)
    else:
        tell_made(account)


def set_address(account: User, email: str, event: Event) -> None:
    """Give the account another address: its sessions end, and both addresses are told."""
    require_free(email, account)
    old, account.email = account.email, email.lower()
    try:
        with transaction.atomic():
            account.save(update_fields=["email"])
    except IntegrityError:
        raise Refused(TAKEN, field="email") from None
    tell_changed(account, event)
    tell_changed(account, event, to=old)


def tell_made(account: User) -> None:
    """Tell somebody that there is an account, and how to choose a password."""
    if not is_of_a_resident(account.role):
        outbox.queue(
            f"account:{account.pk}:made", account.email, "account_made", account=account.pk
        )


def tell_changed(account: User, event: Event, to: str = "") -> None:
    """Tell somebody what changed in their account, so that they notice what they did not ask."""
    key = f"account:{account.pk}:changed:{event.pk}:{'old' if to else 'now'}"
    if not is_of_a_resident(account.role):
        outbox.queue(key, to or account.email, "account_changed", account=account.pk)


def ask(account: User, kind: str, *, by: User, **what) -> Grant:
    """Ask for a second person, and tell those who may be it."""
    require_nothing_waits(account)
    grant = Grant.objects.create(account=account, kind=kind, asked_by=by, **what)
    record("grants.ask", account, by=by, grant=grant.pk, kind=kind, role=what.get("role", ""))
    for person in second_people(grant):
        key = f"grant:{grant.pk}:asked:{person.pk}"
        outbox.queue(key, person.email, "grant_asked", grant=grant.pk)
    return grant


def second_people(grant: Grant) -> list[User]:
    """Return who may confirm this: not who asked it, and not whom it is about."""
    people = User.objects.filter(role__in=roles_with(Can.CONFIRM_GRANTS), is_active=True)
    return list(people.exclude(pk__in=[grant.asked_by_id, grant.account_id]).order_by("pk"))


def end_waiting(account: User, *, by: User) -> None:
    """Withdraw what waits for an account that is switched off."""
    for grant in account.grants.waiting():
        grant.move(Grant.Status.WITHDRAWN, by=by, decided_by=by, address="")
        outbox.drop(f"grant:{grant.pk}:")


def in_words(grant: Grant) -> str:
    """'coördinator', 'een ander e-mailadres': what was asked."""
    return Role(grant.role).label.lower() if grant.role else grant.get_kind_display()
