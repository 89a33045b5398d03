"""Forms for meetups and series."""

import uuid
from datetime import date, datetime, time

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can, Role
from activities import recurrence
from activities.actions import too_few_chairs
from activities.bookings import why_taken
from activities.models import Meetup, Series
from ground.date_input import WRONG_DAY, DayInput
from ground.durations import clock_in_words
from ground.language_codes import LANGUAGES
from ground.plain_text import OneLineField, PlainField, PublicTextField
from ground.shown_values import ShownValues

FIELDS = [
    "title", "tile", "about", "for_whom", "place", "capacity", "cost", "languages", "host_name",
    "portrait", "host", "element",
]  # fmt: skip
ONE_LINE = ["title", "for_whom", "cost", "host_name"]
# The latest time at which something that began the day before may end.
NIGHT_ENDS = time(6)
HELP = {
    "about": "In gewone woorden, met ‘u’. Dit lezen de bewoners.",
    "for_whom": "Laat je het leeg, dan is het voor iedereen.",
    "capacity": "Hoeveel mensen er kunnen zijn.",
    "cost": "Bijvoorbeeld: Gratis, of: 1 euro voor een kom.",
    "host_name": "Wie de mensen bij de deur ontvangt.",
    "host": "Alleen als de gastheer of gastvrouw zelf inlogt.",
    "element": "Wat dit vooral doet voor mensen; alleen voor onszelf.",
}


def a_day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=DayInput,
        validators=[
            MinValueValidator(date(2000, 1, 1), "Kies een dag na het jaar 2000."),
            MaxValueValidator(date(2100, 1, 1), "Kies een dag voor het jaar 2100."),
        ],
        error_messages={"required": "Kies de dag.", "invalid": WRONG_DAY},
    )


def a_time(label: str, required: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": required, "invalid": "Schrijf een tijd, zoals 10:00."},
    )


def why_not_until(begins: time, ends: time) -> str:
    """Return why something cannot last from one time to the other; '' when it can. It may last
    until NIGHT_ENDS on the next day."""
    if ends > begins or (ends <= NIGHT_ENDS and ends < begins):
        return ""
    return (
        "Het eindigt voor het begint. Kies een latere tijd. Na middernacht mag ook, tot uiterlijk "
        f"{clock_in_words(NIGHT_ENDS)}."
    )


class AboutForm(forms.ModelForm):
    """Fields that a meetup and a series share: what, where, with whom, for how many."""

    begins = a_time("Begint", "Kies hoe laat het begint.")
    ends = a_time("Eindigt", "Kies hoe laat het eindigt.")
    languages = forms.MultipleChoiceField(
        label="Wie er is, spreekt ook",
        choices=[(code, name) for code, name in LANGUAGES.items() if code != "NLD"],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].label = "Welk account ziet wie er komt"
        self.fields["host"].queryset = self.hosts()
        self.fields["host"].empty_label = "Niemand logt in"
        self.fields["portrait"].empty_label = "Geen foto"
        if not user.can(Can.PLAN_MEETUPS):
            del self.fields["portrait"]
            # A partner's own meetup is hosted by the partner's own workers.
            del self.fields["host"], self.fields["element"]

    @staticmethod
    def hosts() -> QuerySet[User]:
        """Active users who may host a meetup."""
        roles = [
            role for role in Role if role != Role.STRANGER and User(role=role).can(Can.HOST_MEETUPS)
        ]
        people = User.objects.filter(role__in=roles, is_active=True)
        return people.exclude(worker__is_mailbox=True)

    def clean_capacity(self) -> int:
        chairs = self.cleaned_data["capacity"]
        if chairs < 1:
            raise forms.ValidationError("Zet er minstens 1 stoel neer.")
        return chairs

    def clean(self) -> dict:
        data = super().clean()
        place = data.get("place")
        if place and place.room_for and data.get("capacity", 0) > place.room_for:
            self.add_error(
                "capacity", f"In {place.name} passen {place.room_for} mensen. Kies er minder."
            )
        return data

    def moments(self, day: date, begins: time, ends: time) -> tuple[datetime, datetime] | None:
        """Return the start and end as datetimes, or None after adding an error when the end is not
        after the start. An end in the night is on the next day."""
        if why := why_not_until(begins, ends):
            self.add_error("ends", why)
            return None
        return recurrence.instants(day, begins, ends)

    @property
    def for_action(self) -> dict:
        """The cleaned fields as keyword arguments for the actions, without the key."""
        names = [*self._meta.fields, *self.more]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class MeetupForm(ShownValues, AboutForm):
    """A single meetup, or the first day of a series and its recurrence."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    day = a_day("Dag")
    repeat = forms.ChoiceField(
        label="Komt het terug?",
        choices=[("", "nee, één keer"), *recurrence.Repeat.CHOICES],
        required=False,
    )
    until = a_day(
        "Tot en met",
        required=False,
        help_text="Laat je het leeg, dan gaat het door tot je het stopt.",
    )
    skips_holidays = forms.BooleanField(label="Niet op feestdagen", required=False, initial=True)
    kept_until_day = a_day(
        "Bewaren tot",
        required=False,
        help_text="Op die dag om 9 uur komen ze vrij voor iedereen.",
    )
    more = ("starts_at", "ends_at", "kept", "kept_until")
    # Time of day at which reserved chairs are released.
    OPEN_AT = time(9)

    class Meta:
        model = Meetup
        fields = [*FIELDS, "kept"]
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}
        field_classes = dict.fromkeys(ONE_LINE, OneLineField) | {"about": PublicTextField}
        help_texts = HELP | {"kept": "Stoelen voor mensen die je zelf uitnodigt. 0 is geen."}

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        self.fields["kept"].required = False
        if self.instance.pk:
            for name in ("repeat", "until", "skips_holidays"):
                del self.fields[name]
            begins, ends = map(timezone.localtime, (self.instance.starts_at, self.instance.ends_at))
            self.initial |= {"day": begins.date(), "begins": begins.time(), "ends": ends.time()}
            if self.instance.kept_until:
                kept_until = timezone.localtime(self.instance.kept_until)
                self.initial["kept_until_day"] = kept_until.date()

    @staticmethod
    def initial_like(meetup: Meetup) -> dict:
        """Return the values of another meetup, all but the day and the chairs kept for somebody."""
        begins, ends = map(timezone.localtime, (meetup.starts_at, meetup.ends_at))
        same = {name: getattr(meetup, name) for name in FIELDS}
        return same | {"begins": begins.time(), "ends": ends.time()}

    def clean_capacity(self) -> int:
        chairs = super().clean_capacity()
        taken = self.instance.chairs.count() if self.instance.pk else 0
        if chairs < taken:
            raise forms.ValidationError(too_few_chairs(taken))
        return chairs

    def clean(self) -> dict:
        data = super().clean()
        if {"day", "begins", "ends"} <= data.keys():
            if moments := self.moments(data["day"], data["begins"], data["ends"]):
                self.check_moments(data, *moments)
            self.check_repeat(data)
        self.check_kept(data)
        return data

    def check_moments(self, data: dict, starts_at: datetime, ends_at: datetime) -> None:
        data |= {"starts_at": starts_at, "ends_at": ends_at}
        if starts_at <= timezone.now():
            self.add_error("day", "Dat is al geweest. Kies een dag en tijd die nog komen.")
        elif "place" in data and not self.was_sent(data.get("key")):
            but = self.instance if self.instance.pk else None
            if why := why_taken(data["place"], starts_at, ends_at, but=but):
                self.add_error("place", why)

    @staticmethod
    def was_sent(key: uuid.UUID | None) -> bool:
        """Whether this form already created something, which may be the booking that takes the
        place."""
        return any(kind.objects.filter(key=key).exists() for kind in (Meetup, Series))

    def check_repeat(self, data: dict) -> None:
        if not data.get("repeat"):
            return
        if data.get("kept"):
            self.add_error(
                "kept",
                "Stoelen bewaar je per keer. Zet hier 0, en bewaar ze daarna bij de keer zelf.",
            )
        if why := recurrence.why_not(data["repeat"], data["day"]):
            self.add_error("repeat", why)
        if data.get("until") and data["until"] < data["day"]:
            self.add_error("until", "Dat is voor de eerste dag. Kies een latere dag, of laat leeg.")

    def check_kept(self, data: dict) -> None:
        data["kept"], day = data.get("kept") or 0, data.get("kept_until_day")
        data["kept_until"] = None
        if not data["kept"]:
            return
        if data["kept"] > data.get("capacity", data["kept"]):
            self.add_error("kept", "Dat zijn meer stoelen dan er zijn. Kies er minder.")
        if day is None:
            self.add_error("kept_until_day", "Kies tot welke dag je de stoelen bewaart.")
            return
        data["kept_until"] = recurrence.instants(day, self.OPEN_AT, time(10))[0]
        if "starts_at" in data and data["kept_until"] > data["starts_at"]:
            self.add_error("kept_until_day", "Dat is na het begin. Kies een eerdere dag.")

    @property
    def for_series(self) -> dict | None:
        """The arguments of start_series, or None for a single meetup."""
        data = self.cleaned_data
        if not data.get("repeat"):
            return None
        names = [*FIELDS, "repeat", "until", "skips_holidays", "begins", "ends"]
        return {name: data[name] for name in names if name in data} | {"first_on": data["day"]}


class SeriesForm(ShownValues, AboutForm):
    """Change all coming meetups of a series. The recurrence rule cannot change."""

    more = ("begins", "ends")

    class Meta:
        model = Series
        fields = FIELDS
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}
        field_classes = dict.fromkeys(ONE_LINE, OneLineField) | {"about": PublicTextField}
        help_texts = HELP

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.initial |= {"begins": self.instance.begins, "ends": self.instance.ends}

    def clean(self) -> dict:
        data = super().clean()
        if {"begins", "ends"} <= data.keys():
            self.moments(self.instance.first_on, data["begins"], data["ends"])
        return data


class EndSeriesForm(forms.Form):
    """After which day a series ends, and why."""

    until = a_day("De laatste keer is uiterlijk op")
    why = PlainField(
        label="Waarom stopt het?",
        help_text="Dit staat op de agenda bij wat niet doorgaat. Geen namen en geen ziektes.",
        max_length=120,
        error_messages={"required": "Zet er kort bij waarom het stopt."},
    )


class CallOffForm(forms.Form):
    """The reason for calling off a meetup, which is shown publicly."""

    why = PlainField(
        label="Waarom gaat het niet door?",
        help_text="Dit staat op de agenda. Geen namen en geen ziektes.",
        max_length=120,
        error_messages={"required": "Zet er kort bij waarom het niet doorgaat."},
    )
