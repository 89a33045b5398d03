"""Forms of the administrator about accounts."""

from django import forms

from accounts.models import User
from accounts.roles import Role, is_of_a_resident, needs_two_people, offered_roles
from grants.asking import TAKEN
from ground.plain_text import UnguardedField
from ground.shown_values import ShownValues

# The administrator does not browse tenants; their accounts are found by the whole address.
HIDDEN = {role for role in Role if is_of_a_resident(role)} | {Role.SYSTEM}


def role_choices() -> list[tuple[str, str]]:
    """Return the roles that an administrator gives, and which of them two people give."""
    return [
        (
            role.value,
            f"{role.label} (een tweede bevestigt dit)" if needs_two_people(role) else role.label,
        )
        for role in offered_roles()
    ]


class AccountForm(ShownValues, forms.ModelForm):
    """Name, address and areas. It has no password: somebody chooses one by mail."""

    name = UnguardedField(
        label="Naam",
        max_length=120,
        help_text="Voor- en achternaam. Zo zien collega's wie iets doet.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Vul de naam in."},
    )

    class Meta:
        model = User
        fields = ["name", "email", "areas"]
        widgets = {"areas": forms.CheckboxSelectMultiple}
        help_texts = {"areas": "In welke gebieden iemand werkt."}
        error_messages = {
            "email": {
                "required": "Vul het e-mailadres in.",
                "invalid": "Dit is geen e-mailadres. Schrijf het als naam@organisatie.nl.",
                "unique": TAKEN,
            }
        }

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(TAKEN)
        return email

    @property
    def for_action(self) -> dict:
        return self.cleaned_data | {"areas": list(self.cleaned_data["areas"])}


class NewAccountForm(AccountForm):
    """A new account has one role."""

    role = forms.ChoiceField(
        label="Rol",
        choices=role_choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een rol."},
    )

    class Meta(AccountForm.Meta):
        fields = ["name", "email", "role", "areas"]


class RoleForm(ShownValues, forms.Form):
    """Another role for an account."""

    role = forms.ChoiceField(
        label="Rol",
        choices=role_choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een rol."},
    )


class FindForm(forms.Form):
    """Search in the list of accounts."""

    q = UnguardedField(label="Naam of e-mailadres", required=False, max_length=120)
    role = forms.ChoiceField(label="Rol", required=False)
    off = forms.BooleanField(label="Ook uitgezette", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, role.label) for role in Role if role not in HIDDEN]
        self.fields["role"].choices = [("", "Alle"), *roles]
