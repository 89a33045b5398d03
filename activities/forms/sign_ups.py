"""Forms for sign-ups, invitations and buddies: name and number for the public, more for staff."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Can
from activities import invitation_codes
from activities.actions.sign_ups import TOO_MANY
from activities.models import Buddy, SignUp
from activities.models.buddies import SharedActivity
from ground.date_input import DayInput
from ground.paging import key_of
from ground.phones import CANNOT_CALL, PhoneField
from ground.plain_text import OneLineField, PlainField
from ground.search_text import size_of_search
from ground.shown_values import ShownValues
from outreach.models import Code, as_printed
from tenants.models import Tenant

MOST_FOUND = 8
SHORTEST = 3
PARTIES = [
    (1, _("Ik kom alleen")),
    (2, _("Ik neem 1 iemand mee")),
    (3, _("Ik neem 2 mensen mee")),
]


def default_party_to_one(form: forms.Form) -> None:
    """Default `party` to one when the form was sent without it."""
    if form.is_bound and "party" not in form.data:
        form.data = {**form.data.dict(), "party": "1"}


def own_phone(help_text: str) -> PhoneField:
    """Return the field for a guest's own number."""
    return PhoneField(
        label=_("Uw telefoonnummer"),
        help_text=help_text,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={
            "required": _("Vul uw telefoonnummer in. Dan kunnen wij u bellen."),
            "max_length": CANNOT_CALL,
        },
    )


class GuestForm(forms.Form):
    """The guest's name, number and party size, and whether they want to be fetched."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = OneLineField(
        label=_("Uw naam"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Vul uw naam in. Uw voornaam is genoeg."),
            "max_length": _("Deze naam is te lang. Uw voornaam is genoeg."),
        },
    )
    phone = own_phone(_("Alleen om u te bereiken over deze activiteit."))
    party = forms.TypedChoiceField(
        label=_("Met hoeveel komt u?"),
        choices=PARTIES,
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": TOO_MANY},
    )
    fetch = forms.BooleanField(
        label=_("Iemand mag mij ophalen"),
        help_text=_("Wij bellen u om dat af te spreken."),
        required=False,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        default_party_to_one(self)


class PartyForm(forms.Form):
    """With how many people a guest comes."""

    party = forms.TypedChoiceField(
        choices=PARTIES,
        coerce=int,
        error_messages={"required": TOO_MANY, "invalid_choice": TOO_MANY},
    )


class LostTicketForm(forms.Form):
    """The number with which somebody signed up."""

    phone = own_phone(_("Het nummer waarmee u zich aanmeldde."))
    # Honeypot: people do not see this field, bots fill it in.
    website = forms.CharField(required=False, widget=forms.HiddenInput)


class ChangeSignUpForm(ShownValues, forms.Form):
    """A guest's name, number and party size, as they told a colleague."""

    name = OneLineField(label="Naam", max_length=80, error_messages={"required": "Vul de naam in."})
    phone = PhoneField(
        label="Telefoonnummer",
        help_text="Bij een ander nummer krijgt de gast daar bericht.",
        max_length=40,
        error_messages={"required": "Vul het telefoonnummer in."},
    )
    party = forms.TypedChoiceField(
        label="Met hoeveel mensen",
        choices=[(1, "Alleen"), (2, "Met 1 ander"), (3, "Met 2 anderen")],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies met hoeveel mensen.", "invalid_choice": TOO_MANY},
    )


class OwnSignUpForm(GuestForm):
    """Public sign-up form; a hidden field passes on the code of a poster."""

    code = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    on_behalf = OneLineField(
        label=_("Wie bent u?"),
        help_text=_("Bijvoorbeeld: dochter of buurman. Vul hierboven in wie er komt."),
        max_length=80,
        required=False,
    )
    # Honeypot: people do not see this field, bots fill it in.
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def about_oneself(self) -> list[forms.BoundField]:
        """The fields for everybody; the other one is for people who sign up somebody else."""
        return [field for field in self if field.name != "on_behalf"]

    def ask_again(self, sentence: str) -> None:
        """Show the form again with the typed values, a new key and this error."""
        typed = {name: self.data.get(name) for name in self.data}
        self.data = typed | {"key": str(uuid.uuid4())}
        self.add_error(None, sentence)

    def clean_code(self) -> Code | None:
        """Return the campaign code, or None: an unknown code does not prevent a sign-up."""
        typed = as_printed(self.cleaned_data["code"])
        return Code.objects.filter(code=typed).first() if typed else None


class StaffSignUpForm(GuestForm):
    """Sign-up by staff, optionally linked to a known tenant."""

    find = OneLineField(
        label="Huurder zoeken",
        help_text="Naam van de huurder. Alleen nodig als het in het dossier moet komen.",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    tenant = forms.ModelChoiceField(
        Tenant.objects.none(), required=False, widget=forms.RadioSelect, empty_label="Geen huurder"
    )
    # Shown only when a nearly identical name is on the list already.
    other = forms.BooleanField(
        label="Het is iemand anders", required=False, widget=forms.HiddenInput
    )
    via = forms.ChoiceField(
        label="Hoe aangemeld",
        choices=[choice for choice in SignUp.Via.choices if choice[0] != SignUp.Via.WEB],
        initial=SignUp.Via.PHONE,
    )
    code = OneLineField(
        label="Code van het briefje",
        help_text="Als iemand belt met een strookje van een poster.",
        required=False,
        max_length=20,
    )
    on_behalf = OneLineField(
        label="Wie meldde aan, als het iemand anders was",
        help_text="Rol of voornaam, zoals ‘dochter’ of ‘buurvrouw’.",
        required=False,
        max_length=80,
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Naam"
        self.fields["phone"].label = "Telefoonnummer"
        self.fields["phone"].help_text = ""
        self.fields["party"].label = "Met hoeveel mensen"
        self.fields["party"].choices = [(1, "Alleen"), (2, "Met 1 ander"), (3, "Met 2 anderen")]
        self.fields["fetch"].label = "Ophalen"
        self.fields["fetch"].help_text = "Iemand mag de gast thuis ophalen."
        self.mine = Tenant.objects.listed_to(user).filter(died_on=None)
        if not user.can(Can.PLAN_MEETUPS):
            # Partners know no tenants, and have no codes on their posters.
            self.found = []
            del self.fields["find"], self.fields["tenant"], self.fields["code"]
            return
        # A tenant whose file was opened with a reason can be chosen, but is not found by searching.
        self.fields["tenant"].queryset = Tenant.objects.visible_to(user).filter(died_on=None)
        self.found = self.look_up()

    def clean_code(self) -> Code | None:
        typed = as_printed(self.cleaned_data["code"])
        found = Code.objects.filter(code=typed).first() if typed else None
        if typed and found is None:
            raise forms.ValidationError(
                "Deze code kennen we niet. Laat hem nog eens voorlezen, of laat dit leeg."
            )
        return found

    def ask_if_other(self, sentence: str) -> None:
        """Ask whether this is somebody else; ticking the box confirms it."""
        self.fields["other"].widget = forms.CheckboxInput()
        self.add_error("other", sentence)

    def look_up(self) -> list[Tenant]:
        """Return the tenants to choose from: the chosen one, then those that match the search
        text."""
        chosen = self.data.get("tenant") or self.initial.get("tenant") or ""
        may_be = self.fields["tenant"].queryset
        found = list(may_be.filter(pk=chosen)) if key_of(str(chosen)) else []
        text = self.data.get("find", "")[:80]
        if size_of_search(text) >= SHORTEST:
            fitting = self.mine.with_name(text).exclude(pk__in=[t.pk for t in found])
            found += fitting[:MOST_FOUND]
        return found

    @property
    def chosen(self) -> str:
        """The id of the ticked tenant, as text."""
        return str(self["tenant"].value() or "")


class CodeForm(forms.Form):
    """A code typed from a letter."""

    code = forms.CharField(
        label=_("Uw code"),
        help_text=_("De code staat in uw brief, bij het blokje. Bijvoorbeeld 4F7Q-K2M9."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Typ de code die in uw brief staat.")},
    )

    def clean_code(self) -> str:
        typed = as_printed(self.cleaned_data["code"])
        if len(typed) == 4 and Code.objects.filter(code=typed).exists():
            return typed
        try:
            return invitation_codes.read(self.cleaned_data["code"])
        except invitation_codes.NotACode as problem:
            raise forms.ValidationError(str(problem)) from problem


class InvitedForm(forms.Form):
    """Answer of an invited tenant, whose name and usually number are known."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    party = GuestForm.base_fields["party"]
    fetch = GuestForm.base_fields["fetch"]
    phone = GuestForm.base_fields["phone"]

    def __init__(self, *args, knows_phone: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        default_party_to_one(self)
        if knows_phone:
            del self.fields["phone"]


class BuddyRequestForm(forms.Form):
    """What somebody would like to do together, and a number to call."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    things = forms.MultipleChoiceField(
        label=_("Wat wilt u graag samen doen?"),
        choices=SharedActivity.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies wat u graag doet. Meer dan een mag ook.")},
    )
    phone = GuestForm.base_fields["phone"]
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        self.fields["phone"].help_text = _("Alleen om u hierover te bellen.")


class BuddyRequestCalledForm(forms.Form):
    """What the requester said when a colleague called back."""

    name = OneLineField(
        label="Voornaam",
        max_length=40,
        error_messages={"required": "Vul de voornaam in."},
    )
    things = forms.MultipleChoiceField(
        label="Wat samen",
        choices=SharedActivity.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één ding."},
    )


class BuddyForm(ShownValues, forms.ModelForm):
    """A neighbour or volunteer who offers company."""

    things = BuddyRequestCalledForm.base_fields["things"]

    class Meta:
        model = Buddy
        fields = ["name", "phone", "things", "vog_on", "most"]
        field_classes = {"phone": PhoneField}
        widgets = {"vog_on": DayInput}
        help_texts = {"vog_on": "De dag op de verklaring. Zonder VOG stelt Aanloop niemand voor."}


class RegularGuestForm(forms.Form):
    """A regular guest of a series."""

    name = OneLineField(label="Naam", max_length=80, error_messages={"required": "Vul de naam in."})
    phone = PhoneField(
        label="Telefoonnummer",
        max_length=40,
        error_messages={"required": "Vul het telefoonnummer in."},
    )
    party = forms.TypedChoiceField(
        label="Met hoeveel mensen",
        choices=[(1, "Alleen"), (2, "Met 1 ander"), (3, "Met 2 anderen")],
        coerce=int,
    )


class WalkInsForm(forms.Form):
    """The number of people who came without signing up."""

    walk_ins = forms.IntegerField(
        label="Kwam zonder aanmelden",
        min_value=0,
        max_value=500,
        error_messages={
            "required": "Vul een aantal in; 0 mag ook.",
            "min_value": "Een aantal is 0 of meer.",
            "max_value": "Dat zijn er wel heel veel. Kijk het na.",
        },
    )


class WalkInForm(forms.Form):
    """The first name of somebody who came without signing up."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = OneLineField(
        label="Voornaam",
        help_text="Alleen als iemand dat goed vindt. Telt mee bij het aantal.",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Vul de voornaam in. Liever geen naam? Vul dan alleen het aantal in."
        },
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())


class TellCoordinatorForm(forms.Form):
    """What a host tells the coordinator, and about whom."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    guest = forms.ModelChoiceField(
        SignUp.objects.none(),
        label="Gaat het over een gast?",
        required=False,
        empty_label="Nee, over de activiteit",
    )
    text = PlainField(
        label="Wat wil je doorgeven?",
        help_text="Wat je zag of hoorde. Geen ziektes, geen mening. De gast mag dit lezen.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf op wat je wilt doorgeven."},
    )

    def __init__(self, *args, guests: list[SignUp], **kwargs) -> None:
        super().__init__(*args, auto_id="doorgeven_%s", **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        known = {guest.pk: guest.shown for guest in guests if not guest.hidden}
        self.fields["guest"].queryset = SignUp.objects.filter(pk__in=known)
        self.fields["guest"].label_from_instance = lambda guest: known[guest.pk]


class FetcherForm(forms.Form):
    """Who fetches the guest."""

    fetcher = OneLineField(
        label="Wie haalt op",
        max_length=40,
        error_messages={"required": "Vul de voornaam in van wie ophaalt."},
    )
