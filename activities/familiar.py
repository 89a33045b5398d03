"""Known faces: who was at a meetup together, and which tenant has a number."""

from accounts.models import User
from activities import phones
from activities.models import SignUp
from tenants.models import Tenant


def met_before(phone: str) -> dict[str, str]:
    """By telephone number, who was at a meetup where this number was too: the newest one."""
    mine = SignUp.objects.filter(phone=phone, attended_at__isnull=False).values("meetup")
    others = SignUp.objects.filter(meetup__in=mine, attended_at__isnull=False)
    others = others.exclude(phone=phone).order_by("meetup__starts_at")
    return dict(others.values_list("phone", "meetup__title"))


def known_by(phone: str, user: User) -> Tenant | None:
    """The one tenant, of those this person may list, who has this number; None when there is none
    or when several share it. So that what is kept about somebody is found with the file."""
    end = "".join(filter(str.isdigit, phone))[-2:]
    alike = Tenant.objects.listed_to(user).filter(died_on=None, phone__endswith=end)
    wanted = phones.standard(phone)
    found = [
        tenant
        for tenant in alike.only("pk", "phone")[:5000]
        if phones.can_be_called(tenant.phone) and phones.standard(tenant.phone) == wanted
    ]
    return found[0] if len(found) == 1 else None
