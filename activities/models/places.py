"""Where people meet."""

from django.db import models


class Place(models.Model):
    """Where people meet, with what somebody needs to know to get in."""

    name = models.CharField("naam", max_length=80)
    street = models.CharField("adres", max_length=120)
    neighbourhood = models.CharField("buurt", max_length=80, blank=True)
    step_free = models.BooleanField("zonder drempels", default=False)
    accessible_toilet = models.BooleanField("toilet voor rolstoelen", default=False)
    hearing_loop = models.BooleanField("ringleiding", default=False)
    directions = models.CharField("hoe kom je er", max_length=200, blank=True)

    class Meta:
        verbose_name = "plek"
        verbose_name_plural = "plekken"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
