"""Apply a compared file, and undo it, in parts; each part is one transaction and runs once."""

from datetime import date

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import Area
from audit.models import LegalHold
from ground.refusals import Refused
from imports.bulk_rows import row_of, upsert
from imports.comparison import (
    CHUNK,
    HOME_FIELDS,
    PARTS,
    TENANT_FIELDS,
    HomesPart,
    Outcome,
    TenantsPart,
    in_parts,
    keep_verdicts,
    last_day,
    left_out,
    lines_by,
    text,
)
from imports.models import ImportLine, ImportRun
from tenants.models import Home, RightsRequest, Tenancy, Tenant

AGREEMENT = ["contract", "tenant_id", "home_id"]

TENANCY_FIELDS = ["role", "starts_on", "ends_on"]
# The columns that a file may change; shielding, restriction and the notes on how to reach a tenant
# belong to Aanloop.
OF_A_FILE = {
    Home: [name for name in HOME_FIELDS if name != "external_id"] + ["area_id", "search"],
    Tenant: [name for name in TENANT_FIELDS if name != "external_id"] + ["area_id", "search"],
    Tenancy: TENANCY_FIELDS,
}


def apply(run: ImportRun, progress) -> None:
    """Apply every line that changes something and has not been applied yet.

    Calls `progress(lines)` after each part.
    """
    if run.kind == ImportRun.Kind.HOMES:
        make_areas(run.areas)
    put_in = {ImportRun.Kind.HOMES: put_in_homes, ImportRun.Kind.TENANTS: put_in_tenants}[run.kind]
    todo = run.lines.filter(outcome__in=ImportLine.TO_APPLY, done_at=None)
    done = run.lines.count() - todo.count()
    ImportRun.objects.filter(pk=run.pk).update(lines_done=done)
    for lines in in_parts(run, todo):
        with transaction.atomic():
            part = PARTS[run.kind](run, lines, {})
            part.judge()
            put_in(part)
            keep_before([line for line in lines if line.pk in part.found])
            # Lines that can no longer be applied, because of changes since the comparison.
            keep_verdicts([line for line in lines if line.pk not in part.found])
        progress(len(lines))
    if run.kind == ImportRun.Kind.TENANTS:
        end_left_out(run)


def finish(run: ImportRun) -> None:
    """Delete lines that neither correction nor undo needs: unchanged and skipped ones, and those of
    earlier files except refused lines."""
    run.counts |= {"rejected": run.lines.filter(outcome=Outcome.REJECTED).count()}
    run.save(update_fields=["counts"])
    run.lines.filter(outcome__in=[Outcome.SAME, Outcome.LEFT_OUT]).delete()
    earlier = ImportLine.objects.filter(run__status=ImportRun.Status.APPLIED).exclude(run=run)
    earlier.exclude(outcome=Outcome.REJECTED).delete()


def keep_before(lines: list[ImportLine]) -> None:
    """Mark lines as applied, save the earlier values for undo, and clear the cells."""
    changed = [line for line in lines if line.before is not None]
    if changed:
        ImportLine.objects.bulk_update(changed, ["before"], batch_size=500)
    lines_by([line.pk for line in lines]).update(done_at=timezone.now(), cells=[])


def make_areas(names: list[str]) -> None:
    for name in names:
        Area.objects.get_or_create(code=name.casefold(), defaults={"name": name})


def kept(row: dict, names: list[str]) -> dict:
    """Return these columns of a row as JSON values."""
    values = {name: row[name] for name in names}
    return {n: v.isoformat() if isinstance(v, date) else v for n, v in values.items()}


def differing(old: dict, new: dict, names: list[str]) -> list[str]:
    """Return `external_id` and the names of the columns that a line changes."""
    return ["external_id", *(n for n in names if text(old[n]) != text(new[n]))]


def put_in_homes(part: HomesPart) -> None:
    homes: list[dict] = []
    for line, found in part.good():
        old = part.before.get(found["fields"]["external_id"])
        area = part.area_of(found)
        values = {name: old[name] for name in HOME_FIELDS} if old else {}
        area_id = area.pk if area else old["area_id"] if old else None
        if old:
            new = values | found["fields"] | {"area_id": area_id}
            line.before = {"home": kept(old, differing(old, new, ["area_id", *HOME_FIELDS[1:]]))}
        homes.append(row_of(Home, {"area_id": area_id} | values | found["fields"]))
    upsert(Home, homes, ["external_id"], OF_A_FILE[Home])
    move_tenants([home["code"] for home in homes])


def move_tenants(codes: list[str]) -> None:
    """Update the area of tenants who rent these homes (by code) to the area of their home.

    A dwelling takes precedence: a parking space or shed elsewhere does not move its tenant.
    """
    now = Tenancy.objects.current().filter(home__area__isnull=False)
    here = now.filter(home__code__in=codes).exclude(tenant__area=F("home__area")).values("tenant")
    first = now.filter(tenant__in=here).annotate(beside=~Q(home__kind=Home.DWELLING))
    first = first.order_by("tenant", "beside", "-starts_on", "-pk").distinct("tenant")
    moved = [
        Tenant(pk=tenant_id, area_id=area_id)
        for tenant_id, area_id, was in first.values_list(
            "tenant_id", "home__area_id", "tenant__area_id"
        )
        if area_id != was
    ]
    Tenant.objects.bulk_update(moved, ["area"], batch_size=1000)


def put_in_tenants(part: TenantsPart) -> None:
    people: dict[str, dict] = {}
    for line, found in part.good():
        key = found["fields"]["external_id"]
        old = part.before.get(key)
        if old is None and (merged := part.known_as(found)):
            Tenant.objects.filter(pk=merged["id"]).update(external_id=key)
            old = part.before[key] = merged
        people[key] = person(part, found, old, people.get(key))
        if old:
            known = part.tenancies.get((old["id"], found["tenancy"]["contract"], found["home"]))
            line.before = {
                "tenant": kept(old, differing(old, people[key], ["area_id", *TENANT_FIELDS[1:]])),
                "tenancy": kept(known, TENANCY_FIELDS) if known else None,
                "agreement": [line.contract, old["id"], part.homes[found["home"]]["id"]],
            }
    ids = upsert(Tenant, list(people.values()), ["external_id"], OF_A_FILE[Tenant])
    agreements = {}
    for _, found in part.good():
        tenant, home = ids[found["fields"]["external_id"]], part.homes[found["home"]]["id"]
        key = (found["tenancy"]["contract"], tenant, home)
        # A role change gives two lines for one agreement; the last line counts.
        agreements[key] = found["tenancy"] | {"tenant_id": tenant, "home_id": home}
    upsert(Tenancy, list(agreements.values()), AGREEMENT, OF_A_FILE[Tenancy])


def person(part: TenantsPart, found: dict, old: dict | None, earlier: dict | None) -> dict:
    """Return the tenant's row according to the file, except fields the tenant had corrected.

    The area is that of this home only if it is a dwelling that is still rented; otherwise the area
    that is already known stays.
    """
    values = {name: old[name] for name in TENANT_FIELDS} if old else {}
    corrected = old["corrected"] if old else ()
    values |= {n: v for n, v in found["fields"].items() if n not in corrected}
    home = part.homes[found["home"]]
    area_id = home["area_id"]
    if found["tenancy"]["ends_on"] is not None or home["kind"] != Home.DWELLING:
        known = earlier or old or {}
        area_id = known.get("area_id") or area_id
    return row_of(Tenant, values | {"area_id": area_id})


def end_left_out(run: ImportRun) -> None:
    """End tenancies that the file no longer names, of people whom it does name."""
    today = timezone.localdate()
    with transaction.atomic():
        gone = list(left_out(run))
        starts = starts_of(gone)
        for tenancy in gone:
            run.ended.append([tenancy.pk, text(tenancy.ends_on)])
            tenancy.ends_on = last_day(tenancy, starts[tenancy.tenant_id], today)
        Tenancy.objects.bulk_update(gone, ["ends_on"], batch_size=500)
        move_tenants(homes_of(gone))
        run.save(update_fields=["ended"])


def starts_of(tenancies: list[Tenancy]) -> dict[int, list[date]]:
    """Return the start dates of all tenancies of these tenants, by tenant id."""
    starts: dict[int, list[date]] = {tenancy.tenant_id: [] for tenancy in tenancies}
    all_of_them = Tenancy.objects.filter(tenant__in=starts)
    for tenant, starts_on in all_of_them.values_list("tenant_id", "starts_on"):
        starts[tenant].append(starts_on)
    return starts


def homes_of(tenancies: list[Tenancy]) -> list[str]:
    """Return codes of the homes that these tenants rent now."""
    people = {tenancy.tenant_id for tenancy in tenancies}
    now = Tenancy.objects.current().filter(tenant__in=people)
    return list(now.values_list("home__code", flat=True))


# --- Undoing -----------------------------------------------------------------------------------


def require_nothing_built(run: ImportRun) -> None:
    """Raise Refused when other rows refer to what this file created."""
    model = Home if run.kind == ImportRun.Kind.HOMES else Tenant
    new = run.lines.filter(outcome=Outcome.NEW).exclude(done_at=None).values("who")
    made = model.objects.filter(external_id__in=new).values("pk")
    for relation in model._meta.related_objects:
        if relation.related_model is Tenancy and model is Tenant:
            continue
        if relation.related_model.objects.filter(**{f"{relation.field.name}__in": made}).exists():
            what = str(relation.related_model._meta.verbose_name_plural)
            raise Refused(
                f"Terugdraaien kan niet meer: op wat dit bestand bracht staan al {what}. Lees een "
                "verbeterd bestand in; dat zet recht wat anders is."
            )
    if model is Tenant:
        require_nobody_asked(made)


def require_nobody_asked(made: QuerySet) -> None:
    """Raise Refused when a legal hold or a rights request names a tenant that would be deleted.

    Those refer to a tenant by number, without a foreign key.
    """
    hold = LegalHold.objects.in_force().filter(tenant_number__in=made)
    if hold.exists() or RightsRequest.objects.filter(tenant_number__in=made).exists():
        raise Refused(
            "Terugdraaien kan niet meer: van iemand uit dit bestand zijn de gegevens geblokkeerd, "
            "of er ligt een verzoek om inzage, verbetering of verwijdering."
        )


def undo(run: ImportRun, progress) -> None:
    """Restore everything as it was before this file; calls `progress(lines)` after each part."""
    put_back = {
        ImportRun.Kind.HOMES: put_back_homes,
        ImportRun.Kind.TENANTS: put_back_tenants,
    }[run.kind]
    with transaction.atomic():
        back = [Tenancy(pk=pk, ends_on=ends_on or None) for pk, ends_on in run.ended]
        Tenancy.objects.bulk_update(back, ["ends_on"], batch_size=500)
        ImportRun.objects.filter(pk=run.pk).update(ended=[], lines_done=0)
    lines = run.lines.filter(outcome__in=ImportLine.TO_APPLY).exclude(done_at=None)
    # Last line first: a tenant on several lines ends up as before the first of them.
    while part := list(lines.order_by("-pk")[:CHUNK]):
        with transaction.atomic():
            put_back(part)
            ImportLine.objects.filter(pk__in=[line.pk for line in part]).update(done_at=None)
        progress(len(part))


def put_back_homes(lines: list[ImportLine]) -> None:
    new = [line.who for line in lines if line.before is None]
    homes = as_they_stood(Home, [line.before["home"] for line in lines if line.before])
    upsert(Home, homes, ["external_id"], OF_A_FILE[Home])
    move_tenants([home["code"] for home in homes])
    Home.objects.filter(external_id__in=new).delete()


def put_back_tenants(lines: list[ImportLine]) -> None:
    for line in lines:
        if line.before and line.before["tenant"]["external_id"] != line.who:
            number = line.before["tenant"]["external_id"]
            Tenant.objects.filter(external_id=line.who).update(external_id=number)
    new = [line.who for line in lines if line.before is None]
    Tenancy.objects.filter(tenant__external_id__in=new).delete()
    Tenant.objects.filter(external_id__in=new).delete()
    changed = [line for line in lines if line.before]
    people = as_they_stood(Tenant, [line.before["tenant"] for line in changed])
    upsert(Tenant, people, ["external_id"], OF_A_FILE[Tenant])
    agreements: dict[tuple, dict | None] = {
        tuple(line.before["agreement"]): line.before["tenancy"] for line in changed
    }
    put_back_agreements(agreements)


def as_they_stood(model: type[Home] | type[Tenant], befores: list[dict]) -> list[dict]:
    """Return complete rows with the earlier values restored; `befores` run from the last line back.

    Fields that a tenant has corrected since keep their value, and deleted rows are not recreated.
    """
    names = ["external_id", *OF_A_FILE[model], *(["corrected"] if model is Tenant else [])]
    ids = [before["external_id"] for before in befores]
    rows = model.objects.filter(external_id__in=ids).values(*names)
    standing = {row["external_id"]: row for row in rows}
    for before in befores:
        if row := standing.get(before["external_id"]):
            right = row.get("corrected", [])
            row |= {n: v for n, v in before.items() if n in names and n not in right}
    return [
        row_of(model, {n: v for n, v in row.items() if n not in ("corrected", "search")})
        for row in standing.values()
    ]


def put_back_agreements(agreements: dict[tuple, dict | None]) -> None:
    """Restore tenancies, given by contract, tenant and home; delete those whose value is None,
    because the file created them."""
    names = AGREEMENT
    stood = [dict(zip(names, key, strict=True)) | was for key, was in agreements.items() if was]
    upsert(Tenancy, stood, names, OF_A_FILE[Tenancy])
    there = Tenancy.objects.filter(
        contract__in={contract for contract, _, _ in agreements},
        tenant__in={tenant for _, tenant, _ in agreements},
    )
    made = [
        pk
        for pk, *key in there.values_list("pk", *names)
        if agreements.get(tuple(key), key) is None
    ]
    Tenancy.objects.filter(pk__in=made).delete()
