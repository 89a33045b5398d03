"""The forms of a page as a browser reads them, and what somebody fills in and sends."""

from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.utils import timezone

BUTTONS = {"submit", "button", "reset", "image"}
CHOICES = {"radio", "checkbox"}
# Not typed: a browser forgets a file by itself, and what is hidden is ours.
UNTYPED = {"hidden", "file"}
# What nobody would type in a field of this kind.
WRONG = {
    "date": "31-02-2027",
    "time": "25:99",
    "number": "veel",
    "numeric": "veel",
    "email": "geen adres",
    "url": "geen adres",
    "tel": "abc",
    "select": "bestaat-niet",
    "radio": "bestaat-niet",
}
TOO_LONG = "Veel te lang. " * 900
# Valid values that the kind of a field does not tell.
KNOWN = {
    "postcode": "9712 BC",
    "code": "K7M2",
    "phone": "0318 12 34 56",
    "mobile": "06 12 34 56 78",
    "website": "https://voorbeeld.nl/",
    "site": "https://voorbeeld.nl/",
}

Data = dict[str, list[str]]


@dataclass
class Control:
    """One field: an input, a text area, a list, or the buttons or ticks of one name."""

    name: str
    kind: str
    mode: str = ""
    autocomplete: str = ""
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        return self.kind not in {"select", *UNTYPED, *CHOICES}

    @property
    def is_typed(self) -> bool:
        """Whether a person fills it in, other than with a password or a one-time code."""
        is_secret = self.kind == "password" or self.autocomplete == "one-time-code"
        return self.kind not in UNTYPED and not is_secret

    def filled_in(self, number: int) -> list[str]:
        """Return what a person types or chooses here: valid, where the kind tells what that is."""
        if self.kind in {"select", "radio"}:
            return [value for value in self.choices if value not in ("", *self.values)][
                -1:
            ] or self.values
        if self.kind == "checkbox":
            return self.choices[:1]
        if self.kind in UNTYPED:
            return self.values
        day = timezone.localdate() + timedelta(days=20 + number)
        by_kind = {
            "date": day.isoformat(),
            "time": f"{10 + number % 6}:15",
            "email": f"naam{number}@voorbeeld.nl",
            "tel": f"06 12 34 56 {70 + number}",
            "number": "2",
            "numeric": "2",
            "url": "https://voorbeeld.nl/",
        }
        known = KNOWN.get(self.name) or by_kind.get(self.kind) or by_kind.get(self.mode)
        return [known or f"Getypt in veld {number}"]

    @property
    def wrong(self) -> list[list[str]]:
        """Return the values to try, of which at least one may be refused."""
        if not self.is_typed:
            return []
        by_kind = WRONG.get(self.kind) or WRONG.get(self.mode)
        tried = [[by_kind]] if by_kind else [[TOO_LONG]] if self.is_text else []
        return [*tried, []]


@dataclass
class PageForm:
    """One form: where it is sent, and its fields by name."""

    action: str
    method: str
    role: str = ""
    ident: str = ""
    token: str = ""
    controls: dict[str, Control] = field(default_factory=dict)

    @property
    def asks(self) -> bool:
        """Whether it takes something that a person fills in. A search is typed again at once."""
        is_search = self.role == "search"
        return self.method == "post" and not is_search and any(self.typed.values())

    @property
    def typed(self) -> dict[str, Control]:
        return {name: one for name, one in self.controls.items() if one.is_typed}

    @property
    def data(self) -> Data:
        """What a browser sends when nobody changes anything."""
        return {name: list(one.values) for name, one in self.controls.items() if one.values}

    @property
    def filled_in(self) -> Data:
        return {
            name: one.filled_in(number) for number, (name, one) in enumerate(self.controls.items())
        }


class Reader(HTMLParser):
    """Collects the forms of a page, and its text."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.forms: list[PageForm] = []
        self.text: list[str] = []
        self.form: PageForm | None = None
        self.area: Control | None = None
        self.list: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            to = urlsplit(urljoin(self.url, given.get("action") or self.url))
            action = f"{to.path}?{to.query}" if to.query else to.path
            method, ident = given.get("method", "get").lower(), given.get("id", "")
            self.form = PageForm(action, method, given.get("role", ""), ident)
            self.forms.append(self.form)
        elif tag in {"input", "textarea", "select"}:
            self.control(tag, given)
        elif tag == "option" and self.list is not None:
            self.list.choices.append(given.get("value", ""))
            self.list.values += [given.get("value", "")] if "selected" in given else []

    def control(self, tag: str, given: dict) -> None:
        form = next((one for one in self.forms if one.ident == given.get("form", 0)), self.form)
        name, kind = given.get("name", ""), given.get("type", "text") if tag == "input" else tag
        if form is None or not name or "disabled" in given or kind in BUTTONS:
            return
        if name == "csrfmiddlewaretoken":
            form.token = given.get("value", "")
            return
        mode = "multiple" if "multiple" in given else given.get("inputmode", "")
        new = Control(name, kind, mode, given.get("autocomplete", ""))
        one = form.controls.setdefault(name, new)
        if kind in CHOICES:
            value = given.get("value", "on")
            one.choices.append(value)
            one.values += [value] if "checked" in given else []
        elif tag == "textarea":
            self.area = one
            one.values.append("")
        elif tag == "select":
            self.list = one
        else:
            one.values.append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.area is None:
            self.text.append(data)
        else:
            # The first line end of a text area is not part of its text.
            self.area.values[-1] += data if self.area.values[-1] else data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "textarea":
            self.area = None
        elif tag == "select" and self.list is not None:
            if not self.list.values and self.list.mode != "multiple":
                self.list.values = self.list.choices[:1]
            self.list = None


def read(page: str, url: str) -> Reader:
    reader = Reader(url)
    reader.feed(page)
    return reader


def forms_of(page: str, url: str) -> list[PageForm]:
    return read(page, url).forms


def held_by(page: str, url: str) -> Data:
    """Return the values that the forms of a page hold, by name of the field."""
    held: Data = {}
    for form in forms_of(page, url):
        for name, values in form.data.items():
            held.setdefault(name, []).extend(values)
    return held


def words_of(page: str) -> str:
    """Return the text that a person reads on a page, on one line."""
    return " ".join(unescape(" ".join(read(page, "/").text)).split())
