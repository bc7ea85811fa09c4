"""Splits and counts words; the sample target for Python."""

def tokenize(text: str) -> list[str]:
    """The words of a text, in order, in lower case."""

def parse(text: str) -> list[tuple[str, int]]:
    """Reads `word=count` pairs separated by commas; raises ValueError with a `facts` dictionary where it can't."""

def busy(milliseconds: int) -> int:
    """Computes for so long without holding the GIL; returns the number of rounds."""

def panics() -> None:
    """Panics, which arrives as PanicException."""

class Counter:
    """Counts words."""

    def __init__(self) -> None: ...
    def add(self, word: str) -> None:
        """Counts this word once more."""

    def count(self, word: str) -> int:
        """How often the word was added."""

    def most_common(self, n: int) -> list[tuple[str, int]]:
        """The n words that were added most often; equal ones in alphabetical order."""
