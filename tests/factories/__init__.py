"""Test data created through the product's own actions, so that no test starts from an impossible
row."""

import itertools
import uuid
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Area, User
from accounts.roles import Role
from partners.models import Agreement, Partner, Worker
from signals import actions as signals
from signals.models import Sign, Signal
from tenants import actions as tenants
from tenants.models import Contact, Home, Note, Snapshot, Tenancy, Tenant, Wish

_number = itertools.count(1)


def a_user(role: Role, name: str = "", areas: tuple[Area, ...] = ()) -> User:
    """A user with a role; the password is always `geheim-genoeg`."""
    n = next(_number)
    user = User.objects.create_user(
        f"{role.value}{n}@delinde.example", "geheim-genoeg", name=name or f"Persoon {n}", role=role
    )
    user.areas.set(areas)
    return user


def an_area(name: str = "") -> Area:
    n = next(_number)
    return Area.objects.create(code=f"gebied-{n}", name=name or f"Gebied {n}")


def a_home(area: Area | None = None, **fields) -> Home:
    """A home as an import creates it."""
    n = next(_number)
    fields = {
        "external_id": f"H{n}",
        "code": f"E-{n}",
        "street": "Merelstraat",
        "number": n,
        "postcode": "9999 XA",
        "town": "Testdorp",
        "area": area or an_area(),
    } | fields
    home = Home(**fields)
    home.make_searchable()
    home.save()
    return home


def a_tenant(home: Home | None = None, **fields) -> Tenant:
    """A tenant with a current tenancy, as an import creates it."""
    n = next(_number)
    home = home or a_home()
    fields = {
        "external_id": f"R{n}",
        "initials": "H.",
        "first_name": "Hennie",
        "infix": "van",
        "last_name": f"Dijk{n}",
        "gender": "V",
        "birth_date": date(1946, 3, 7),
        "phone": "088 000 12 34",
        "area": home.area,
    } | fields
    tenant = Tenant(**fields)
    tenant.make_searchable()
    tenant.save()
    Tenancy.objects.create(tenant=tenant, home=home, contract=f"O-{n}", starts_on=date(1998, 6, 1))
    return tenant


def a_signal(
    tenant: Tenant | None = None,
    *,
    home: Home | None = None,
    by: User | None = None,
    owner: User | None = None,
    **fields,
) -> Signal:
    """A signal that a caretaker of the area logged; creates a consultant for the area if it has
    none."""
    if home is None:
        tenant = tenant or a_tenant()
        home = tenant.tenancies.current().first().home
    area = home.area
    if owner is None and not User.objects.filter(role=Role.CONSULTANT, areas=area).exists():
        a_user(Role.CONSULTANT, areas=(area,))
    by = by or a_user(Role.CARETAKER, areas=(area,))
    fields = {
        "key": uuid.uuid4(),
        "signs": list(Sign.objects.all()[:2]),
        "fact": "Gordijnen zijn sinds drie weken dicht.",
        "urgency": Signal.Urgency.WEEK,
        "tenant_knows": Signal.Knows.YES,
    } | fields
    return signals.log(home, tenant=tenant, by=by, **fields)


def an_urgent_signal(tenant: Tenant | None = None, **fields) -> Signal:
    """A signal to follow up today; on a working day its owner is notified at once."""
    return a_signal(tenant, urgency=Signal.Urgency.TODAY, **fields)


def a_partner(area: Area | None = None, **fields) -> Partner:
    """A welfare organisation with an agreement for another year."""
    n = next(_number)
    fields = {
        "name": f"Welzijn Lindenwaard {n}",
        "kind": Partner.Kind.WELFARE,
        "offers": "Maatjes, koffietafels en bezoek aan huis",
        "inbox": f"welzijn{n}@partner.example",
    } | fields
    until = fields.pop("agreement_until", timezone.localdate() + timedelta(days=365))
    partner = Partner.objects.create(**fields)
    if until:
        begin = min(until, timezone.localdate()) - timedelta(days=400)
        Agreement.objects.create(
            partner=partner, kind=Agreement.Kind.COVENANT, starts_on=begin, ends_on=until
        )
    if area:
        partner.areas.add(area)
    return partner


def a_worker(partner: Partner, name: str = "Joost Meijer") -> User:
    """A user who answers referrals for a partner."""
    user = a_user(Role.PARTNER_WORKER, name)
    Worker.objects.create(partner=partner, user=user)
    return user


def a_wish(tenant: Tenant, *, by: User) -> Wish:
    """What a tenant would like."""
    return tenants.record_wish(tenant, words="Koffie", interests=[], by=by)


def a_note(tenant: Tenant, *, by: User) -> Note:
    """A short line on the file."""
    return tenants.note(tenant, key=uuid.uuid4(), text="Belt liever", by=by)


def a_contact(tenant: Tenant, *, by: User) -> Contact:
    """Somebody on the network map."""
    return tenants.add_contact(
        tenant, label="Buurvrouw", circle=Contact.Circle.FAMILY, often=1, strength="strong",
        is_new=False, by=by,
    )  # fmt: skip


def a_snapshot(tenant: Tenant, *, by: User) -> Snapshot:
    """The network map of today, with one contact."""
    a_contact(tenant, by=by)
    return tenants.take_snapshot(tenant, by=by)
