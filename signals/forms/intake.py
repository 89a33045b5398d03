"""Forms for the intake of signals."""

import uuid
from functools import cached_property

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from ground import phones
from ground.paging import key_of
from ground.plain_text import (
    OneLineField,
    OutsideTextField,
    SavedFirstField,
    UnguardedField,
    note_field,
)
from ground.shown_values import ShownValues
from signals.address_search import Found, choice_for, only_choice_at, search, start
from signals.models import RoundStop, Sign, Signal
from signals.receipts import report_with
from tenants.home_search import only_home_at
from tenants.models import Home, Tenant

MOST_SIGNS = 3
# Who noticed it, when colleagues log what they saw themselves.
OWN_EYES = {
    Role.CARETAKER: Signal.Noticer.CARETAKER,
    Role.CONSULTANT: Signal.Noticer.CONSULTANT,
    Role.COORDINATOR: Signal.Noticer.CONSULTANT,
}


class WordsForm(forms.Form):
    """Fact, impression and the tenant's own words, kept apart."""

    fact = note_field("Notitie", 300, kind=SavedFirstField)
    own_words = note_field("Wat zei de huurder zelf?", 300, kind=SavedFirstField)
    impression = note_field("Wat dacht je daarbij?", 200, kind=SavedFirstField)


class RewordForm(ShownValues, WordsForm):
    """The words of a signal that was logged before."""


class SignalForm(WordsForm):
    """A new signal: the address, one to three signs, urgency, whether the tenant knows, one
    line."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"invalid": "Ververs de pagina en vul het formulier opnieuw in."},
    )
    address = UnguardedField(label="Bij wie?", required=False, max_length=80)
    choice = forms.CharField(required=False, max_length=40)
    # The number of the stop of a round at which this was noticed.
    stop = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    signs = forms.ModelMultipleChoiceField(
        Sign.objects.in_use(),
        label="Wat viel je op?",
        error_messages={
            "required": "Kies wat je zag of hoorde. Eén is genoeg.",
            "invalid_choice": "Kies uit de lijst wat je zag of hoorde.",
            "invalid_pk_value": "Kies uit de lijst wat je zag of hoorde.",
        },
    )
    urgency = forms.ChoiceField(
        label="Wanneer opvolgen?",
        choices=Signal.Urgency.choices,
        error_messages={"required": "Kies wanneer dit opgevolgd moet worden."},
    )
    tenant_knows = forms.ChoiceField(
        label="Weet de huurder dat je dit noteert?",
        choices=Signal.Knows.choices,
        error_messages={"required": "Kies of de huurder weet dat je dit noteert."},
    )
    noticed_by = forms.ChoiceField(
        label="Wie zag of hoorde het?", choices=Signal.Noticer.choices, required=False
    )
    channel = forms.ChoiceField(
        label="Hoe kwam het binnen?", choices=Signal.Channel.choices, required=False
    )
    # Shown only when the same was logged a moment ago.
    again = forms.BooleanField(label="Ja, dit is een tweede signaal", required=False)
    on_behalf_of = forms.ModelChoiceField(
        User.objects.none(),
        label="Namens een collega",
        help_text="Die ziet dan bij ‘Mijn signalen’ of het is opgepakt en afgerond.",
        required=False,
        empty_label="Nee, voor mijzelf",
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.initial.setdefault("key", uuid.uuid4())
        self.initial.setdefault("urgency", Signal.Urgency.WEEK)
        self.initial.setdefault("channel", Signal.Channel.VISIT)
        self.initial.setdefault("noticed_by", OWN_EYES.get(Role(user.role)))
        noticing = User.objects.filter(is_active=True, role__in=OWN_EYES).exclude(pk=user.pk)
        self.fields["on_behalf_of"].queryset = noticing.order_by("name")

    @cached_property
    def found(self) -> Found:
        """What the typed address finds, else where to start; a choice that was made stays in it."""
        typed = self.data.get("address", "") or self.initial.get("address", "")
        found = search(self.user, typed) if typed else start(self.user)
        value = self.data.get("choice", "") or self.initial.get("choice", "")
        return found.with_chosen(choice_for(self.user, value))

    def clean_signs(self) -> list[Sign]:
        signs = self.cleaned_data["signs"]
        if len(signs) > MOST_SIGNS:
            raise forms.ValidationError(
                "Kies er hoogstens drie: wat het meest opviel. De rest kan in de notitie."
            )
        return list(signs)

    def clean(self) -> dict:
        data = super().clean()
        choice = choice_for(self.user, data.get("choice") or "")
        if choice is None and not data.get("choice"):
            choice = only_choice_at(self.user, data.get("address") or "")
        if choice is None:
            self.add_error("address", self._no_door(data.get("address") or ""))
        else:
            data |= {"home": choice.home, "tenant": choice.tenant}
            self._ask_if_again(data)
        return data

    def _ask_if_again(self, data: dict) -> None:
        """Add an error when the same words about the same person were logged a moment ago, under
        another key, unless the user says that this is a second signal."""
        if data.get("again") or not {"key", "signs", *WordsForm.base_fields} <= data.keys():
            return
        same = {name: data[name] for name in ("home", "tenant", *WordsForm.base_fields)}
        for signal in Signal.objects.just_logged(self.user, **same).exclude(key=data["key"]):
            if set(signal.signs.all()) == set(data["signs"]):
                at = timezone.localtime(signal.logged_at)
                self.add_error(
                    "again",
                    f"Dit heb je om {at:%-H.%M} uur al vastgelegd. Is het echt een tweede signaal? "
                    "Zet dan het vinkje.",
                )
                return

    def _no_door(self, typed: str) -> str:
        """Return what is wrong with the typed address, as precisely as we know."""
        if not typed:
            return "Kies bij wie je was. Tik een adres aan, of typ straat en huisnummer."
        found = len({choice.home.pk for choice in self.found.choices})
        if not found:
            return f"We vonden geen adres of naam bij ‘{typed}’. Probeer straat en huisnummer."
        many = f"past op {found} adressen" if found > 1 else "past op één adres"
        if self.found.more:
            many = f"past op meer dan {found} adressen"
        return f"Kies een adres uit de lijst. ‘{typed}’ {many}."

    @property
    def of_round(self) -> RoundStop | None:
        """The stop at which this was noticed, as long as its round goes on."""
        stops = RoundStop.objects.visible_to(self.user).filter(round__ended_at=None)
        return stops.filter(pk=key_of(self.cleaned_data["stop"])).first()

    @property
    def for_action(self) -> dict:
        """Return the cleaned fields as `actions.log` takes them, without the home."""
        data = self.cleaned_data
        names = (
            "key", "tenant", "signs", "fact", "own_words", "impression", "urgency",
            "tenant_knows", "on_behalf_of",
        )  # fmt: skip
        return {name: data[name] for name in names} | {
            "noticed_by": data["noticed_by"] or self.initial["noticed_by"],
            "channel": data["channel"] or Signal.Channel.VISIT,
        }


class ReportForm(forms.Form):
    """A report from outside: about whom, what, and whether we may call back."""

    # A honeypot: people do not see this field, bots fill it in.
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)
    noticed_by = forms.ChoiceField(
        label=_("Over wie gaat het?"),
        choices=[
            (Signal.Noticer.SELF, _("Over mijzelf")),
            (Signal.Noticer.NEIGHBOUR, _("Over een buur")),
            (Signal.Noticer.FAMILY, _("Over iemand uit mijn familie")),
            (Signal.Noticer.SHOPKEEPER, _("Over iemand die ik ken van mijn winkel of club")),
            (Signal.Noticer.MECHANIC, _("Over iemand bij wie ik aan het werk was")),
            (Signal.Noticer.PARTNER, _("Ik werk in zorg of welzijn")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies over wie het gaat.")},
    )
    typed_address = UnguardedField(
        label=_("Op welk adres?"),
        help_text=_("Straat en huisnummer. Bijvoorbeeld: Merelstraat 14."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Vul de straat en het huisnummer in. Dan weten wij waar het is."),
            "max_length": _("Dit adres is te lang. Straat en huisnummer is genoeg."),
        },
    )
    fact = OutsideTextField(
        label=_("Wat wilt u ons vertellen?"),
        help_text=_("Schrijf wat u zag of hoorde. Geen ziektes en geen namen van anderen."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Schrijf kort wat u zag of hoorde. Eén zin is genoeg."),
            "max_length": _(
                "Dit is te lang: %(show_value)s tekens. Schrijf hoogstens %(limit_value)s tekens."
            ),
        },
    )
    today = forms.ChoiceField(
        label=_("Moet er vandaag iemand kijken?"),
        choices=[("no", _("Nee, dat hoeft niet vandaag")), ("yes", _("Ja, vandaag"))],
        widget=forms.RadioSelect,
        initial="no",
        required=False,
    )
    name = UnguardedField(
        label=_("Uw naam"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": _("Deze naam is te lang. Uw voornaam is genoeg.")},
    )
    phone = phones.PlainPhoneField(
        label=_("Uw telefoonnummer"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"max_length": _("Dit is geen telefoonnummer. Kijk of het klopt.")},
    )
    email = forms.EmailField(
        label=_("Uw e-mailadres"),
        required=False,
        error_messages={
            "invalid": _("Dit e-mailadres klopt niet. Schrijf het als naam@voorbeeld.nl.")
        },
    )
    wants_news = forms.BooleanField(
        label=_("Laat mij weten dat het is opgepakt"),
        help_text=_("Meer mogen wij niet vertellen."),
        required=False,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        self.fields["today"].depends = True  # has an answer already: no 'mag leeg blijven'

    def clean(self) -> dict:
        data = super().clean()
        phone = data.get("phone")
        reachable = data.get("email") or (phone and phones.takes_text(phone))
        unclear = {"phone", "email"} & self.errors.keys()
        if data.get("noticed_by") == Signal.Noticer.SELF and not data.get("phone") and not unclear:
            self.add_error("phone", _("Vul uw telefoonnummer in. Dan kunnen wij u bellen."))
        elif data.get("wants_news") and not reachable and not unclear:
            self.add_error("email", _("Vul uw e-mailadres of mobiele nummer in, voor het bericht."))
        return data

    @property
    def home(self) -> Home | None:
        """Return the home with exactly the typed address, in any area; a stranger never hears
        whether there is one."""
        return only_home_at(Home.objects.all(), self.cleaned_data["typed_address"])

    @property
    def for_action(self) -> dict:
        """Return the cleaned fields as `actions.report` takes them, without the home."""
        names = self.fields.keys() - {"website", "today"}
        said = {name: self.cleaned_data[name] for name in names}
        today, week = Signal.Urgency.TODAY, Signal.Urgency.WEEK
        return said | {"urgency": today if self.cleaned_data["today"] == "yes" else week}


class ComeBackForm(forms.Form):
    """The code of an earlier report, and what the reporter adds to it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    code = OneLineField(
        label=_("Uw code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Vul de code in die u kreeg.")},
    )
    fact = OutsideTextField(
        label=_("Wilt u er iets aan toevoegen?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "max_length": _(
                "Dit is te lang: %(show_value)s tekens. Schrijf hoogstens %(limit_value)s tekens."
            ),
        },
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if report_with(code) is None:
            raise forms.ValidationError(
                _("Deze code kennen wij niet. Kijk of u hem goed hebt overgenomen.")
            )
        return code


class VerifyForm(forms.Form):
    """The home of a report from outside, and the tenant if known."""

    address = UnguardedField(label="Welke woning?", required=False, max_length=80)
    choice = forms.CharField(required=False, max_length=40)

    def __init__(self, *args, user: User, signal: Signal, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.typed = self.data.get("address") or signal.place
        self.initial["address"] = self.typed
        self.chosen = choice_for(user, self.data.get("choice") or "")

    @cached_property
    def found(self) -> Found:
        return search(self.user, self.typed).with_chosen(self.chosen)

    def clean(self) -> dict:
        data = super().clean()
        if self.chosen is None:
            self.add_error("address", "Kies een adres uit de lijst, of zoek een ander adres.")
        else:
            data |= {"home": self.chosen.home, "tenant": self.chosen.tenant}
        return data


class LinkTenantForm(forms.Form):
    """The tenant of a signal that was logged for an address."""

    tenant = forms.ModelChoiceField(
        None,
        label="Wie is het?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Kies een bewoner.",
            "invalid_choice": "Deze bewoner hoort niet bij dit adres. Kies iemand uit de lijst.",
        },
    )

    def __init__(self, *args, tenants, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tenant"].queryset = tenants


def tenants_at(home: Home, user: User):
    """Return the current tenants of a home that this user may see."""
    return Tenant.objects.listed_to(user).filter(tenancies__home=home).distinct()
