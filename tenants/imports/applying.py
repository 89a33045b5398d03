"""Putting a compared file in: all of it, or nothing."""

from django.db.models import F

from accounts.doors import Refused
from accounts.models import Area
from tenants.imports.comparing import chunks, is_area, new_areas
from tenants.models import Home, Tenancy, Tenant

GONE = (
    "Een woning uit dit bestand is er niet meer. Er is niets veranderd. Gooi deze import weg en "
    "kies het bestand opnieuw."
)


def apply_homes(rows: list[dict]) -> None:
    """Make or change homes, by their id in the source system; new areas first."""
    for rayon in new_areas(rows):
        Area.objects.create(code=rayon.casefold(), name=rayon)
    areas = list(Area.objects.all())
    for part in chunks(rows):
        homes = []
        for row in part:
            area = next((area for area in areas if is_area(area, row["rayon"])), None)
            homes.append(Home(area=area, **row["fields"]))
        upsert(homes, [*part[0]["fields"], "area", "search"])
        move_tenants([row["fields"]["code"] for row in part])


def move_tenants(codes: list[str]) -> None:
    """Tenants belong to the area of their home; follow it when a home changed area."""
    now = Tenancy.objects.current().filter(home__code__in=codes, home__area__isnull=False)
    moved = [
        Tenant(pk=tenant_id, area_id=area_id)
        for tenant_id, area_id in now.exclude(tenant__area=F("home__area"))
        .order_by("pk")
        .values_list("tenant_id", "home__area_id")
    ]
    Tenant.objects.bulk_update(moved, ["area"], batch_size=1000)


def apply_tenants(rows: list[dict]) -> None:
    """Make or change people, by their id in the source system, and their part in a contract."""
    for part in chunks(rows):
        homes = {
            home.code: home for home in Home.objects.filter(code__in={row["home"] for row in part})
        }
        if any(row["home"] not in homes for row in part):
            raise Refused(GONE)
        people = {}
        for row in part:
            fields, home = row["fields"], homes[row["home"]]
            ended = row["tenancy"]["ends_on"] is not None
            if fields["external_id"] not in people or not ended:
                people[fields["external_id"]] = Tenant(area_id=home.area_id, **fields)
        upsert(list(people.values()), [*part[0]["fields"], "area", "search"])
        ids = dict(Tenant.objects.filter(external_id__in=people).values_list("external_id", "pk"))
        Tenancy.objects.bulk_create(
            [
                Tenancy(
                    tenant_id=ids[row["fields"]["external_id"]],
                    home=homes[row["home"]],
                    **row["tenancy"],
                )
                for row in part
            ],
            update_conflicts=True,
            unique_fields=["contract", "tenant", "home"],
            update_fields=["role", "starts_on", "ends_on"],
        )


def upsert(rows: list[Home] | list[Tenant], fields: list[str]) -> None:
    """Insert, or change what has the same id in the source system."""
    for row in rows:
        row.make_searchable()
    type(rows[0]).objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["external_id"],
        update_fields=[name for name in fields if name != "external_id"],
    )
