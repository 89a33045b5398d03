"""Rented homes."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from accounts.models import Area, User
from accounts.roles import Can
from tenants import addresses


class HomeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "HomeQuerySet":
        """Homes in this user's areas; all homes for users who see all areas."""
        if not user.can(Can.LOG_SIGNAL) and not user.can(Can.SEE_TENANTS):
            return self.none()
        return self if user.can(Can.SEE_ALL_AREAS) else self.filter(area_id__in=user.area_ids)


class Home(models.Model):
    """A rented object: a home, or a meeting room, parking space and the like.

    Columns follow VERA 4.3 (Eenheid, Eenheidadres); `kind`, `status` and `housing_form` hold VERA
    codes (EENHEIDSOORT, EENHEIDSTATUS, WOONVORM). BAG ids are 16 digits, kept as text.
    """

    external_id = models.CharField("id in het bronsysteem", max_length=60, unique=True)
    code = models.CharField("eenheidcode", max_length=60, unique=True)
    # VERA EENHEIDSOORT: a home to live in; a garage, a parking space and a shed are other kinds.
    DWELLING = "WOO"

    kind = models.CharField("soort", max_length=8, default=DWELLING)
    status = models.CharField("status", max_length=8, blank=True)
    name = models.CharField("naam", max_length=120, blank=True)
    street = models.CharField("straat", max_length=120)
    number = models.PositiveIntegerField("huisnummer", null=True, blank=True)
    letter = models.CharField("huisletter", max_length=4, blank=True)
    addition = models.CharField("toevoeging", max_length=12, blank=True)
    postcode = models.CharField("postcode", max_length=7, blank=True)
    town = models.CharField("woonplaats", max_length=80, blank=True)
    floor = models.CharField("etage", max_length=8, blank=True)
    address_id = models.CharField("BAG-nummeraanduiding", max_length=16, blank=True)
    object_id = models.CharField("BAG-verblijfsobject", max_length=16, blank=True)
    neighbourhood_code = models.CharField("buurtcode", max_length=10, blank=True)
    district_code = models.CharField("wijkcode", max_length=8, blank=True)
    municipality_code = models.CharField("gemeentecode", max_length=6, blank=True)
    complex_code = models.CharField("complexcode", max_length=40, blank=True)
    complex_name = models.CharField("complex", max_length=120, blank=True)
    housing_form = models.CharField("woonvorm", max_length=8, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, verbose_name="gebied", null=True, related_name="homes"
    )
    search = models.CharField("zoekregel", max_length=255, editable=False)

    objects = HomeQuerySet.as_manager()

    class Meta:
        verbose_name = "woning"
        verbose_name_plural = "woningen"
        indexes = [
            models.Index(fields=["area", "search", "id"], name="tenants_home_list"),
            models.Index(fields=["postcode", "number"], name="tenants_home_postcode"),
            # Which complexes there are: for a round, a rule, and the walking times of a visitor.
            models.Index(fields=["complex_code", "complex_name"], name="tenants_home_complex"),
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="tenants_home_search"),
        ]

    def __str__(self) -> str:
        return self.address

    # The fields that make up `search`.
    SEARCHED = ("street", "number", "letter", "addition", "postcode", "town", "name")

    @property
    def address(self) -> str:
        """Street and number as people write them: 'Merelstraat 14-2', 'Fictiefstraat 1A'."""
        return self.written(self.street, self.number, self.letter, self.addition)

    @staticmethod
    def written(street: str, number: int | None, letter: str, addition: str) -> str:
        """Format an address as people write it."""
        digits = "" if number is None else str(number)
        return f"{street} {digits}{letter}{f'-{addition}' if addition else ''}".strip()

    @staticmethod
    def search_line(*parts: str | int | None) -> str:
        """Return the text for `search`, from the values of the SEARCHED fields."""
        return addresses.search_line(*parts)

    def make_searchable(self) -> None:
        """Fill `search`; call before saving."""
        self.search = self.search_line(*(getattr(self, name) for name in self.SEARCHED))
