"""The four roles of the programme, each with a main figure and its parts."""

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.utils import timezone

from accounts.roles import Role
from activities.models import Meetup, SignUp
from housing.models import HousingForm
from insights.figures import Period
from outreach.models import Campaign
from signals.models import Signal

# The number of housing forms named on the page.
LARGEST = 3


@dataclass(frozen=True)
class RoleFigures:
    """The figures of one role; `adds_up` is set when the parts add up to the main figure."""

    key: str
    label: str
    icon: str
    main: int
    unit: str
    meaning: str
    parts: list[tuple[str, int]]
    adds_up: bool = False


def roles(period: Period) -> list[RoleFigures]:
    """Return the figures of signaleren, voorlichten, woonvormen and ontmoeten."""
    return [noticing(period), informing(period), housing(), meeting(period)]


def noticing(period: Period) -> RoleFigures:
    """Signals of the period, by the role of the person who logged them."""
    signals = Signal.objects.filter(logged_at__gte=period.starts_at)
    by_role = signals.order_by().values_list("logged_by__role").annotate(n=Count("pk"))
    parts = sorted(((str(Role(role).label), n) for role, n in by_role), key=lambda p: -p[1])
    return RoleFigures(
        "r1",
        "Signaleren",
        "bell",
        sum(n for _, n in parts),
        "signalen",
        "Vastgelegd in deze periode, naar de rol van wie het vastlegde.",
        parts,
        adds_up=True,
    )


def informing(period: Period) -> RoleFigures:
    """Campaigns that began in the period; reach as entered, and visits of their codes."""
    campaigns = Campaign.objects.filter(starts_on__gte=period.since)
    reach = campaigns.aggregate(n=Sum("efforts__reached", default=0))["n"]
    opened = campaigns.aggregate(n=Sum("efforts__codes__visits", default=0))["n"]
    joined = SignUp.objects.active().filter(code__effort__campaign__in=campaigns).count()
    return RoleFigures(
        "r2",
        "Voorlichten",
        "megaphone",
        reach,
        "mensen bereikt",
        "Campagnes die in deze periode begonnen. Bereikt is het aantal adressen of mensen dat "
        "wij telden of schatten; een code telt elke keer dat iemand hem opent.",
        [
            ("campagnes", campaigns.count()),
            ("codes geopend", opened),
            ("aanmeldingen via een code", joined),
        ],
    )


def housing() -> RoleFigures:
    """Housing forms that are not stopped, and the homes of the largest."""
    forms = HousingForm.objects.exclude(status=HousingForm.Status.STOPPED)
    found = forms.aggregate(n=Count("pk"), homes=Sum("homes", default=0))
    return RoleFigures(
        "r3",
        "Woonvormen",
        "building-2",
        found["n"],
        f"{'project' if found['n'] == 1 else 'projecten'}, {found['homes']} woningen",
        f"Alle woonvormen die niet gestopt zijn, van idee tot bewoond. De grootste {LARGEST} staan "
        "erbij met hun woningen.",
        [(form.name, form.homes) for form in forms.order_by("-homes", "name")[:LARGEST]],
    )


def meeting(period: Period) -> RoleFigures:
    """Meetups held in the period, and their guests; guests are identified by phone number."""
    held = Meetup.objects.on().filter(
        starts_at__gte=period.starts_at, starts_at__lte=timezone.now()
    )
    came = SignUp.objects.filter(meetup__in=held, attended_at__isnull=False)
    by_person = came.order_by().values("phone").annotate(n=Count("pk"))
    return RoleFigures(
        "r4",
        "Ontmoeten",
        "coffee",
        held.count(),
        "ontmoetingen",
        "Activiteiten van deze periode die doorgingen, en wie er was. Deelnemers houden we uit "
        "elkaar met hun telefoonnummer, gastvrouwen en -heren met hun voornaam.",
        [
            ("deelnemers", by_person.count()),
            ("kwamen 3 keer of vaker", by_person.filter(n__gte=3).count()),
            ("gastvrouwen en -heren", held.aggregate(n=Count("host_name", distinct=True))["n"]),
        ],
    )
