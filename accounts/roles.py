"""Roles and abilities: which role may do what, in one table.

`Can` names an ability, `MATRIX` says which roles have it. A view checks an ability with
`@requires`, a change with `@action`; neither ever checks a role.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """One role for each user. STRANGER is everybody who has not signed in."""

    CARETAKER = "caretaker", _("Wijkbeheerder")
    CONSULTANT = "consultant", _("Woonconsulent")
    COORDINATOR = "coordinator", _("Coördinator")
    PARTNER_WORKER = "partner_worker", _("Medewerker van een partner")
    HOST = "host", _("Gastheer of gastvrouw")
    TENANT = "tenant", _("Huurder")
    PRIVACY_OFFICER = "privacy_officer", _("Privacyfunctionaris")
    ADMINISTRATOR = "administrator", _("Beheerder")
    SYSTEM = "system", _("Systeem")
    STRANGER = "stranger", _("Bezoeker")


class Can(TextChoices):
    """The abilities, in the order of the work."""

    LOG_SIGNAL = "log_signal", "signaal vastleggen"
    SEE_OWN_SIGNALS = "see_own_signals", "eigen signalen zien"
    WALK_ROUNDS = "walk_rounds", "een ronde lopen"
    WORK_SIGNALS = "work_signals", "signalen opvolgen"
    KEEP_RULES = "keep_rules", "waarnemingen, termijnen en sporen beheren"
    ASSIGN_WORK = "assign_work", "werk van collega's verdelen, en horen wat bleef liggen"
    SEE_ALL_AREAS = "see_all_areas", "alle gebieden zien, niet alleen de eigen"
    REPORT = "report", "iets melden zonder in te loggen"
    SEE_TENANTS = "see_tenants", "huurders en hun dossier zien"
    RECORD_CONSENT = "record_consent", "toestemming vastleggen"
    DECIDE_VITAL = "decide_vital", "als tweede beslissen over delen zonder toestemming"
    REFER = "refer", "doorverwijzen"
    ANSWER_REFERRAL = "answer_referral", "verwijzing beantwoorden"
    ANSWER_BY_PHONE = "answer_by_phone", "aan de telefoon vastleggen wat een partner antwoordt"
    ANSWER_BY_LINK = "answer_by_link", "een verwijzing openen met link en code"
    REVIEW_FILE_ACCESS = "review_file_access", "inzage buiten het gebied beoordelen"
    HANDLE_RIGHTS = "handle_rights", "inzage, verbetering en verwijdering afhandelen"
    IMPORT = "import", "huurders en woningen inlezen"
    SEE_PARTNERS = "see_partners", "partners zien"
    MANAGE_PARTNERS = "manage_partners", "partners beheren"
    ACCEPT_INVITATION = "accept_invitation", "een uitnodiging van een partner gebruiken"
    PLAN_MEETUPS = "plan_meetups", "activiteiten plannen en aanmelden"
    HOST_MEETUPS = "host_meetups", "eigen activiteiten ontvangen"
    PUBLISH_MEETUPS = "publish_meetups", "activiteiten van de eigen organisatie op de agenda zetten"
    SIGN_UP = "sign_up", "zich aanmelden voor een activiteit"
    INFORM = "inform", "voorlichten"
    HOUSE = "house", "woonvormen ontwikkelen"
    SEE_FIGURES = "see_figures", "cijfers zien"
    SEE_TRAIL = "see_trail", "logboek zien en elke week nakijken"
    MEASURE = "measure", "vrijwillig meten in een groep"
    KEEP_TERMS = "keep_terms", "bewaartermijnen bewaken"
    SEE_POST = "see_post", "uitgaande post zien"
    SORT_FORMS = "sort_forms", "formulieren van een druk uur aannemen of weggooien"
    ADMINISTER = "administer", "accounts en lijsten beheren"
    CONFIRM_GRANTS = "confirm_grants", "als tweede bevestigen wie dossiers kan openen"
    KEEP_TIME = "keep_time", "herinneren en versturen op de klok"


_CARETAKER = {Can.LOG_SIGNAL, Can.SEE_OWN_SIGNALS, Can.WALK_ROUNDS}
_CONSULTANT = _CARETAKER | {
    Can.WORK_SIGNALS,
    Can.SEE_TENANTS,
    Can.RECORD_CONSENT,
    Can.REFER,
    Can.ANSWER_BY_PHONE,
    Can.SEE_PARTNERS,
    Can.PLAN_MEETUPS,
    Can.SIGN_UP,
    Can.INFORM,
    Can.HOUSE,
}

MATRIX: dict[Role, set[Can]] = {
    Role.CARETAKER: _CARETAKER,
    Role.CONSULTANT: _CONSULTANT,
    Role.COORDINATOR: _CONSULTANT
    | {
        Can.KEEP_RULES,
        Can.ASSIGN_WORK,
        Can.SEE_ALL_AREAS,
        Can.DECIDE_VITAL,
        Can.MEASURE,
        Can.REVIEW_FILE_ACCESS,
        Can.HANDLE_RIGHTS,
        Can.IMPORT,
        Can.MANAGE_PARTNERS,
        Can.SEE_FIGURES,
        Can.SEE_POST,
        Can.SORT_FORMS,
        Can.HOST_MEETUPS,
    },
    Role.PARTNER_WORKER: {Can.ANSWER_REFERRAL, Can.HOST_MEETUPS, Can.PUBLISH_MEETUPS},
    Role.HOST: {Can.HOST_MEETUPS},
    Role.TENANT: {Can.SIGN_UP},
    Role.PRIVACY_OFFICER: {
        Can.SEE_TRAIL,
        Can.SEE_FIGURES,
        Can.KEEP_TERMS,
        Can.SEE_PARTNERS,
        Can.CONFIRM_GRANTS,
    },
    Role.ADMINISTRATOR: {Can.ADMINISTER, Can.CONFIRM_GRANTS, Can.SEE_POST},
    Role.SYSTEM: {
        Can.KEEP_TIME,
        Can.LOG_SIGNAL,
        Can.SIGN_UP,
        Can.IMPORT,
        Can.SEE_ALL_AREAS,
    },
    Role.STRANGER: {Can.SIGN_UP, Can.REPORT, Can.ACCEPT_INVITATION, Can.ANSWER_BY_LINK},
}


def roles_with(ability: Can) -> list[Role]:
    """Return the roles that have an ability."""
    return [role for role, abilities in MATRIX.items() if ability in abilities]


class Side(TextChoices):
    """The group a role belongs to: decides on the second factor and on the review of reads."""

    STAFF = "staff", "werkt voor de corporatie"
    PARTNER = "partner", "werkt voor een partner"
    PUBLIC = "public", "bewoner of bezoeker"
    MACHINE = "machine", "meldt zich niet aan"


SIDES: dict[Role, Side] = {
    Role.CARETAKER: Side.STAFF,
    Role.CONSULTANT: Side.STAFF,
    Role.COORDINATOR: Side.STAFF,
    Role.PARTNER_WORKER: Side.PARTNER,
    Role.HOST: Side.PUBLIC,
    Role.TENANT: Side.PUBLIC,
    Role.PRIVACY_OFFICER: Side.STAFF,
    Role.ADMINISTRATOR: Side.STAFF,
    Role.SYSTEM: Side.MACHINE,
    Role.STRANGER: Side.PUBLIC,
}


def on_side(*sides: Side) -> set[Role]:
    """Return the roles on these sides. A role that is missing from SIDES counts as staff, so that
    it needs a second factor and its reads are reviewed."""
    return {role for role in Role if SIDES.get(role, Side.STAFF) in sides}


# Roles of people who work for the corporation: they see the staff pages, and their reads are
# reviewed every week.
STAFF = on_side(Side.STAFF)
# Roles that sign in with a second factor in addition to a password.
SECOND_FACTOR = on_side(Side.STAFF, Side.PARTNER)
# Abilities that show nobody's file: those of a visitor, what somebody saw at a door, one's own
# guests. One administrator gives a role with no others; any other role, also a new one, is given by
# two people together.
WITHOUT_FILES = MATRIX[Role.STRANGER] | {
    Can.LOG_SIGNAL,
    Can.SEE_OWN_SIGNALS,
    Can.WALK_ROUNDS,
    Can.HOST_MEETUPS,
}
# Roles that open files: their sessions end after a while without use. A caretaker walks from door
# to door with a telephone in the pocket, and stays signed in.
OPENS_FILES = {role for role in SECOND_FACTOR if not MATRIX[role] <= WITHOUT_FILES}


def needs_two_people(role: str, had: str | None = None) -> bool:
    """Return whether a second person confirms this role, for somebody who had another or none."""
    already = MATRIX[Role(had)] if had else set()
    return bool(MATRIX.get(Role(role), set()) - already - WITHOUT_FILES)


def is_of_a_resident(role: str) -> bool:
    """Return whether a role has no more abilities than a visitor: that of a tenant."""
    return MATRIX.get(Role(role), set()) <= MATRIX[Role.STRANGER]


def offered_roles() -> list[Role]:
    """Return the roles that an administrator gives. A partner invites its own people."""
    ours = on_side(Side.STAFF, Side.PUBLIC) - {Role.STRANGER}
    return [role for role in Role if role in ours]
