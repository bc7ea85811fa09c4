"""psleak as its README has it: a MemoryLeakTestCase with all checkers and its defaults."""

import unittest

import exercise
from psleak import MemoryLeakTestCase


class Planted(MemoryLeakTestCase):
    def test(self):
        call, raises = exercise.load()
        if raises:
            self.execute_w_exc(raises, call)
        else:
            self.execute(call)


if __name__ == "__main__":
    unittest.main()
