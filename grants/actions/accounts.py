"""Accounts: add, change, give a role, switch off and on.

Nobody changes their own access, and somebody stays to administer it. What opens files is asked
here and given by `confirm`.
"""

from accounts.models import Area, User
from accounts.roles import Can, needs_two_people
from audit.guards import action, create_action
from audit.models import record
from grants import asking
from grants.hooks import on_switched_off, on_switching_on
from grants.models import Grant
from ground.refusals import Refused

Kind = Grant.Kind


@create_action(Can.ADMINISTER, says="account toegevoegd", recorded=False)
def add_account(*, email: str, name: str, role: str, areas: list[Area], by: User) -> User:
    """Add an account without a password. One that opens files signs in after `confirm`."""
    asking.require_offered(role)
    waits = needs_two_people(role)
    account = asking.new_account(email, areas, name=name, role=role, is_active=not waits)
    record("grants.add_account", account, by=by, role=role, areas=ids(areas))
    if waits:
        asking.ask(account, Kind.SIGN_IN, by=by)
    else:
        asking.tell_made(account)
    return account


@action(Can.ADMINISTER, says="account gewijzigd", recorded=False)
def change_account(
    account: User, *, email: str, name: str, areas: list[Area], by: User
) -> Grant | None:
    """Change name, areas and address; return what waits for a second person.

    Whoever reads the mailbox may choose a password, so another address is given as a role is.
    """
    account = asking.lock(account)
    other_address, had = email.lower() != account.email, set(account.areas.all())
    if other_address or had != set(areas):
        asking.require_somebody_else(account, by)
    account.name = name
    account.save(update_fields=["name"])
    account.areas.set(areas)
    gained, lost = set(areas) - had, had - set(areas)
    event = record("grants.change_account", account, by=by, gained=ids(gained), lost=ids(lost))
    if not other_address:
        return None
    asking.require_nothing_waits(account)
    asking.require_free(email, account)
    if account.is_active and needs_two_people(account.role):
        return asking.ask(account, Kind.ADDRESS, by=by, address=email.lower())
    asking.set_address(account, email, event)
    return None


@action(Can.ADMINISTER, says="rol gewijzigd", recorded=False)
def change_role(account: User, *, role: str, by: User) -> Grant | None:
    """Give another role; return what waits for a second person. Fewer abilities need nobody."""
    account = asking.lock(account)
    asking.require_somebody_else(account, by)
    asking.require_ours(account)
    asking.require_offered(role)
    if role == account.role:
        raise Refused(f"{account} heeft deze rol al. Kies een andere.", field="role")
    asking.require_nothing_waits(account)
    if account.is_active:
        asking.require_another_administrator(account)
        if needs_two_people(role, had=account.role):
            return asking.ask(account, Kind.ROLE, by=by, role=role)
    asking.set_role(account, role, by=by)
    return None


@action(Can.ADMINISTER, says="account uitgezet")
def switch_off(account: User, *, by: User) -> User:
    """Switch an account off: its sessions end, and so does what rests on it."""
    account = asking.lock(account)
    asking.require_somebody_else(account, by)
    if not account.is_active and not account.grants.waiting().exists():
        raise Refused(f"{account} is al uitgezet.")
    asking.require_another_administrator(account)
    asking.end_waiting(account, by=by)
    account.switch_off()
    on_switched_off.run(account, by)
    return account


@action(Can.ADMINISTER, says="account aangezet", recorded=False)
def switch_on(account: User, *, by: User) -> Grant | None:
    """Switch an account on again; return what waits for a second person."""
    account = asking.lock(account)
    asking.require_somebody_else(account, by)
    if account.is_active:
        raise Refused(f"{account} staat al aan.")
    on_switching_on.run(account, by)
    if needs_two_people(account.role):
        return asking.ask(account, Kind.SIGN_IN, by=by)
    asking.let_in(account, by=by)
    return None


def ids(areas) -> list[int]:
    return sorted(area.pk for area in areas)
