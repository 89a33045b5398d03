"""A form for what is there already acts on what it showed: what somebody else changed meanwhile is
neither put back nor overwritten unseen."""

import json
from functools import cached_property

from django import forms

SHOWN = "shown"


def is_compared(field: forms.Field) -> bool:
    return not field.widget.is_hidden and not isinstance(field, forms.FileField)


class ShownValues:
    """Mixin for an edit form: the page carries the values that it showed, in a hidden field.

    A field that this person left alone keeps what a colleague made of it. A field that both changed
    is an error with the text of the colleague; what was typed stays, and saving again overwrites.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.overtaken: dict[str, str] = {}
        # What is shown is asked for when the page is rendered: a form may still set its choices.
        self.fields[SHOWN] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=lambda: json.dumps(self.now)
        )

    @cached_property
    def now(self) -> dict:
        """The values that are there now, by name of the field; none for a new row."""
        instance = getattr(self, "instance", None)
        if instance is not None and instance.pk is None:
            return {}
        return {n: self._as_shown(n) for n, field in self.fields.items() if is_compared(field)}

    def _as_shown(self, name: str):
        """Return what a browser sends for the value that is there now: text, ticks or choices."""
        field, widget = self.fields[name], self.fields[name].widget
        value = field.prepare_value(self.get_initial_for_field(field, name))
        if isinstance(widget, forms.CheckboxInput):
            return bool(value)
        if isinstance(widget, forms.widgets.ChoiceWidget):
            return sorted(one for one in widget.format_value(value) if one)
        text = widget.format_value(value)
        return "" if text is None else str(text)

    def _sent(self, name: str):
        """Return what the browser sent, in the same shape."""
        widget, sent = self.fields[name].widget, self.add_prefix(name)
        if isinstance(widget, forms.CheckboxInput):
            return widget.value_from_datadict(self.data, {}, sent)
        if isinstance(widget, forms.widgets.ChoiceWidget):
            return sorted(one for one in self.data.getlist(sent) if one)
        return self.data.get(sent, "").replace("\r\n", "\n")

    def _compare(self) -> None:
        """Find the fields that changed since the page was shown, and take over those that this
        person left alone."""
        try:
            shown = dict(json.loads(self.data.get(self.add_prefix(SHOWN), "")))
        except (ValueError, TypeError, RecursionError):
            return
        data = self.data.copy()
        for name, now in self.now.items():
            was, sent = shown.get(name, now), self._sent(name)
            if now in (was, sent):
                continue
            if sent != was:
                self.overtaken[name] = self._in_words(name, now)
            elif isinstance(now, bool):
                data.pop(self.add_prefix(name), None)
                if now:
                    data[self.add_prefix(name)] = "on"
            else:
                data.setlist(self.add_prefix(name), now if isinstance(now, list) else [now])
        data[self.add_prefix(SHOWN)] = json.dumps(self.now)
        self.data = data

    def _in_words(self, name: str, now) -> str:
        if isinstance(now, bool):
            return "aangevinkt" if now else "niet aangevinkt"
        if isinstance(now, list):
            labels = {str(value): str(label) for value, label in self.fields[name].choices}
            now = ", ".join(labels.get(value, value) for value in now)
        return f"‘{now}’" if now else "niets"

    def full_clean(self) -> None:
        if self.is_bound:
            self._compare()
        super().full_clean()
        if self.is_bound:
            self.cleaned_data.pop(SHOWN, None)
        for name, now in self.overtaken.items():
            self.add_error(
                name,
                f"Iemand anders maakte hier intussen {now} van. Wat jij invulde staat er nog. "
                "Bewaar het opnieuw als dat moet gelden.",
            )
