"""Users and the areas in which they work."""

import hashlib

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from accounts.mailboxes import end_access_of_old_address
from accounts.roles import MATRIX, Can, Role
from accounts.triggers import SESSIONS_END, USER_IS_SWITCHED_OFF_SINCE


class Area(models.Model):
    """A working area (gebied or rayon): decides which staff get the signals of which homes."""

    code = models.CharField("code", max_length=40, unique=True)
    name = models.CharField("naam", max_length=80)

    class Meta:
        ordering = ["name"]
        verbose_name = "gebied"
        verbose_name_plural = "gebieden"

    def __str__(self) -> str:
        return self.name


# The domain in the e-mail address of an anonymised account.
NAMELESS = "@weg.invalid"


# The domain of the account behind the shared mailbox of a partner, which nobody signs in with.
NOBODYS = "@geen.invalid"


class UserQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "UserQuerySet":
        """The accounts of people, for those who administer accounts or confirm grants."""
        if not (user.can(Can.ADMINISTER) or user.can(Can.CONFIRM_GRANTS)):
            return self.none()
        return self.named().exclude(role=Role.SYSTEM).exclude(email__endswith=NOBODYS)

    def named(self) -> "UserQuerySet":
        """Accounts that are not anonymised."""
        return self.exclude(email__endswith=NAMELESS)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Finds users by e-mail address, case-insensitively."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Create an administrator; `manage.py createsuperuser` creates the first one."""
        return self.create_user(email, password, role=Role.ADMINISTRATOR, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)

    def names_of(self, ids: set[int | None]) -> dict[int, str]:
        """Return {id: name} of these users; ids may include None."""
        return dict(self.filter(pk__in=ids - {None}).values_list("pk", "name"))

    def system(self) -> "User":
        """Return the account that performs scheduled tasks. It cannot sign in."""
        user, _ = self.get_or_create(
            email="systeem@localhost",
            defaults={"role": Role.SYSTEM, "name": "Aanloop", "password": "!"},
        )
        return user


class User(AbstractBaseUser):
    """A person who signs in, with exactly one role."""

    class Theme(models.TextChoices):
        SYSTEM = "systeem", "zoals mijn apparaat"
        LIGHT = "licht", "licht"
        DARK = "donker", "donker"

    class RemindBy(models.TextChoices):
        MAIL = "mail", "per e-mail"
        TEXT = "sms", "per sms"

    email = models.EmailField("e-mailadres", unique=True)
    name = models.CharField("naam", max_length=120)
    role = models.CharField("rol", max_length=20, choices=Role.choices)
    areas = models.ManyToManyField(Area, verbose_name="gebieden", blank=True, related_name="users")
    is_active = models.BooleanField("mag inloggen", default=True)
    theme = models.CharField("kleuren", max_length=8, choices=Theme.choices, default=Theme.LIGHT)
    shortcuts = models.BooleanField("sneltoetsen", default=True)
    remind_by = models.CharField(
        "hoe herinneren we je", max_length=8, choices=RemindBy.choices, default=RemindBy.MAIL
    )
    mobile = models.CharField("mobiel nummer", max_length=20, blank=True)
    # The last choices in list filters, by page name; never typed text.
    remembered = models.JSONField("onthouden keuzes", default=dict, blank=True)
    joined_at = models.DateTimeField("sinds", auto_now_add=True)
    # Set by a database trigger, whatever code switches an account off or on.
    switched_off_at = models.DateTimeField("uitgezet", null=True, blank=True, editable=False)
    # Part of what a session is checked against: raising it ends every session of the account.
    session_generation = models.PositiveIntegerField("sessies", default=0, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["name"]
        verbose_name = "account"
        verbose_name_plural = "accounts"
        triggers = [USER_IS_SWITCHED_OFF_SINCE, SESSIONS_END]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[r.value for r in Role if r != Role.STRANGER]),
                name="user_has_a_known_role",
            ),
            # One account for an address, however it is written.
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="email_is_in_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    def save(self, *args, **kwargs) -> None:
        """Save with the address in lower case; another address ends what the old one gave access
        to."""
        self.email = self.email.lower()
        fields = kwargs.get("update_fields")
        may_change = self.pk and (fields is None or "email" in fields)
        others = User.objects.filter(pk=self.pk).exclude(email=self.email)
        changed = may_change and others.exists()
        super().save(*args, **kwargs)
        if changed:
            end_access_of_old_address(self)

    def can(self, ability: Can) -> bool:
        """Return whether this user's role has the ability. A disabled account has none."""
        return self.is_active and ability in MATRIX[Role(self.role)]

    def end_sessions(self) -> None:
        """End every session of this account, wherever it is signed in."""
        rows = User.objects.filter(pk=self.pk)
        rows.update(session_generation=models.F("session_generation") + 1)
        self.refresh_from_db(fields=["session_generation"])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session is checked against at each request.

        Overrides Django's method, which looks at the password only, also for earlier secret keys.
        """
        checked = f"{self.password}:{self.session_generation}"
        return salted_hmac(
            "accounts.models.User.session", checked, secret=secret, algorithm="sha256"
        ).hexdigest()

    def switch_off(self) -> bool:
        """Switch the account off; return whether it was on. A trigger ends its sessions."""
        on = User.objects.filter(pk=self.pk, is_active=True)
        was_on = bool(on.update(is_active=False))
        self.is_active = False
        return was_on

    @cached_property
    def area_ids(self) -> frozenset[int]:
        """Ids of the areas in which this user works."""
        return frozenset(self.areas.values_list("pk", flat=True))

    @property
    def rights(self) -> str:
        """What this user's role and areas are now, in one code: what was given on the strength of
        them stores it, and holds for as long as it is the same."""
        areas = ",".join(map(str, sorted(self.area_ids)))
        return hashlib.sha256(f"{self.role}:{areas}".encode()).hexdigest()

    @property
    def display_name(self) -> str:
        return self.name or self.email

    @property
    def first_name(self) -> str:
        return self.display_name.split()[0]

    @property
    def initials(self) -> str:
        words = self.display_name.split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()

    @property
    def role_label(self) -> str:
        return Role(self.role).label

    # Required by Django's admin, which holds reference lists only, for the administrator.
    @property
    def is_staff(self) -> bool:
        return self.can(Can.ADMINISTER)

    def has_perm(self, perm: str, obj=None) -> bool:
        return self.can(Can.ADMINISTER)

    def has_module_perms(self, app_label: str) -> bool:
        return self.can(Can.ADMINISTER)


def stranger() -> User:
    """Return a user for somebody who has not signed in: role STRANGER, never saved."""
    return User(role=Role.STRANGER, name="")


class Tally(models.Model):
    """How often something was tried lately, for the limits and locks of signing in.

    `accounts.limit_cache` reads and writes it. The key is a hash: it holds no address.
    """

    key = models.CharField("sleutel", max_length=64, primary_key=True)
    value = models.TextField("stand")
    expires_at = models.DateTimeField("tot", db_index=True)

    class Meta:
        verbose_name = "stand van een limiet"
        verbose_name_plural = "standen van limieten"

    def __str__(self) -> str:
        return self.key[:8]
