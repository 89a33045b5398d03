"""What is said about a file that cannot be read as a whole."""


class Unreadable(Exception):
    """The file cannot be read. The sentence is Dutch and says how to mend it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UnknownColumns(Unreadable):
    """Columns that we need have another name here; `header` is what the file has instead."""

    def __init__(self, sentence: str, header: list[str]) -> None:
        super().__init__(sentence)
        self.header = header
