"""What waits for a second person: confirm it, refuse it, or take it back."""

from accounts.models import User
from accounts.roles import Can
from audit.guards import action
from audit.models import record
from grants import asking
from grants.models import Grant
from ground.refusals import Refused
from outbox import actions as outbox

Status = Grant.Status


@action(Can.CONFIRM_GRANTS, says="recht bevestigd", recorded=False)
def confirm(grant: Grant, *, by: User) -> Grant:
    """Give what was asked. Refused for the one who asked it, and when they may no longer ask."""
    account = asking.lock(grant.account)
    grant = require_second_person(grant, by)
    if not grant.asked_by.can(Can.ADMINISTER):
        raise Refused(
            f"{grant.asked_by} beheert geen accounts meer. Wijs dit af, en laat een beheerder het "
            "opnieuw vragen."
        )
    address = grant.address
    grant.move(Status.CONFIRMED, by=by, decided_by=by, address="")
    event = record("grants.confirm", account, by=by, grant=grant.pk, kind=grant.kind)
    if grant.kind == Grant.Kind.ROLE:
        asking.require_another_administrator(account)
        asking.set_role(account, grant.role, by=by)
    elif grant.kind == Grant.Kind.ADDRESS:
        asking.set_address(account, address, event)
    else:
        asking.let_in(account, by=by)
    tell_decided(grant)
    return grant


@action(Can.CONFIRM_GRANTS, says="recht afgewezen", recorded=False)
def refuse(grant: Grant, *, by: User) -> Grant:
    """Do not give what was asked; the account stays as it is."""
    asking.lock(grant.account)
    grant = require_second_person(grant, by)
    grant.move(Status.REFUSED, by=by, decided_by=by, address="")
    record("grants.refuse", grant.account, by=by, grant=grant.pk, kind=grant.kind)
    tell_decided(grant)
    return grant


@action(Can.ADMINISTER, says="gevraagd recht ingetrokken", recorded=False)
def withdraw(grant: Grant, *, by: User) -> Grant:
    """Take back what was asked: by any administrator."""
    asking.lock(grant.account)
    grant.refresh_from_db()
    grant.move(Status.WITHDRAWN, by=by, decided_by=by, address="")
    record("grants.withdraw", grant.account, by=by, grant=grant.pk, kind=grant.kind)
    outbox.drop(f"grant:{grant.pk}:")
    return grant


def require_second_person(grant: Grant, by: User) -> Grant:
    """Return the grant as it is now. Refused for the one who asked it, and for the
    owner of the account."""
    grant.refresh_from_db()
    if by.pk in (grant.asked_by_id, grant.account_id):
        raise Refused("Dit bevestigt een ander: niet wie het vroeg, en niet voor wie het is.")
    return grant


def tell_decided(grant: Grant) -> None:
    outbox.drop(f"grant:{grant.pk}:asked:")
    key = f"grant:{grant.pk}:decided"
    outbox.queue(key, grant.asked_by.email, "grant_decided", grant=grant.pk)
