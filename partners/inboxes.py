"""An address stands for one organisation: what it receives opens that organisation's referrals."""

from django.db.models import Q

from accounts.models import User
from ground.refusals import Refused
from partners.models import Partner, Worker


def others_with(address: str, partner: Partner | None) -> str:
    """Return who else reads this address, in words; empty when nobody does.

    Another organisation that is on, somebody who works there, or a colleague of ours.
    """
    besides = partner.pk if partner else None
    others = Partner.objects.in_use().filter(inbox__iexact=address).exclude(pk=besides)
    if other := others.first():
        return str(other)
    account = User.objects.filter(email=address.lower()).first()
    if account is None:
        return ""
    worker = Worker.objects.filter(user=account).select_related("partner").first()
    if worker is None:
        return "een account dat niet van deze organisatie is"
    return "" if worker.partner_id == besides else str(worker.partner)


def require_own_inbox(partner: Partner | None, inbox: str, *, field: str = "inbox") -> None:
    """Refuse an address that others read: its code would open the referrals of both.

    Locks the partners, so that of two who take one address at once the second is refused.
    """
    list(Partner.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    if other := others_with(inbox, partner):
        raise Refused(
            f"Dit adres is ook van {other}. Vraag deze organisatie om een eigen postvak, want een "
            "code die daar aankomt opent verwijzingen.",
            field=field,
        )


def is_shared(partner: Partner) -> bool:
    """Return whether others read the mailbox of this partner, as from before that was refused."""
    return bool(others_with(partner.inbox, partner))


def require_no_inbox(address: str, *, of: Partner | None = None, field: str = "email") -> None:
    """Refuse for an account the address of a mailbox of another organisation than its own."""
    taken = Partner.objects.in_use().filter(Q(inbox__iexact=address))
    if other := taken.exclude(pk=of.pk if of else None).first():
        raise Refused(
            f"Dit is het gedeelde postvak van {other}. Vul het adres in van één persoon.",
            field=field,
        )
