"""How a rule says no."""


class Refused(Exception):
    """A rule says no. The sentence is Dutch, and says what to do instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
