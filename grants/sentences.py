"""Sentences about accounts and rights in the audit trail."""

from accounts.models import Area, User
from accounts.roles import Role
from audit.models import Event
from audit.sentences import Line, register_sentences
from audit.verbs import name_verbs
from grants.models import Grant
from grants.permissions import name_permission_verbs

TITLES = {
    "grants.add_account": "Account toegevoegd",
    "grants.ask": "Recht gevraagd",
    "grants.change_account": "Account gewijzigd",
    "grants.change_role": "Rol gewijzigd",
    "grants.confirm": "Recht bevestigd",
    "grants.create_superuser": "Beheerder gemaakt op de server",
    "grants.refuse": "Recht afgewezen",
    "grants.switch_off": "Account uitgezet",
    "grants.switch_on": "Account mag inloggen",
    "grants.withdraw": "Gevraagd recht ingetrokken",
}
name_verbs(
    "grants",
    ask="recht gevraagd",
    create_superuser="beheerder gemaakt op de server",
    grant_list="rechten bekeken",
)
name_permission_verbs(*TITLES)
ROLES = dict(Role.choices)
KINDS = dict(Grant.Kind.choices)


@register_sentences(*TITLES)
def account_changed(events: list[Event], to: User) -> dict[int, Line]:
    """'Rol gewijzigd: Samira El Idrissi, van wijkbeheerder naar woonconsulent'."""
    names = User.objects.names_of({int(event.subject_id) for event in events})
    areas = dict(Area.objects.values_list("pk", "name"))
    lines = {}
    for event in events:
        said = [
            names.get(int(event.subject_id), f"account {event.subject_id}"),
            *more(event, areas),
        ]
        lines[event.pk] = Line(title=f"{TITLES[event.verb]}: {', '.join(said)}", icon="key-round")
    return lines


def more(event: Event, areas: dict[int, str]) -> list[str]:
    """Return the parts of a sentence that say which role, which right and which areas."""
    said = event.details
    role, was = (str(ROLES.get(said.get(name), "")).lower() for name in ("role", "was"))
    parts = [
        f"van {was} naar {role}" if was else role,
        "" if role else KINDS.get(said.get("kind"), ""),
    ]
    for name, word in (("areas", ""), ("gained", "erbij: "), ("lost", "niet meer: ")):
        if named := [areas[pk] for pk in said.get(name, []) if pk in areas]:
            parts.append(word + ", ".join(named))
    return [part for part in parts if part]
