"""The exception of a business rule that refuses a change."""


class Refused(Exception):
    """A business rule refuses. The sentence is Dutch and says what to do instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
