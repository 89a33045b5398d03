"""Known faces: who was at a meetup together."""

from activities.models import SignUp


def met_before(phone: str) -> dict[str, str]:
    """By telephone number, who was at a meetup where this number was too: the newest one."""
    mine = SignUp.objects.filter(phone=phone, attended_at__isnull=False).values("meetup")
    others = SignUp.objects.filter(meetup__in=mine, attended_at__isnull=False)
    others = others.exclude(phone=phone).order_by("meetup__starts_at")
    return dict(others.values_list("phone", "meetup__title"))
