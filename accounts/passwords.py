"""What a password must be, in our own sentences: long enough, and not easy to guess."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from ground.search_text import searchable

WORDS = Path(__file__).with_name("guessable_words.txt")
# Signs and digits that are typed for a letter.
FOR_A_LETTER = str.maketrans("013457@$!|€", "oieastasiie")
# How many letters must be left without those words, and how many characters must be different.
FEWEST_LEFT, FEWEST_DIFFERENT = 8, 5
# The shortest word about a person or an organisation that counts: "de" is in many sentences.
SHORTEST = 3


class LongEnough(MinimumLengthValidator):
    """At least so many characters; a short sentence is easiest to remember."""

    def get_error_message(self) -> str:
        return _(
            "Dit wachtwoord is te kort. Neem minstens %(least)s tekens, bijvoorbeeld een korte zin."
        ) % {"least": self.min_length}

    def get_help_text(self) -> str:
        return _("Minstens %(least)s tekens. Een korte zin is makkelijk te onthouden.") % {
            "least": self.min_length
        }


class HardToGuess(CommonPasswordValidator):
    """Not a password that many people have, nor one made of words that somebody would try first:
    those of a Dutch list, of our organisation, and of the user's own name and address."""

    def validate(self, password: str, user: User | None = None) -> None:
        if self.is_common(password) or is_easy_to_guess(password, words_about(user)):
            raise ValidationError(
                _(
                    "Dit wachtwoord is makkelijk te raden. Neem een korte zin, zonder namen en "
                    "zonder woorden als wachtwoord of welkom."
                ),
                code="password_too_common",
            )

    def is_common(self, password: str) -> bool:
        return password.lower().strip() in self.passwords

    def get_help_text(self) -> str:
        return _("Geen namen, en geen woorden als wachtwoord of welkom.")


@cache
def dutch_words() -> frozenset[str]:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    words = " ".join(line for line in lines if not line.startswith("#")).split()
    return frozenset(map(searchable, words))


def words_about(user: User | None) -> set[str]:
    """Return the words of our organisation, and of the name and address of a user."""
    own = [settings.ORGANISATION]
    if user is not None:
        own += [user.name, user.email]
    return {word for word in searchable(*own).split() if len(word) >= SHORTEST}


def is_easy_to_guess(password: str, own_words: set[str]) -> bool:
    """Return whether little is left of a password without the words that somebody would try first,
    also when digits and signs stand for letters.

    >>> is_easy_to_guess("Wachtwoord123", set()), is_easy_to_guess("W@chtw00rd2026!", set())
    (True, True)
    >>> is_easy_to_guess("vier gele fietsen dansen", set())
    False
    """
    if len(set(password.casefold())) < FEWEST_DIFFERENT or not re.search(r"[^\W\d_]", password):
        return True
    words = sorted(dutch_words() | own_words, key=len, reverse=True)
    known = re.compile("|".join(map(re.escape, words)))
    for written in (password, password.casefold().translate(FOR_A_LETTER)):
        text = searchable(written).replace(" ", "")
        rest, times = known.subn("", text)
        if times and sum(map(str.isalpha, rest)) < FEWEST_LEFT:
            return True
    return False
