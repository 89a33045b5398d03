"""Forms to invite a colleague, and for the invited person."""

from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts.models import User
from ground.plain_text import UnguardedField
from partners.models import Worker


class InviteForm(forms.Form):
    """Whom to invite, and whether as lead."""

    email = forms.EmailField(
        label="E-mailadres van je collega",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Vul het e-mailadres in.",
            "invalid": "Dit is geen e-mailadres. Schrijf het als naam@organisatie.nl.",
        },
    )
    is_lead = forms.BooleanField(
        label="Als aanspreekpunt: mag collega's uitnodigen en het aanbod bijhouden", required=False
    )


class MailsForm(forms.Form):
    """How often somebody gets mail about referrals."""

    mails = forms.ChoiceField(
        label="Hoe vaak wil je mail?",
        choices=Worker.Mails.choices,
        widget=forms.RadioSelect,
        help_text="Altijd meteen: als iets wordt ingetrokken, een afspraak verandert, of een "
        "collega je werk geeft.",
        error_messages={"required": "Kies hoe vaak je mail wilt."},
    )


class CodeForm(forms.Form):
    """The code from the mail."""

    code = forms.CharField(
        label="Code uit de mail",
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={
            "required": "Vul de zes cijfers uit de mail in.",
            "max_length": "De code heeft zes cijfers.",
        },
    )

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        if not (code.isascii() and code.isdigit() and len(code) == 6):
            raise forms.ValidationError("De code heeft zes cijfers.")
        return code


class AcceptInvitationForm(forms.Form):
    """The name and password of a new account; the address is that of the invitation."""

    name = UnguardedField(
        label="Je naam",
        max_length=120,
        help_text="Voor- en achternaam. Zo zien collega's wie iets oppakt.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Vul je naam in."},
    )
    password = forms.CharField(
        label="Kies een wachtwoord",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Minstens 12 tekens. Een zin is makkelijk te onthouden.",
        error_messages={"required": "Kies een wachtwoord."},
    )

    def __init__(self, *args, email: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password
