"""Errors about a file as a whole."""


class Unreadable(Exception):
    """The file cannot be read. `sentence` is Dutch and says how to fix it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UnknownColumns(Unreadable):
    """Required columns were not recognised; `header` holds the file's own column names."""

    def __init__(self, sentence: str, header: list[str]) -> None:
        super().__init__(sentence)
        self.header = header
