"""Public forms that came past the limit of everybody together."""

from datetime import timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.moves import Moving
from ground.constraints import one_of
from ground.mailed_codes import MOST_TRIES, MailedCode, masked
from ground.tokens import hash_token
from outbox.models import Message
from unsorted.kinds import FORM_KINDS, FormKind


class UnsortedFormQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "UnsortedFormQuerySet":
        """Every form for those who sort them: nobody knows yet which area it is about."""
        return self if user.can(Can.SORT_FORMS) else self.none()

    def by_token(self, token: str) -> "UnsortedFormQuerySet":
        """The form of the visitor who sent it, by the secret in the address of its page."""
        return self.filter(token_hash=hash_token(token))

    def unsorted(self) -> "UnsortedFormQuerySet":
        """Forms that wait for a code or for a colleague."""
        return self.filter(status=UnsortedForm.Status.UNSORTED)

    def of_hour(self, hour) -> "UnsortedFormQuerySet":
        """Forms that came within the hour that begins then."""
        return self.filter(made_at__gte=hour, made_at__lt=hour + timedelta(hours=1))


class UnsortedForm(MailedCode, Moving):
    """One form, as it was sent. What was typed is erased as soon as the form is taken."""

    SALT = "unsorted.form"
    # A text message may come late, and there is no second code.
    VALID_FOR = timedelta(hours=1)

    class Status(models.TextChoices):
        UNSORTED = "unsorted", "Ongesorteerd"
        TAKEN = "taken", "Aangenomen"
        DISCARDED = "discarded", "Weggegooid"

    class Channel(models.TextChoices):
        """How its sender can be reached; without a channel there is no address."""

        MAIL = Message.Channel.MAIL.value, "e-mail"
        TEXT = Message.Channel.TEXT.value, "sms"
        CALL = Message.Channel.CALL.value, "telefoontje"

    # A form that a colleague discarded is taken after all when its code is typed, or when the
    # colleague thinks again.
    MOVES = {
        Status.UNSORTED: {Status.TAKEN, Status.DISCARDED},
        Status.DISCARDED: {Status.TAKEN},
    }
    BADGES = {
        Status.UNSORTED: ("wait", "hourglass"),
        Status.TAKEN: ("ok", "check"),
        Status.DISCARDED: ("done", "trash-2"),
    }

    kind = models.CharField("soort formulier", max_length=20)
    # Follows from what was sent, so that a form that is sent twice is one row.
    token_hash = models.CharField(max_length=64, unique=True)
    fields = models.JSONField("wat er staat", default=dict, encoder=DjangoJSONEncoder)
    address = models.CharField("telefoonnummer of e-mailadres", max_length=254, blank=True)
    channel = models.CharField("weg", max_length=8, choices=Channel.choices, blank=True)
    language = models.CharField("taal", max_length=8)
    asks_code = models.BooleanField("vraagt een code")
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField("code geldig tot", null=True, blank=True)
    tries = models.PositiveSmallIntegerField("keer geprobeerd", default=0)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.UNSORTED)
    sorted_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="gesorteerd door",
        related_name="+",
    )
    made_at = models.DateTimeField("verstuurd", default=timezone.now)

    objects = UnsortedFormQuerySet.as_manager()

    class Meta:
        verbose_name = "ongesorteerd formulier"
        verbose_name_plural = "ongesorteerde formulieren"
        indexes = [
            models.Index(fields=["status", "-id"], name="unsorted_by_status"),
            models.Index(fields=["made_at"], name="unsorted_by_hour"),
        ]
        constraints = [
            one_of("status", "unsorted, taken, discarded", name="form_status_is_known"),
            one_of("channel", ", mail, sms, call", name="form_channel_is_known"),
            models.CheckConstraint(
                condition=~Q(status="taken") | Q(fields={}, address="", code_hash=""),
                name="taken_form_is_erased",
            ),
            models.CheckConstraint(
                condition=Q(code_hash="") | Q(code_until__isnull=False),
                name="form_code_for_a_while",
            ),
        ]

    def __str__(self) -> str:
        return f"formulier {self.pk}"

    @property
    def form_kind(self) -> FormKind:
        return FORM_KINDS[self.kind]

    @property
    def is_taken(self) -> bool:
        return self.status == self.Status.TAKEN

    @property
    def takes_code(self) -> bool:
        """Whether its page asks for the code. It does so without knowing whether one was sent:
        whoever types somebody else's number must not learn that they sent something as well."""
        is_fresh = timezone.now() < self.made_at + self.VALID_FOR
        return self.asks_code and not self.is_taken and is_fresh and self.tries < MOST_TRIES

    @property
    def address_ends_in(self) -> str:
        """Enough of the address to notice a mistake: '78', or 'v•••@voorbeeld.nl'."""
        return masked(self.address) if self.channel == self.Channel.MAIL else self.address[-2:]
