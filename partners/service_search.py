"""Search in the social map."""

from django.db.models import Q, QuerySet

from accounts.models import Area, User
from ground.search_text import searchable
from partners.models import Service


def found_on_the_map(
    user: User, *, q: str = "", need: str = "", area: Area | None = None, language: str = ""
) -> QuerySet[Service]:
    """Active services that contain all the words and match all the choices."""
    services = Service.objects.visible_to(user).offered()
    for word in searchable(q).split():
        services = services.filter(search__contains=word)
    if need:
        services = services.filter(needs__contains=[need])
    if area:
        services = services.filter(Q(partner__areas=area) | Q(partner__areas=None))
    if language == "NLD":
        services = services.filter(Q(languages=[]) | Q(languages__contains=["NLD"]))
    elif language:
        services = services.filter(languages__contains=[language])
    related = ("partner__areas", "partner__agreements")
    return services.select_related("partner").prefetch_related(*related).order_by("name", "pk")
