"""Rank partners for a wish, with the reasons for each: reasons, never a score."""

from dataclasses import dataclass

from ground.language_codes import LANGUAGES
from partners.models import Need, Partner, Service
from tenants.models import Interest, Tenant

# Order by capacity: partners with room first.
BY_ROOM = [Partner.Capacity.ROOM, Partner.Capacity.WAITING_LIST, Partner.Capacity.FULL]
DUTCH = "NLD"
# The need that belongs to each interest.
NEEDS = {
    Interest.COFFEE: Need.COMPANY,
    Interest.SOUP: Need.EATING,
    Interest.WALKING: Need.MOVING,
    Interest.CARDS: Need.TOGETHER,
    Interest.PLANTS: Need.TOGETHER,
    Interest.KNITTING: Need.TOGETHER,
    Interest.MUSIC: Need.TOGETHER,
}


@dataclass(frozen=True)
class Offer:
    """A partner, how it matches, and the reasons in the order shown."""

    partner: Partner
    serves: bool
    fits: bool
    speaks: bool
    reasons: list[str]

    @property
    def reason(self) -> str:
        return " · ".join(self.reasons)

    @property
    def rank(self) -> tuple:
        """The sort key: works here, fits the need, speaks the language, has room; then by name."""
        room = BY_ROOM.index(Partner.Capacity(self.partner.capacity_now))
        return (not self.serves, not self.fits, not self.speaks, room, self.partner.name)


def need_of(tenant: Tenant) -> str:
    """Return the need that follows from the tenant's latest wish, or an empty string."""
    wish = tenant.wishes.order_by("-pk").first()
    return next((NEEDS[i] for i in (wish.interests if wish else []) if i in NEEDS), "")


def offers(tenant: Tenant, need: str = "") -> list[Offer]:
    """Return the partners that can be asked today, best match first: area, need, language, room."""
    partners = Partner.objects.choosable().prefetch_related("areas", "agreements", "services")
    return sorted((_offer(partner, tenant, need) for partner in partners), key=lambda o: o.rank)


def stale() -> list[Partner]:
    """Partners that cannot be chosen only because their details must be confirmed again."""
    return list(Partner.objects.stale().prefetch_related("agreements"))


def _offer(partner: Partner, tenant: Tenant, need: str) -> Offer:
    areas = partner.areas.all()
    serves = not areas or tenant.area in areas
    where = tenant.area.name if tenant.area else "dit gebied"
    reasons = [f"Werkt {'' if serves else 'niet '}in {where}", partner.room]
    services = [
        service for service in partner.services.all() if service.status == Service.Status.ACTIVE
    ]
    helping = [service for service in services if need in service.needs]
    for_age = [service for service in helping if service.fits_age(tenant.age())]
    if need and for_age:
        reasons.append(f"{Need(need).label}: {for_age[0].name}")
    elif need and helping:
        reasons.append(f"{helping[0].name} is {helping[0].ages}")
    language = tenant.language
    spoken = {code for service in services for code in service.languages}
    speaks = language == DUTCH or language in spoken
    if language != DUTCH and speaks:
        reasons.append(f"spreekt {LANGUAGES.get(language, language)}")
    return Offer(partner, serves, bool(for_age) or not need, speaks, reasons)
