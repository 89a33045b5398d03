"""Who may do what for an organisation, and the account behind its shared mailbox."""

from accounts.models import User
from accounts.roles import Can, Role
from ground.refusals import Refused
from partners.models import Partner, Worker

# Nobody reads mail there: the mailbox signs in nowhere, it answers by link and code.
NOWHERE = "postvak-{}@geen.invalid"


def is_lead(user: User, partner: Partner) -> bool:
    """Whether this person speaks for the organisation."""
    return partner.workers.present().filter(user=user, is_lead=True).exists()


def may_keep(user: User, partner: Partner) -> bool:
    """Whether this person keeps the organisation up to date: our coordinator, or its own lead."""
    return user.can(Can.MANAGE_PARTNERS) or is_lead(user, partner)


def require_keeper(partner: Partner, by: User) -> None:
    if not may_keep(by, partner):
        raise Refused(
            f"Dit doet het aanspreekpunt van {partner}. Vraag het die, of bel de coördinator."
        )


def mailbox_of(partner: Partner) -> User:
    """The account that answers for whoever reads the shared mailbox. It cannot sign in."""
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
