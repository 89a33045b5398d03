"""A unique token in every personal text of a world, and whom each of them is about.

The texts are those of `config/retention.py`, so a new field about a person is marked by itself.
"""

import re
from collections import deque
from dataclasses import dataclass, field
from string import ascii_lowercase

import pgtrigger
from django.apps import apps
from django.db import IntegrityError, models, transaction

from activities.models import SignUp
from audit.models import Event
from config import retention
from config.retention import FIELDS
from imports.models import ImportLine
from tenants.models import Tenant
from tenants.subject_access import personal_data

# Classes of what is not about a tenant, a guest or a neighbour: the work, colleagues, homes.
IMPERSONAL = {
    retention.NONE, retention.HOME, retention.ACCOUNT, retention.SESSION, retention.TRAIL,
    retention.LIMITS,
}  # fmt: skip
# Texts of this length or more can hold a name; shorter ones are codes.
SHORTEST = 20
# Codes, and texts that we wrote: no person types them.
OURS = {"recipient", "purpose", "wording", "person", "kind", "code_hash", "error", "who"}
# Not typed either: the mailbox of a partner, with which a link is compared.
OUR_ADDRESS = "referrals.AccessLink.to"
# What people type into a field that holds a whole form: the keys of its texts.
TYPED_IN_A_FORM = {
    "unsorted.UnsortedForm.fields": {
        "fact", "typed_address", "name", "phone", "email", "on_behalf"
    },
}  # fmt: skip
TOKEN = re.compile(r"xq[a-z]{4}xq")
PHONE = re.compile(r"\d(?:[ .-]?\d){8,}")
LAST_DIGITS = 8

Row = tuple[str, int]


@dataclass(frozen=True)
class Owner:
    """The field with a token, the tenants it is about, and the rows that may stand for a person
    who is not a tenant: the row itself and those that it belongs to."""

    field: str
    tenants: frozenset[int] = frozenset()
    rows: frozenset[Row] = frozenset()

    def is_named_in(self, events: models.QuerySet[Event]) -> bool:
        """Whether these rows of the trail say whose data was read."""
        if self.tenants:
            return all(events.showing_tenant(pk).exists() for pk in self.tenants)
        return any(self.rows & rows_of(event) for event in events)


def rows_of(event: Event) -> frozenset[Row]:
    """Return the rows that a row of the trail names: a step, and so the signal that it is of."""
    ids = [event.subject_id] if event.subject_id else event.details.get("ids", [])
    model = apps.get_model(event.subject_type)
    rows = model._base_manager.filter(pk__in=[pk for pk in ids if str(pk).isdecimal()])
    named = {row for one in rows if is_personal(model) for row in whose(one, {})[1]}
    beside = {("signals.Signal", int(pk)) for pk in event.details.get("signals", [])}
    return frozenset(named | beside)


def is_personal(model: type[models.Model]) -> bool:
    return any(rule not in IMPERSONAL for rule in FIELDS.get(model._meta.label, {}))


def personal_texts() -> dict[type[models.Model], list[models.Field]]:
    """Return the fields of each model in which people write about a person."""
    registered = {one.model._meta.label for one in personal_data()}
    found = {}
    for label, classes in FIELDS.items():
        rules = {name: rule for rule, names in classes.items() for name in names.split()}
        model = apps.get_model(label)
        texts = [
            one
            for one in model._meta.concrete_fields
            if is_text(one)
            and (
                rules[one.name] not in IMPERSONAL
                or (label in registered and rules[one.name] is retention.TRAIL)
            )
        ]
        if texts:
            found[model] = texts
    return found


def is_text(one: models.Field) -> bool:
    """Whether a field holds what somebody typed; not a choice, a code or a secret."""
    is_long = one.max_length is None or one.max_length >= SHORTEST
    is_code = one.choices or one.unique or not one.editable or one.name in OURS
    is_code = is_code or str(one) == OUR_ADDRESS
    if isinstance(one, models.JSONField):
        return one.default is list or str(one) in TYPED_IN_A_FORM
    return isinstance(one, models.CharField | models.TextField) and is_long and not is_code


@dataclass
class Tokens:
    """The tokens of a world."""

    owners: dict[str, Owner] = field(default_factory=dict)

    def in_text(self, text: str) -> dict[str, Owner]:
        """Return the tokens in a text, with their owners."""
        found = set(TOKEN.findall(text.lower()))
        found |= {re.sub(r"\D", "", one)[-LAST_DIGITS:] for one in PHONE.findall(text)}
        return {token: self.owners[token] for token in found if token in self.owners}

    def new(self, one: models.Field, owner: Owner) -> str:
        """Return a new value for a field: a telephone number, an e-mail address or a word."""
        is_mail = isinstance(one, models.EmailField)
        return self.new_text(one.name, owner, is_mail=is_mail)

    def new_text(self, name: str, owner: Owner, *, is_mail: bool) -> str:
        n = len(self.owners)
        if name.endswith("phone"):
            token = f"43{n:06}"
            self.owners[token] = owner
            return f"+31 6 {token}"
        letters = "".join(ascii_lowercase[n // 26**place % 26] for place in range(4))
        token = f"xq{letters}xq"
        self.owners[token] = owner
        return f"{token}@voorbeeld.nl" if is_mail else token

    def new_form(self, one: models.JSONField, typed: dict, owner: Owner) -> dict:
        """Return the form with a token in every text that somebody typed into it."""
        keys = [key for key in TYPED_IN_A_FORM[str(one)] if typed.get(key)]
        return typed | {key: self.new_text(key, owner, is_mail=key == "email") for key in keys}


def put_in_everywhere() -> Tokens:
    """Put a token in every personal text of every row, and return whose each is."""
    tokens, registered = Tokens(), tenants_by_row()
    made = []
    for model, texts in personal_texts().items():
        for row in model._base_manager.all():
            tenants, rows = whose(row, registered)
            values = {}
            for one in texts:
                owner = Owner(f"{model._meta.label}.{one.name}", tenants, rows)
                value = getattr(row, one.name)
                if str(one) in TYPED_IN_A_FORM:
                    values[one.name] = tokens.new_form(one, value, owner)
                elif isinstance(one, models.JSONField):
                    values[one.name] = [tokens.new(one, owner) for _text in value]
                else:
                    values[one.name] = tokens.new(one, owner)
            made.append((row, values))
    with pgtrigger.ignore():
        for row, values in made:
            put_in(row, values)
    return tokens


def put_in(row: models.Model, values: dict[str, str]) -> None:
    """Save the values; one that the table does not accept in this row stays as it was."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    filled = {name: value for name, value in values.items() if getattr(row, name)}
    for name, value in filled.items():
        setattr(row, name, value)
    if isinstance(row, Tenant):
        row.make_searchable()
        filled["search"] = row.search
    if isinstance(row, SignUp):
        filled["person"] = SignUp.person_of(row.name, row.phone)
    if filled:
        rows.update(**filled)
    for name in values.keys() - filled.keys():
        try:
            with transaction.atomic():
                rows.update(**{name: values[name]})
        except IntegrityError:
            continue


def tenants_by_row() -> dict[Row, set[int]]:
    """Return the tenants of each row, as the right of access and an erasure find them."""
    found: dict[Row, set[int]] = {}
    for tenant in Tenant.objects.all():
        for line in ImportLine.objects.filter(who=tenant.external_id):
            found[(line._meta.label, line.pk)] = {tenant.pk}
        for one in personal_data():
            for pk in one.rows_of(tenant).values_list("pk", flat=True):
                found.setdefault((one.model._meta.label, pk), set()).add(tenant.pk)
    return found


def whose(
    row: models.Model, registered: dict[Row, set[int]]
) -> tuple[frozenset[int], frozenset[Row]]:
    """Return the tenants that a row is about, else the rows that stand for the person: the row and
    those that it points to, as far as they are about a person."""
    rows: list[Row] = []
    waiting = deque([row])
    while waiting:
        one = waiting.popleft()
        key = (one._meta.label, one.pk)
        if key in rows:
            continue
        rows.append(key)
        if tenants := registered.get(key):
            return frozenset(tenants), frozenset(rows)
        for each in one._meta.concrete_fields:
            is_person = each.is_relation and is_personal(each.related_model)
            if is_person and (other := getattr(one, each.name)):
                waiting.append(other)
    return frozenset(), frozenset(rows)
