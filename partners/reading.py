"""What somebody finds on the social map."""

from django.db.models import Q, QuerySet

from accounts.models import Area, User
from accounts.paging import key_of
from accounts.text import searchable
from partners.models import Service

PAGE = 50
OF_PARTNER = ("partner__areas", "partner__agreements")


def found_on_the_map(
    user: User, *, q: str = "", need: str = "", area: Area | None = None, language: str = ""
) -> QuerySet[Service]:
    """What is offered today that has all the words and fits all the choices."""
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
    return services


def one_page_of(services: QuerySet[Service], *, after: str) -> tuple[list[Service], str]:
    """A page by name, and the key from which the next one goes on; the key is 'number'."""
    services = services.order_by("name", "pk")
    key = key_of(after)
    last = services.model.objects.filter(pk=key).first() if key else None
    if last:
        services = services.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    rows = list(services.select_related("partner").prefetch_related(*OF_PARTNER)[: PAGE + 1])
    return rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""
