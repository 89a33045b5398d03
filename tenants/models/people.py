"""Tenants and their tenancies."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Right
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import Area, User
from accounts.roles import Can
from ground.refusals import Refused
from ground.search_text import searchable
from tenants.models.homes import Home

if TYPE_CHECKING:
    from tenants.models.consents import Consent


# A phone number is looked up by its last digits, whatever its notation.
LAST_DIGITS = 8
DIGITS = Right(
    Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace"),
    LAST_DIGITS,
    output_field=models.CharField(),
)


class TenantQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "TenantQuerySet":
        """Tenants whose file this user may open: those `listed_to` the user, and files the user
        opened with a reason, until the end of that day."""
        if not user.can(Can.SEE_TENANTS):
            return self.none()
        looked = opened_with_reason(user)
        if not looked:
            return self.listed_to(user)
        return self.filter(self._listed(user) | Q(pk__in=looked))

    def listed_to(self, user: User) -> "TenantQuerySet":
        """Tenants that lists, searches and suggestions may show this user: those in the user's
        areas, or all for users who see all areas. Never a tenant with a shielded address."""
        if user.can(Can.SEE_TENANTS):
            return self.filter(self._listed(user))
        return self.none()

    def _listed(self, user: User) -> Q:
        everywhere = user.can(Can.SEE_ALL_AREAS)
        return Q(shielded_at=None) & (Q() if everywhere else Q(area_id__in=user.area_ids))

    def ending_on(self, phone: str) -> "TenantQuerySet":
        """Tenants whose phone number ends in the same LAST_DIGITS digits, ignoring punctuation."""
        digits = "".join(filter(str.isdigit, phone))[-LAST_DIGITS:]
        return self.alias(digits=DIGITS).filter(digits=digits) if digits else self.none()

    def in_complex(self, code: str, on: date) -> "TenantQuerySet":
        """Tenants who rent a home in a complex on a day."""
        rents = Tenancy.objects.current(on).filter(home__complex_code=code)
        return self.filter(pk__in=rents.values("tenant"))

    def with_name(self, text: str) -> "TenantQuerySet":
        """Tenants whose name contains all these words, in any order, by name."""
        named = (Q(search__contains=word) for word in searchable(text).split())
        return self.filter(*named).order_by("search", "pk")

    def named_to(self, user: User) -> "TenantQuerySet":
        """Tenants whose name this user may pick when logging a signal."""
        return self.filter(self._listed(user)) if user.can(Can.LOG_SIGNAL) else self.none()


def opened_with_reason(user: User) -> list[int]:
    """Return ids of tenants whose file this user opened with a reason today; cached on the user
    for the rest of the request."""
    if "opened_with_reason" not in user.__dict__:
        accesses = user.file_accesses.in_force(user)
        user.__dict__["opened_with_reason"] = list(accesses.values_list("tenant", flat=True))
    return user.__dict__["opened_with_reason"]


def forget_opened_with_reason(user: User) -> None:
    """Clear that cache, after this user opened a file during the request."""
    user.__dict__.pop("opened_with_reason", None)


class Field(models.TextChoices):
    """Data that can be shared about a tenant; consent is given per field."""

    NAME = "name", gettext_noop("Naam")
    PHONE = "phone", gettext_noop("Telefoon")
    ADDRESS = "address", gettext_noop("Adres")
    AGE = "age", gettext_noop("Leeftijd")
    CONTACT = "contact", gettext_noop("Hoe bereiken")
    WISH = "wish", gettext_noop("Wens")


class Tenant(models.Model):
    """A person who rents. Columns follow VERA 4.3 (NatuurlijkPersoon, Contactgegeven).

    There is no column for a BSN, income, nationality or civil status, and there never will be.
    """

    class Channel(models.TextChoices):
        """How a tenant prefers to be reached (a subset of VERA COMMUNICATIEVOORKEUR)."""

        CALL = "call", "belt liever"
        LETTER = "letter", "liever een brief"
        MAIL = "mail", "liever e-mail"
        TEXT = "sms", "liever een sms"
        VISIT = "visit", "liever een bezoek"

    class BestTime(models.TextChoices):
        """The best time to call or visit."""

        ANY = "", "maakt niet uit"
        MORNING = "morning", "liefst ’s ochtends"
        AFTERNOON = "afternoon", "liefst ’s middags"
        EVENING = "evening", "liefst aan het begin van de avond"

    class Gender(models.TextChoices):
        WOMAN = "V", "vrouw"
        MAN = "M", "man"
        OTHER = "X", "anders of onbekend"

    external_id = models.CharField("id in het bronsysteem", max_length=60, unique=True)
    code = models.CharField("relatiecode", max_length=60, blank=True)
    initials = models.CharField("voorletters", max_length=20, blank=True)
    first_name = models.CharField("roepnaam", max_length=60, blank=True)
    infix = models.CharField("tussenvoegsels", max_length=20, blank=True)
    last_name = models.CharField("achternaam", max_length=120)
    gender = models.CharField("geslacht", max_length=1, choices=Gender.choices, default="X")
    birth_date = models.DateField("geboortedatum", null=True, blank=True)
    died_on = models.DateField("overleden op", null=True, blank=True)
    language = models.CharField("voorkeurstaal", max_length=3, default="NLD")
    phone = models.CharField("telefoon", max_length=20, blank=True)
    # What the source system wrote beside the number: whose it is, or a second number.
    phone_note = models.CharField(
        "bij de telefoon", max_length=80, blank=True, default="", db_default=""
    )
    email = models.EmailField("e-mailadres", blank=True)
    channel = models.CharField(
        "bereikbaar", max_length=8, choices=Channel.choices, default=Channel.CALL
    )
    reach_note = models.CharField("let op bij contact", max_length=80, blank=True)
    hears_badly = models.BooleanField("hoort minder goed", default=False)
    interpreter = models.BooleanField("tolk nodig", default=False)
    best_time = models.CharField(
        "beste moment", max_length=9, choices=BestTime.choices, blank=True, default=BestTime.ANY
    )
    in_pairs = models.BooleanField("bezoek met twee", default=False)
    shielded_at = models.DateTimeField("adres afgeschermd sinds", null=True, blank=True)
    restricted_at = models.DateTimeField("gebruik beperkt sinds", null=True, blank=True)
    address_doubted_at = models.DateTimeField("adres nakijken sinds", null=True, blank=True)
    # Names of fields the tenant had corrected; imports do not overwrite them.
    corrected = ArrayField(
        models.CharField(max_length=20), verbose_name="zelf gecorrigeerd", default=list, blank=True
    )
    area = models.ForeignKey(
        Area, models.PROTECT, verbose_name="gebied", null=True, related_name="tenants"
    )
    search = models.CharField("zoekregel", max_length=255, editable=False)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = "huurder"
        verbose_name_plural = "huurders"
        indexes = [
            models.Index(fields=["area", "search", "id"], name="tenants_tenant_list"),
            models.Index(fields=["search", "id"], name="tenants_tenant_all"),
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="tenants_tenant_search"),
            models.Index(DIGITS, name="tenants_tenant_phone"),
        ]

    def __str__(self) -> str:
        return self.formal_name

    def get_absolute_url(self) -> str:
        return reverse("tenants:file", args=[self.pk])

    @property
    def title(self) -> str:
        """'Mevr.', 'Dhr.', or "" when the gender is not known."""
        return {"V": "Mevr.", "M": "Dhr."}.get(self.gender, "")

    @property
    def surname(self) -> str:
        return f"{self.infix} {self.last_name}".strip()

    @property
    def plain_name(self) -> str:
        """'Hennie van Dijk': as spoken."""
        return f"{self.first_name or self.initials} {self.surname}".strip()

    @property
    def formal_name(self) -> str:
        """'Mevr. H. van Dijk': for lists."""
        return " ".join(filter(None, [self.title, self.initials, self.surname]))

    @property
    def full_name(self) -> str:
        """'Mevr. Hennie van Dijk': for headings."""
        return " ".join(filter(None, [self.title, self.first_name or self.initials, self.surname]))

    @property
    def called(self) -> str:
        """'Mevr. Van Dijk': for a sentence, so the infix has a capital."""
        surname = self.surname[:1].upper() + self.surname[1:]
        return f"{self.title} {surname}".strip()

    @property
    def listed_name(self) -> str:
        """The name on lists of other records; a number only for a shielded tenant."""
        return f"Afgeschermd, huurder {self.pk}" if self.shielded_at else self.formal_name

    @property
    def is_left_in_peace(self) -> bool:
        """Whether nobody calls, visits or refers: the tenant died, or restricted the use of their
        data."""
        return self.died_on is not None or self.restricted_at is not None

    @property
    def number_to_call(self) -> str:
        """The number behind a button to call; "" when unknown or nobody may call."""
        return "" if self.is_left_in_peace else self.phone

    @property
    def monogram(self) -> str:
        return ((self.first_name or self.initials)[:1] + self.last_name[:1]).upper()

    def age(self, on: date | None = None) -> int | None:
        """Return the age in whole years on a day (default today); None without a birth date."""
        if self.birth_date is None:
            return None
        on = on or timezone.localdate()
        had_birthday = (on.month, on.day) >= (self.birth_date.month, self.birth_date.day)
        return on.year - self.birth_date.year - (not had_birthday)

    # The fields that make up `search`, surname first.
    SEARCHED = ("last_name", "infix", "first_name", "initials")

    @staticmethod
    def search_line(last_name: str, infix: str, first_name: str, initials: str) -> str:
        """Return the text for `search`, from the values of the SEARCHED fields.

        An infix with an apostrophe is also written against the name ("d'Ancona"), and initials
        without signs ('pj').
        """
        line = searchable(last_name, infix, first_name, initials)
        words = line.split()
        glued = [searchable(initials).replace(" ", "")]
        if infix and not infix[-1].isalnum():
            glued.append(searchable(f"{infix}{last_name}"))
        return " ".join([*words, *(word for word in glued if word not in words)]).strip()[:255]

    def make_searchable(self) -> None:
        """Fill `search`; call before saving."""
        self.search = self.search_line(*(getattr(self, name) for name in self.SEARCHED))

    def require_consent(self, recipient: str, purpose: str, fields: set[str]) -> "Consent":
        """Return the active consent that covers these fields for this recipient and purpose.

        Raises Refused when there is none, or when it lacks a field.
        """
        given = self.consents.active().filter(recipient=recipient, purpose=purpose)
        consent = given.order_by("-pk").first()
        if consent is None:
            raise Refused(
                "Zonder toestemming van de huurder kan er niets gedeeld worden. "
                "Vraag de huurder eerst om toestemming en leg het antwoord vast."
            )
        if missing := set(fields) - set(consent.fields):
            names = ", ".join(Field(f).label.lower() for f in sorted(missing))
            raise Refused(f"De huurder gaf geen toestemming voor: {names}. Laat dat weg.")
        return consent


class TenancyQuerySet(models.QuerySet):
    def current(self, on: date | None = None) -> "TenancyQuerySet":
        """Tenancies that run on a day (default today)."""
        on = on or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


class Tenancy(models.Model):
    """A tenant's part in a rental contract (VERA Huurovereenkomst, Relatierol HUU or MDH)."""

    class Role(models.TextChoices):
        MAIN = "HUU", "huurder"
        CO = "MDH", "medehuurder"

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="tenancies")
    home = models.ForeignKey(Home, models.PROTECT, related_name="tenancies")
    contract = models.CharField("overeenkomst", max_length=60)
    role = models.CharField("rol", max_length=3, choices=Role.choices, default=Role.MAIN)
    starts_on = models.DateField("vanaf")
    ends_on = models.DateField("tot en met", null=True, blank=True)

    objects = TenancyQuerySet.as_manager()

    class Meta:
        verbose_name = "huur"
        verbose_name_plural = "huur"
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "tenant", "home"], name="tenancy_once_in_a_contract"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract} {self.role}"

    @classmethod
    def now(cls) -> models.Prefetch:
        """Prefetch today's tenancies with their homes, as `current_tenancies` of each tenant."""
        current = cls.objects.current().select_related("home").order_by("-starts_on", "-pk")
        return models.Prefetch("tenancies", current, to_attr="current_tenancies")
