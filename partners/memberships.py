"""Who may act for an organisation, and the account behind its shared mailbox."""

from accounts.models import NOBODYS, User
from accounts.roles import Can, Role
from ground.refusals import Refused
from partners.models import Partner, Worker

# Mail to this address is never read: the mailbox cannot sign in; it answers by link and code.
NOWHERE = "postvak-{}" + NOBODYS


def is_lead(user: User, partner: Partner) -> bool:
    """Whether this user is a lead of the organisation."""
    return partner.workers.present().filter(user=user, is_lead=True).exists()


def may_keep(user: User, partner: Partner) -> bool:
    """Whether this user may edit the organisation: our coordinator, or its own lead."""
    return user.can(Can.MANAGE_PARTNERS) or is_lead(user, partner)


def require_keeper(partner: Partner, by: User) -> None:
    if not may_keep(by, partner):
        raise Refused(
            f"Dit doet het aanspreekpunt van {partner}. Vraag het die, of bel de coördinator."
        )


def mailbox_of(partner: Partner) -> User:
    """Return the account that answers for the shared mailbox, or create it. It cannot sign in."""
    worker = Worker.objects.filter(partner=partner, is_mailbox=True).select_related("user").first()
    if worker:
        return worker.user
    email = NOWHERE.format(partner.pk)
    user, _ = User.objects.get_or_create(
        email=email,
        defaults={
            "role": Role.PARTNER_WORKER, "name": f"Postvak {partner}"[:120], "password": "!",
        },
    )  # fmt: skip
    Worker.objects.get_or_create(user=user, defaults={"partner": partner, "is_mailbox": True})
    return user
