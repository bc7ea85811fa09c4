"""Source text of what nobody would give to a call, and of what is nested deeper than anybody would. Read before provocations.py."""

RAISES = """class Raises:
    def __getattr__(self, name): raise RuntimeError(name)
    def __str__(self): raise RuntimeError
    __repr__ = __hash__ = __len__ = __iter__ = __bool__ = __index__ = __float__ = __int__ = __fspath__ = __next__ = __str__
    def __eq__(self, other): raise RuntimeError"""
LIES = """class Lies:
    def __len__(self): return 1 << 40
    def __getitem__(self, index): return self
    def __iter__(self): return iter(())
    def __index__(self): return -(1 << 70)
    def __hash__(self): return 0
    def __eq__(self, other): return True
    def __str__(self): return None
    __repr__ = __fspath__ = __bytes__ = __str__"""
LISTS = """class Long(list):
    def __len__(self): return 1 << 40
    def __iter__(self): return iter((1,))"""
DICTS = """class Odd(dict):
    def __len__(self): return 1 << 40
    def items(self): return [1, None]
    def keys(self): return (1,)
    def __getitem__(self, key): raise KeyError(key)
    def __iter__(self): return iter((None,))"""
TEXTS = """class Text(str):
    def __len__(self): return 1 << 40
    def __hash__(self): raise RuntimeError
    def __str__(self): return 1
    def encode(self, *arguments): return None"""
NUMBERS = """class Number(int):
    def __index__(self): return 1 << 70
    def __int__(self): raise RuntimeError
    def __eq__(self, other): raise RuntimeError
    __hash__ = int.__hash__"""
CLEARS = """held = []
def empty(*arguments, **named):
    global junk
    held.clear()
    junk = [b'A' * 60 for _ in range(20000)]
    return 1
class Clears:
    def __str__(self): empty(); return 'a'
    def __eq__(self, other): empty(); return False
    def __hash__(self): return 1
    def __index__(self): return empty()
    def __float__(self): empty(); return 1.0
    def __iter__(self): empty(); return iter(())
    def __len__(self): empty(); return 0
    def __bool__(self): empty(); return True
    __repr__ = __fspath__ = __str__
held += [Clears(), *([str(n)] for n in range(5000))]"""
CLEARS_DICT = (
    CLEARS.replace("held = []", "held = {}").replace("held += [Clears(), *([str(n)] for n in range(5000))]", "")
    + "held.update({'a': Clears()}, **{f'k{n}': [str(n)] for n in range(5000)})"
)
DROPS = """class Drops:
    def __del__(self): raise RuntimeError"""
OWN = "itself = []\nitself.append(itself)"
OWN_DICT = "itself = {}\nitself['a'] = itself"
RELEASED = "view = memoryview(bytearray(b'some bytes'))\nview.release()"
FAILING = """def failing(*arguments, **named):
    raise RuntimeError('raised in a callback')"""
FAILING_ITERATOR = """def items():
    yield 'a'
    raise RuntimeError('raised while iterating')"""

# Kind, text, what has to stand before it. Of the kind `huge`, a call that takes for ever does what it was told.
HOSTILE = [
    ("plain", "None", ""), ("plain", "object()", ""), ("plain", "-1", ""), ("plain", "0", ""), ("huge", "2**31", ""),
    ("huge", "2**46", ""), ("huge", "2**63", ""), ("huge", "-2**63 - 1", ""), ("huge", "2**64 - 1", ""), ("huge", "2**1000", ""),
    ("plain", "float('nan')", ""), ("huge", "float('inf')", ""), ("huge", "1e308", ""), ("plain", "-0.5", ""),
    ("plain", "True", ""), ("plain", "1j", ""), ("plain", "''", ""), ("plain", "b''", ""), ("plain", "[]", ""),
    ("plain", "{}", ""), ("plain", "()", ""), ("plain", "'\\ud800'", ""), ("plain", "'a\\0b'", ""), ("plain", "'\\U0001f600\\u0301'", ""),
    ("plain", "'\\x00'", ""), ("plain", "'a' * 100000", ""), ("plain", "b'\\xff\\xfe\\x00'", ""), ("plain", "b'\\0' * 4096", ""),
    ("plain", "bytearray(b'ab')", ""), ("plain", "memoryview(b'abcdef')[::2]", ""), ("plain", "memoryview(b'')", ""),
    ("plain", "view", RELEASED), ("plain", "array.array('d', [1.0, 2.0])", "import array"),
    ("plain", "memoryview(bytearray(8)).cast('B', (2, 4))", ""), ("plain", "[None]", ""), ("plain", "[1, 'a', None, b'b']", ""),
    ("plain", "[[]]", ""), ("plain", "[[1], [1, 2, 3], 4]", ""), ("plain", "{1: None}", ""), ("plain", "{None: None}", ""),
    ("plain", "{'a': object()}", ""), ("plain", "{'\\ud800': '\\ud800'}", ""), ("plain", "{'a', 1}", ""), ("plain", "range(0)", ""),
    ("plain", "slice(None, None, -1)", ""), ("plain", "...", ""), ("plain", "int", ""), ("plain", "type", ""), ("plain", "print", ""),
    ("plain", "ValueError('a')", ""), ("plain", "iter(())", ""), ("plain", "(None for _ in 'ab')", ""),
    ("plain", "items()", FAILING_ITERATOR), ("plain", "failing", FAILING), ("plain", "itself", OWN), ("plain", "itself", OWN_DICT),
    ("plain", "Raises()", RAISES), ("plain", "[Raises()]", RAISES), ("plain", "{'a': Raises()}", RAISES), ("plain", "Raises", RAISES),
    ("plain", "Lies()", LIES), ("plain", "[Lies()]", LIES), ("plain", "Long([1])", LISTS), ("plain", "Odd(a=1)", DICTS),
    ("plain", "Text('a')", TEXTS), ("plain", "{Text: 1}", TEXTS), ("plain", "Number(1)", NUMBERS), ("plain", "[Number(1)]", NUMBERS),
    ("plain", "Drops()", DROPS), ("plain", "held", CLEARS), ("plain", "held", CLEARS_DICT), ("plain", "Clears()", CLEARS),
    ("plain", "numpy.empty((0, 3))", "import numpy"), ("plain", "numpy.arange(10.0)[::-2]", "import numpy"),
    ("plain", "numpy.zeros((2, 3, 4)).T", "import numpy"), ("plain", "numpy.array([object(), None])", "import numpy"),
    ("plain", "numpy.zeros(3, 'complex64')", "import numpy"), ("plain", "numpy.array(5)", "import numpy"),
    ("plain", "numpy.zeros((0,))", "import numpy"), ("plain", "numpy.array(['a', 'b'])", "import numpy"),
    ("plain", "numpy.array([float('nan'), float('inf')])", "import numpy"), ("plain", "numpy.zeros(1, 'datetime64[s]')", "import numpy"),
    *[("plain", text, "") for text in (
        "'b\\U0001f600Cd \\xdf'", "'<script><br></script>'", "'<script>if(a){b()}else{c();d()}</script>'", "'<style>a{</style><!--'",
        "'<a href=x style=\"x:url(\\'>&#x110000;'", "'%zz%'", "'{\"a\": [1, '", "'[1, 2, }'", "'-'", "'1e999999'", "'9' * 400",
        "'2024-13-45T99:99:99'", "'(((('", "'[z-a]'", "'\\\\'", "{'script', 'style', 'a'}", "{'a': {'href', 'rel'}}",
    )],
]  # fmt: skip

DEPTHS = (1_000, 100_000)
DEEP_TEXTS = [
    "'[' * DEPTH + ']' * DEPTH", "'{\"a\":' * DEPTH + '1' + '}' * DEPTH", "'(' * DEPTH + '1' + ')' * DEPTH", "'<div>' * DEPTH * 3",
    "'<a>' * DEPTH + '</a>' * DEPTH", "'a = ' + '[' * DEPTH + ']' * DEPTH", "'x = ' + '-' * DEPTH + '1'",
    "'x = ' + '(' * DEPTH + '1' + ')' * DEPTH", "'a = ' + '{a = ' * DEPTH + '1' + '}' * DEPTH", "'- ' * DEPTH + 'a'", "'> ' * DEPTH + 'a'",
    "'not ' * DEPTH + 'a'", "'a' + '.a' * DEPTH", "'[' * DEPTH", "'{' * DEPTH", "'(' * DEPTH", "'*' * DEPTH", "'/*' * DEPTH",
    "'(?:' * DEPTH + 'a' + ')' * DEPTH", "'a' + '|a' * DEPTH", "'1' + '+1' * DEPTH", "'9' * DEPTH", "'a{' * DEPTH + '}' * DEPTH",
    "'if (a) ' * DEPTH + 'b'", "'<script>' + '[' * DEPTH + '</script>'", "'\\\\x91' * DEPTH",
]  # fmt: skip
DEEP_OBJECTS = [
    ("nested", "nested = []\nfor _ in range(DEPTH): nested = [nested]"),
    ("nested", "nested = {}\nfor _ in range(DEPTH): nested = {'a': nested}"),
    ("nested", "nested = ()\nfor _ in range(DEPTH): nested = (nested,)"),
    ("{'a': nested}", "nested = []\nfor _ in range(DEPTH): nested = [nested]"),
]
