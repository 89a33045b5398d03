"""Comparison of a file with the database, line by line, before anything is applied."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import date
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import Area
from imports import cells, home_lines, tenant_lines
from imports.models import ImportLine, ImportRun
from tenants.models import ErasureTombstone, Home, Tenancy, Tenant

Outcome = ImportLine.Outcome
# Lines compared or applied at a time; when applied, each part is one transaction.
CHUNK = 2000
HOME_FIELDS = [
    "external_id", "code", "kind", "status", "street", "number", "postcode", "neighbourhood_code",
    "district_code", "municipality_code", "housing_form", "address_id", "object_id",
    *home_lines.TEXTS.values(),
]  # fmt: skip
TENANT_FIELDS = [
    "external_id", "last_name", "gender", "birth_date", "died_on", "language", "phone",
    "phone_note", "email", "channel", *tenant_lines.TEXTS.values(),
]  # fmt: skip


def verdict(line: ImportLine, outcome: str, *, what: list[str] = (), reason: str = "") -> None:
    """Set the outcome of a line. The reason is cut to the column's length."""
    line.outcome, line.what, line.reason = outcome, list(what), reason[:300]


def text(value: object) -> str:
    return "" if value is None else str(value)


class Part(ABC):
    """A part of a file: cleans its lines, compares them with the database, and sets outcomes.

    `seen` is shared by all parts of a file: the first line per key, and what that line said.
    """

    def __init__(self, run: ImportRun, lines: list[ImportLine], seen: dict[str, tuple]) -> None:
        self.run, self.lines, self.seen = run, lines, seen
        # Earlier outcomes by line id; empty strings during the first comparison.
        self.was = {line.pk: line.outcome for line in lines}
        self.found: dict[int, dict] = {}
        # Line numbers, also of earlier parts, that a line of this part contradicts.
        self.contradicted: set[int] = set()

    def judge(self) -> None:
        """Set an outcome on every line."""
        for line in self.lines:
            if line.outcome == Outcome.REJECTED and not line.cells:
                continue  # the line itself could not be read
            try:
                found = self.clean(line)
                self.require_first(line, found)
            except cells.LeftOut as reason:
                verdict(line, Outcome.LEFT_OUT, reason=reason.reason)
            except cells.Rejected as reason:
                verdict(line, Outcome.REJECTED, reason=reason.reason)
            else:
                self.found[line.pk] = found
        self.compare()

    def good(self) -> Iterator[tuple[ImportLine, dict]]:
        """Yield the lines that can be imported, with their cleaned data."""
        for line in self.lines:
            if line.pk in self.found:
                yield line, self.found[line.pk]

    def refuse(self, line: ImportLine, reason: str) -> None:
        self.found.pop(line.pk)
        verdict(line, Outcome.REJECTED, reason=reason)

    @abstractmethod
    def clean(self, line: ImportLine) -> dict:
        """Return the cleaned data of a line. Raises Rejected."""

    @abstractmethod
    def require_first(self, line: ImportLine, found: dict) -> None:
        """Raise Rejected when an earlier line of the file repeats or contradicts this one."""

    @abstractmethod
    def compare(self) -> None:
        """Compare the good lines with the database and set their outcomes."""


class HomesPart(Part):
    """Lines of a homes file."""

    def clean(self, line: ImportLine) -> dict:
        return home_lines.clean(dict(zip(self.run.columns, line.cells, strict=True)))

    def require_first(self, line: ImportLine, found: dict) -> None:
        for name in ("external_id", "code"):
            first = self.seen.setdefault(f"{name}:{found['fields'][name]}", (line.line,))[0]
            if first != line.line:
                same = "" if name == "external_id" else "eenheidcode "
                raise cells.Rejected(
                    f"Deze {same or 'eenheid '}staat ook op regel {first}. Die regel is gebruikt, "
                    "deze niet."
                )

    @cached_property
    def areas(self) -> dict[str, Area]:
        """Areas by code and by name, casefolded."""
        areas = list(Area.objects.all())
        by_code = {area.code.casefold(): area for area in areas}
        return by_code | {area.name.casefold(): area for area in areas}

    def area_of(self, found: dict) -> Area | None:
        return self.areas.get(found["rayon"].casefold())

    @cached_property
    def before(self) -> dict[str, dict]:
        """Existing homes, by id in the source system."""
        ids = [found["fields"]["external_id"] for found in self.found.values()]
        rows = Home.objects.filter(external_id__in=ids).values("id", "area_id", *HOME_FIELDS)
        return {row["external_id"]: row for row in rows}

    def compare(self) -> None:
        codes = [found["fields"]["code"] for found in self.found.values()]
        owners = dict(Home.objects.filter(code__in=codes).values_list("code", "external_id"))
        for line, found in list(self.good()):
            fields = found["fields"]
            if owners.get(fields["code"], fields["external_id"]) != fields["external_id"]:
                self.refuse(line, "Deze eenheidcode hoort al bij een andere eenheid.")
                continue
            old = self.before.get(fields["external_id"])
            if old is None:
                verdict(line, Outcome.NEW)
                continue
            what = changed_names(Home, old, fields)
            area = self.area_of(found)
            if found["rayon"] and (area is None or area.pk != old["area_id"]):
                what.append("gebied")
            verdict(line, Outcome.CHANGED if what else Outcome.SAME, what=what)


class TenantsPart(Part):
    """Lines of a tenants file: one person's part in one agreement each."""

    def clean(self, line: ImportLine) -> dict:
        return tenant_lines.clean(dict(zip(self.run.columns, line.cells, strict=True)))

    def require_first(self, line: ImportLine, found: dict) -> None:
        person = hash(tuple(map(text, found["fields"].values())))
        whole = hash((person, found["home"], *map(text, found["tenancy"].values())))
        key = found["fields"]["external_id"]
        first, first_person, wholes = self.seen.setdefault(key, (line.line, person, {}))
        if person != first_person:
            self.contradicted.add(first)
            raise cells.Rejected(
                f"Staat met andere gegevens op regel {first}. Maak de twee regels gelijk."
            )
        if (earlier := wholes.setdefault(whole, line.line)) != line.line:
            raise cells.Rejected(f"Staat ook op regel {earlier}. Die regel is gebruikt, deze niet.")

    @cached_property
    def homes(self) -> dict[str, dict]:
        """Existing homes that these lines name, by code."""
        codes = {found["home"] for found in self.found.values()}
        rows = Home.objects.filter(code__in=codes).values("id", "code", "area_id", "kind")
        return {row["code"]: row for row in rows}

    @cached_property
    def before(self) -> dict[str, dict]:
        """Existing tenants, by id in the source system."""
        ids = [found["fields"]["external_id"] for found in self.found.values()]
        return self.people(Tenant.objects.filter(external_id__in=ids))

    @staticmethod
    def people(tenants) -> dict[str, dict]:
        rows = tenants.values("id", "area_id", "corrected", *TENANT_FIELDS)
        return {row["external_id"]: row for row in rows}

    @cached_property
    def tenancies(self) -> dict[tuple[int, str, str], dict]:
        """Tenancies of these tenants, by tenant id, contract and code of the home."""
        people = [*self.before.values(), *self.renumbered.values()]
        rows = Tenancy.objects.filter(tenant__in=[row["id"] for row in people])
        names = ("id", "tenant_id", "home__code", "contract", "role", "starts_on", "ends_on")
        return {(r["tenant_id"], r["contract"], r["home__code"]): r for r in rows.values(*names)}

    @cached_property
    def lives_at(self) -> dict[int, set[str]]:
        """Codes of the homes that each of these tenants rents today, by tenant id."""
        today, homes = timezone.localdate(), {}
        for (tenant, _, home), row in self.tenancies.items():
            if row["starts_on"] <= today and (row["ends_on"] is None or row["ends_on"] >= today):
                homes.setdefault(tenant, set()).add(home)
        return homes

    @cached_property
    def renumbered(self) -> dict[tuple, dict]:
        """Existing tenants whose id this file does not name, by surname, birth date and home code.

        They may be the same person under a new id: the source system merged two records of one
        person, or gave a new number.
        """
        maybe = ("", Outcome.MERGED)
        new = [
            found
            for line, found in self.good()
            if self.was[line.pk] in maybe and found["fields"]["external_id"] not in self.before
        ]
        births = {f["fields"]["birth_date"] for f in new if f["fields"].get("birth_date")}
        named = {f["fields"]["last_name"] for f in new}
        if not births:
            return {}
        in_file = ImportLine.objects.filter(run=self.run, who=OuterRef("external_id"))
        people = self.people(
            Tenant.objects.filter(birth_date__in=births, last_name__in=named).exclude(
                Exists(in_file)
            )
        )
        by_id = {row["id"]: row for row in people.values()}
        now = Tenancy.objects.current().filter(tenant__in=by_id)
        return {
            (by_id[tenant]["last_name"], text(by_id[tenant]["birth_date"]), home): by_id[tenant]
            for tenant, home in now.values_list("tenant_id", "home__code")
        }

    def known_as(self, found: dict) -> dict | None:
        """Return the same person under an earlier id; None when there is no such person."""
        fields = found["fields"]
        key = (fields["last_name"], text(fields.get("birth_date")), found["home"])
        same = self.renumbered.get(key)
        # Twins share a birth date and a home, but not their initials.
        initials = {
            "".join(filter(str.isalpha, one.get("initials", ""))) for one in (fields, same or {})
        }
        return same if len(initials) == 1 else None

    def compare(self) -> None:
        self.leave_out_removed()
        for line, found in list(self.good()):
            if found["home"] not in self.homes:
                code = cells.shown(found["home"])
                self.refuse(line, f"Woning {code} is er niet. Lees eerst de woningen in.")
        for line, found in self.good():
            outcome, what = self.meaning(line, found)
            verdict(line, outcome, what=what)

    def leave_out_removed(self) -> None:
        """Skip lines about people who were erased on request."""
        if not ErasureTombstone.objects.exists():
            return
        digests = {
            line.pk: ErasureTombstone.digest_of(found["fields"]["external_id"])
            for line, found in self.good()
        }
        known = ErasureTombstone.objects.filter(digest__in=digests.values())
        removed = set(known.values_list("digest", flat=True))
        for line, _ in list(self.good()):
            if digests[line.pk] in removed:
                self.found.pop(line.pk)
                why = "Deze persoon is op eigen verzoek verwijderd en komt niet terug."
                verdict(line, Outcome.LEFT_OUT, reason=why)

    def meaning(self, line: ImportLine, found: dict) -> tuple[str, list[str]]:
        """Return the outcome of one line, and the Dutch names of the fields that differ."""
        key, tenancy = found["fields"]["external_id"], found["tenancy"]
        old = self.before.get(key)
        if old is None:
            if self.seen[key][0] != line.line:
                return Outcome.CHANGED, ["huur"]
            merged = self.known_as(found)
            return (Outcome.MERGED, ["id in het bronsysteem"]) if merged else (Outcome.NEW, [])
        fields = {n: v for n, v in found["fields"].items() if n not in old["corrected"]}
        what = changed_names(Tenant, old, fields)
        known = self.tenancies.get((old["id"], tenancy["contract"], found["home"]))
        differs = known is None or any(text(known[n]) != text(v) for n, v in tenancy.items())
        what += ["huur"] if differs else []
        return self.outcome_of(old, found, known, differs), what

    def outcome_of(self, old: dict, found: dict, known: dict | None, differs: bool) -> str:
        if found["fields"].get("died_on") and not old["died_on"]:
            return Outcome.DIED
        ends = found["tenancy"]["ends_on"]
        if differs and ends and (known is None or known["ends_on"] is None):
            return Outcome.MOVED_OUT
        living = self.lives_at.get(old["id"], set())
        if known is None and not ends and living and found["home"] not in living:
            return Outcome.MOVED
        said = {n: v for n, v in found["fields"].items() if n not in old["corrected"]}
        changed = differs or any(text(old[n]) != text(v) for n, v in said.items())
        return Outcome.CHANGED if changed else Outcome.SAME


PARTS: dict[str, type[Part]] = {
    ImportRun.Kind.HOMES: HomesPart,
    ImportRun.Kind.TENANTS: TenantsPart,
}


def changed_names(model: type, old: dict, fields: dict) -> list[str]:
    """Return the Dutch names of the fields that differ; never a value."""
    return [
        str(model._meta.get_field(name).verbose_name)
        for name, value in fields.items()
        if text(old[name]) != text(value)
    ]


def in_parts(run: ImportRun, lines) -> Iterator[list[ImportLine]]:
    """Yield the lines in file order, CHUNK at a time."""
    last = 0
    while part := list(lines.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = part[-1].pk
        yield part


def compare(run: ImportRun, progress) -> None:
    """Set an outcome on every line of a file; calls `progress(lines)` after each part."""
    seen: dict[str, tuple] = {}
    contradicted: set[int] = set()
    new_areas: dict[str, str] = {}
    ImportRun.objects.filter(pk=run.pk).update(lines_done=0)
    for lines in in_parts(run, run.lines.all()):
        part = PARTS[run.kind](run, lines, seen)
        part.judge()
        keep_verdicts(lines)
        contradicted |= part.contradicted
        if run.kind == ImportRun.Kind.HOMES:
            for _, found in part.good():
                if found["rayon"] and part.area_of(found) is None:
                    new_areas.setdefault(found["rayon"].casefold(), found["rayon"])
        progress(len(lines))
    why = "Staat met andere gegevens ook op een latere regel. Maak de regels gelijk."
    run.lines.filter(line__in=contradicted).exclude(outcome=Outcome.LEFT_OUT).update(
        outcome=Outcome.REJECTED, reason=why
    )
    run.areas = sorted(new_areas.values())
    run.counts = counted(run)
    run.compared_at = timezone.now()
    run.save(update_fields=["areas", "counts", "compared_at"])


def keep_verdicts(lines: list[ImportLine]) -> None:
    """Save the outcomes; lines with the same outcome are updated in one statement."""
    alike: dict[tuple, list[int]] = {}
    for line in lines:
        alike.setdefault((line.outcome, tuple(line.what), line.reason), []).append(line.pk)
    for (outcome, what, reason), ids in alike.items():
        lines_by(ids).update(outcome=outcome, what=list(what), reason=reason)


def lines_by(ids: list[int]) -> QuerySet[ImportLine]:
    """Return lines by their ids, which must be sorted. Consecutive ids become a range, which is
    several times faster than a list of thousands."""
    if ids and len(ids) == ids[-1] - ids[0] + 1:
        return ImportLine.objects.filter(pk__gte=ids[0], pk__lte=ids[-1])
    return ImportLine.objects.filter(pk__in=ids)


def counted(run: ImportRun) -> dict[str, int]:
    """Count the lines per outcome, plus `untouched`: rows that the file does not name, and for
    tenants `ended`: tenancies that would end."""
    counts = dict(run.lines.values_list("outcome").annotate(n=Count("pk")))
    model = Home if run.kind == ImportRun.Kind.HOMES else Tenant
    named = ImportLine.objects.filter(run=run, who=OuterRef("external_id"))
    counts["untouched"] = model.objects.exclude(Exists(named)).count()
    if run.kind == ImportRun.Kind.TENANTS:
        counts["ended"] = left_out(run).count()
    return counts


def left_out(run: ImportRun) -> QuerySet[Tenancy]:
    """Return current tenancies that the file omits, of people whom it does name: they have ended.

    People with a refused line are skipped, because that line may be the one that names the tenancy.
    """
    lines = ImportLine.objects.filter(run=run, who=OuterRef("tenant__external_id"))
    good = lines.exclude(outcome__in=[Outcome.REJECTED, Outcome.LEFT_OUT])
    named = lines.filter(contract=OuterRef("contract"))
    bad = lines.filter(outcome=Outcome.REJECTED)
    return Tenancy.objects.current().filter(Exists(good), ~Exists(named), ~Exists(bad))


def last_day(tenancy: Tenancy, starts: list[date], today: date) -> date:
    """Return the end date of a tenancy that the file omits: the day before the next one starts, or
    yesterday.

    `starts` are the start dates of this person's tenancies.
    """
    following = [day for day in starts if tenancy.starts_on < day <= today]
    ends = min(following, default=today) - date.resolution
    return max(ends, tenancy.starts_on)
