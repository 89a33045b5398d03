"""Form for the portrait of a host."""

from django import forms

from activities import photos


class PortraitForm(forms.Form):
    """The portrait of a host."""

    name = forms.CharField(
        label="Voornaam", max_length=40, error_messages={"required": "Vul de voornaam in."}
    )
    photo = forms.FileField(
        label="Foto",
        help_text="Een foto van je telefoon is goed. Aanloop maakt hem klein en haalt de plaats en "
        "de tijd eruit.",
        error_messages={"required": "Kies een foto."},
    )
    agreed = forms.BooleanField(
        label="Deze persoon vindt het goed dat de foto op de agenda staat",
        error_messages={"required": "Vraag het eerst, en zet dan het vinkje."},
    )

    def clean_photo(self) -> bytes:
        chosen = self.cleaned_data["photo"]
        try:
            return photos.square(chosen.read(photos.MOST_BYTES + 1))
        except photos.NotAPhoto as problem:
            raise forms.ValidationError(
                "Dit is geen foto die Aanloop kan lezen. Kies een JPEG of PNG van hoogstens 10 MB."
            ) from problem
