# exercise: {}
import ctypes


class Block:
    """Alive when the interpreter goes, and uses what is gone by then."""

    def __del__(self, read=ctypes.string_at):
        read(0)


kept = Block()


def call():
    return kept
