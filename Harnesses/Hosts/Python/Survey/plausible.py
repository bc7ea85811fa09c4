# ruff: noqa: F821 (the names of bootstrap.py and of the files read before)
"""Values that a parameter may be given, as source text, the likeliest first. Runs after signatures.py."""

TEXTS = {
    "json": '\'{"a": [1, 2.5, "x", null, true], "b": {"c": "d"}}\'',
    "html": '\'<div><p class="a">some <b>text</b></p><a href="http://example.com/">link</a></div>\'',
    "xml": "'<root><item id=\"1\">text</item></root>'",
    "toml": "'a = 1\\nb = \"text\"\\n[c]\\nd = [1, 2]\\n'",
    "yaml": "'a: 1\\nb: [1, 2]\\nc: {d: text}\\n'",
    "csv": "'a,b,c\\n1,2,3\\n'",
    "url": "'http://user@example.com:8080/path?query=1#part'",
    "date": "'2024-02-29'",
    "datetime": "'2024-02-29T12:30:45+00:00'",
    "time": "'12:30:45'",
    "number": "'12.5'",
    "int": "'42'",
    "hex": "'00ff10ab'",
    "base64": "'c29tZSB0ZXh0'",
    "uuid": "'12345678-1234-5678-1234-567812345678'",
    "ip": "'192.168.0.1'",
    "version": "'1.2.3'",
    "color": "'#ff8800'",
    "email": "'name@example.com'",
    "pattern": "'[a-z]+(b|c)?'",
    "css": "'p.a { color: red }'",
    "selector": "'p'",
    "script": "'function f(a) { if (a) { return 1 } return 2 }'",
    "sql": "'SELECT 1'",
    "python": "'def f(a):\\n    return a + 1\\n'",
    "markdown": "'# Title\\n\\nsome *text* and `code`\\n'",
    "svg": '\'<svg xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1"/></svg>\'',
    "encoding": "'utf-8'",
    "locale": "'en'",
    "mode": "'r'",
    "key": "'a'",
    "prefix": "'item.a'",
    "algorithm": "'sha256'",
    "dtype": "'float64'",
    "mime": "'text/plain'",
    "timezone": "'UTC'",
    "character": "'a'",
    "graph": "'a -> b'",
    "tag": "'a'",
    "element": "'style'",
}
# Words of names and the texts that they stand for.
MEANS = {
    "json": ["json"], "loads": ["json", "toml", "yaml", "xml"], "decode": ["json", "base64", "hex"], "html": ["html"],
    "clean": ["html"], "minify": ["html"], "xml": ["xml"], "toml": ["toml"], "yaml": ["yaml"], "csv": ["csv"], "url": ["url"],
    "uri": ["url"], "date": ["date", "datetime"], "datetime": ["datetime"], "time": ["time", "datetime"], "number": ["number"],
    "float": ["number"], "int": ["int"], "hex": ["hex"], "base64": ["base64"], "b64": ["base64"], "uuid": ["uuid"], "ip": ["ip"],
    "version": ["version"], "color": ["color"], "colour": ["color"], "email": ["email"], "pattern": ["pattern"],
    "regex": ["pattern"], "css": ["css"], "select": ["selector"], "selector": ["selector"], "query": ["selector", "sql"],
    "js": ["script"], "javascript": ["script"], "script": ["script"], "sql": ["sql"], "code": ["python", "script"],
    "source": ["python", "script"], "program": ["python"], "module": ["python"], "expression": ["number", "python"],
    "expr": ["number", "python"], "markdown": ["markdown"], "md": ["markdown"], "svg": ["svg"], "encoding": ["encoding"],
    "errors": ["mode"], "lang": ["locale"], "locale": ["locale"], "mode": ["mode"], "prefix": ["prefix", "key"], "key": ["key"],
    "name": ["key"], "algorithm": ["algorithm"], "dtype": ["dtype"], "mime": ["mime"], "tz": ["timezone"],
    "timezone": ["timezone"], "zone": ["timezone"], "char": ["character"], "document": ["html", "xml", "json"],
    "doc": ["html", "xml"], "parse": ["json", "html", "xml", "toml", "yaml", "python", "datetime", "url", "number", "version"],
    "tags": ["tag", "element"], "load": ["json", "toml", "yaml"], "markup": ["html", "xml"], "cst": ["python"], "ast": ["python"], "statement": ["python"],
}  # fmt: skip
PLAIN = "'some text'"

GENERIC = [
    PLAIN,
    "3",
    "b'some bytes'",
    "[1, 2, 3]",
    "{'a': 1}",
    "1.5",
    "True",
    "('a', 'b')",
    "[('a', 1)]",
    "(('a', 1), ('b', 2))",
    "None",
    "{'a', 'b'}",
]
FUNCTION = "lambda *arguments, **named: None"

KINDS = {
    "str": [PLAIN], "bytes": ["b'some bytes'"], "bytearray": ["bytearray(b'some bytes')"],
    "memoryview": ["memoryview(b'some bytes')"], "int": ["3", "1", "0", "64"], "float": ["1.5", "0.5"], "complex": ["1 + 2j"],
    "bool": ["True", "False"], "none": ["None"], "object": GENERIC, "any": GENERIC, "hashable": ["'a'", "3"],
    "callable": [FUNCTION, "lambda *arguments: True", "lambda value: value", "str", "len"], "path": ["'sample.txt'"],
    "file": ["io.BytesIO(b'some bytes')", "io.StringIO('some text')"], "textio": ["io.StringIO('some text')"],
    "date": ["datetime.date(2024, 2, 29)"], "datetime": ["datetime.datetime(2024, 2, 29, 12, 30)"],
    "time": ["datetime.time(12, 30)"], "timedelta": ["datetime.timedelta(hours=1)"], "tzinfo": ["datetime.timezone.utc"],
    "decimal": ["decimal.Decimal('1.5')"], "fraction": ["fractions.Fraction(1, 2)"], "uuid": ["uuid.UUID(int=1)"],
    "pattern": ["re.compile('a+')"], "type": ["int", "str", "dict"], "exception": ["ValueError"], "slice": ["slice(0, 2)"],
    "range": ["range(3)"], "ellipsis": ["..."], "ndarray": ["numpy.arange(6.0)", "numpy.eye(3)", "numpy.array([3, 1, 2])"],
    "buffer": ["b'some bytes'", "bytearray(b'some bytes')"], "array": ["array.array('d', [1.0, 2.0])", "numpy.arange(6.0)"],
    "list": ["[1, 2, 3]", "['a', 'b']", "[]", "[('a', 1)]", "[1.0, 2.0]"], "tuple": ["(1, 2)", "('a', 'b')", "(('a', 1), ('b', 2))"],
    "dict": ["{'a': 1}", "{'a': 'b'}", "{}"], "set": ["{'a', 'b'}", "{1, 2}"], "frozenset": ["frozenset({'a', 'b'})"],
    "iterable": ["[1, 2, 3]", "['a', 'b']", "(1, 2)", "[('a', 1)]", "(x for x in 'ab')"], "iterator": ["iter([1, 2, 3])"],
    "mapping": ["{'a': 1}", "{'a': 'b'}"], "number": ["3", "1.5"], "path-like": ["pathlib.Path('sample.txt')", "'sample.txt'"],
}  # fmt: skip

# What annotations and messages call them.
CALLED = {
    "pystring": "str", "pybytes": "bytes", "pybytearray": "bytearray", "pydict": "dict", "pylist": "list", "pytuple": "tuple",
    "pyset": "set", "pyfrozenset": "frozenset", "pyint": "int", "pylong": "int", "pyfloat": "float", "pybool": "bool",
    "pyany": "any", "string": "str", "text": "str", "integer": "int", "boolean": "bool", "double": "float", "real": "float",
    "number": "number", "unicode": "str", "text_type": "str", "anystr": "str", "literalstring": "str", "supportsint": "int",
    "supportsindex": "int", "supportsfloat": "float", "none": "none", "nonetype": "none", "object": "object", "any": "any",
    "hashable": "hashable", "callable": "callable", "function": "callable", "awaitable": "any", "pathlike": "path-like",
    "path": "path-like", "strpath": "path-like", "io": "file", "binaryio": "file", "textio": "textio", "supportsread": "file",
    "supportswrite": "file", "bytesio": "file", "stringio": "textio", "bytes-like": "buffer", "buffer": "buffer",
    "readablebuffer": "buffer", "writeablebuffer": "bytearray", "byteslike": "buffer", "arraylike": "ndarray",
    "arraylike_co": "ndarray", "ndarray": "ndarray", "npt.ndarray": "ndarray", "sequence": "list", "mutablesequence": "list",
    "collection": "list", "iterable": "iterable", "iterator": "iterator", "generator": "iterator", "mapping": "mapping",
    "mutablemapping": "dict", "dictionary": "dict", "abstractset": "set", "mutableset": "set", "defaultdict": "dict",
    "ordereddict": "dict", "deque": "list", "type": "type", "number.real": "number", "array": "array",
}  # fmt: skip

NAMED = [
    (r"^(data|buf|buffer|raw|payload|blob|content|chunk|bytes|bytestring|packed|seed|salt|nonce|b)$", ["bytes", "str"]),
    (r"(path|file|filename|fname|filepath|source_file)$", ["path", "file"]),
    (r"^(fp|stream|fileobj|f_obj|reader|file_obj|io)$", ["file", "textio"]),
    (r"(callback|func|function|fn|predicate|hook|handler|listener|default|factory|on_\w+|key_func|transform|scorer|processor)$",
     ["callable", "none"]),
    ((r"^(n|k|i|j|size|count|length|len|num\w*|limit|level|index|idx|width|height|depth|max\w*|min\w*|start|stop|step|end|pos|"
     r"position|offset|seed|bits|maxsize|capacity|times|port|timeout|ndim|axis|rounds|threads|workers|line|column|x|y|z)$"),
     ["int", "float"]),
    (r"^(ratio|threshold|alpha|beta|epsilon|eps|score\w*|weight|factor|prob\w*|rate|tolerance|tol|lat|lon|lng)$", ["float", "int"]),
    (r"^(is|has|use|allow|ignore|keep|with|no|strict|force|copy|case|sort|pretty)_?\w*$", ["bool", "str"]),
    (r"^(mapping|map|attributes|attrs|dict|kwargs|options|opts|config|params|headers|env|metadata|mapping_or_iterable)$",
     ["dict", "none"]),
    ((r"^(tags|names|words|choices|items|values|iterable|seq|sequence|elements|keys|list|lst|rows|columns|args|strings|points|"
     r"queries|texts|sentences|tokens|ids)$"), ["iterable", "set", "str"]),
    ((r"^(text|s|string|str|html|xml|json|toml|yaml|css|js|pattern|regex|url|uri|name|key|word|sentence|query|code|source|markup|"
     r"svg|sql|prefix|suffix|format|fmt|encoding|lang|left|right|s1|s2|a|line|token|charset|input|doc|document|markdown|title)$"),
     ["str", "bytes"]),
    (r"^(arr|array|ndarray|matrix|vector|mat|image|img)$", ["ndarray", "list", "bytes"]),
    (r"^(obj|object|value|val|item|element|default_value|o|elem)$", ["object"]),
    (r"^(date|dt|datetime|when|timestamp)$", ["datetime", "date", "int", "str"]),
    (r"^(tz|tzinfo|timezone)$", ["tzinfo", "str"]),
    (r"^(cls|klass|type|kind|dtype)$", ["type", "str"]),
    (r"^(exc|exception|error)$", ["exception"]),
]  # fmt: skip


class Missing(Exception):
    """A type of the artifact's own that nobody has made an instance of yet."""


def texts_for(*names):
    """Texts that the words of these names stand for, plain text behind them, then all others."""
    found = []
    for name in names:
        for word in re.split(r"[._\d]+", re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()):
            found += [TEXTS[one] for one in MEANS.get(word, MEANS.get(word.rstrip("s"), []))]
            found += [text for kind, text in TEXTS.items() if len(kind) > 2 and kind in word]
    return list(dict.fromkeys([*found, PLAIN]))


def every_text():
    return [PLAIN, *TEXTS.values()]


class Plausible:
    """Values for the parameters of one offer."""

    def __init__(self, offer, stubs, built):
        self.offer, self.stubs, self.built = offer, stubs, built

    def of(self, parameter):
        """At most a dozen; raises Missing where the annotation wants what can't be made yet."""
        if parameter.annotation is not None:
            found = self.of_annotation(parameter.annotation, parameter.name)
            if found:
                return found[:40]
        return self.of_name(parameter.name)

    def of_name(self, name):
        bare = name.strip("_").lower()
        own = [text for kind, text in self.built.items() if name_of(kind).lower() == bare.replace("_", "")]
        for pattern, kinds in NAMED:
            if re.search(pattern, bare):
                return [*own, *(value for kind in kinds for value in self.of_kind(kind, name)), *GENERIC]
        texts = texts_for(name, self.offer.id)
        own += list(self.built.values())[:3] if bare in ("other", "self", "rhs") else []
        return [*own, *texts[:-1], *GENERIC]

    def of_kind(self, kind, name=""):
        if kind == "str":
            texts = texts_for(name, *reversed(self.offer.id.split(".")))
            return list(dict.fromkeys([*texts, *every_text()]))
        if kind in ("bytes", "buffer"):
            texts = [text for text in texts_for(name, self.offer.id) if text != PLAIN]
            return [f"b{text}" for text in texts] + KINDS[kind]
        if kind == "dict" and name:
            return KINDS["dict"]
        found = KINDS.get(kind, [])
        return found if has_numpy() else [value for value in found if "numpy" not in value]

    def of_annotation(self, node, name, steps=5):
        if steps == 0:
            return list(GENERIC)
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                try:
                    return self.of_annotation(ast.parse(node.value, mode="eval").body, name, steps - 1)
                except (SyntaxError, ValueError):
                    return []
            return ["None"] if node.value is None else []
        if isinstance(node, ast.BinOp):
            return self.union([node.left, node.right], name, steps)
        if isinstance(node, ast.Subscript):
            return self.of_subscript(node, name, steps)
        if isinstance(node, (ast.Name, ast.Attribute)):
            return self.of_word(node, name, steps)
        return []

    def union(self, nodes, name, steps):
        """In turns, so that each alternative is tried soon; None last."""
        lists, missing = [], None
        for node in nodes:
            try:
                lists.append(self.of_annotation(node, name, steps - 1))
            except Missing as error:
                missing = error
        found = [values[i] for i in range(12) for values in lists if i < len(values)]
        if missing and not [value for value in found if value != "None"]:
            raise missing
        return [value for value in dict.fromkeys(found) if value != "None"] + ["None"] * ("None" in found)

    def of_subscript(self, node, name, steps):
        word = last_word(node.value).lower()
        inner = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
        if word == "literal":
            return [ast.unparse(item) for item in inner]
        if word in ("optional", "union"):
            return self.union([*inner, *([ast.Constant(None)] if word == "optional" else [])], name, steps)
        if word in ("annotated", "final", "required", "notrequired", "readonly", "classvar"):
            return self.of_annotation(inner[0], name, steps - 1)
        kind = CALLED.get(word, word)
        if kind in ("list", "iterable", "iterator", "set", "frozenset", "tuple", "dict", "mapping"):
            return self.containers(kind, [item for item in inner if not is_ellipsis(item)], name, steps)
        return self.of_word(node.value, name, steps)

    def containers(self, kind, inner, name, steps):
        items = [self.of_annotation(item, name, steps - 1)[:3] or ["'a'"] for item in inner] or [["'a'"]]
        if kind in ("dict", "mapping"):
            return [f"{{{key}: {value}}}" for key in items[0][:1] for value in items[-1]] + ["{}"]
        if kind == "tuple":
            return [f"({', '.join(values[0] for values in items)},)"]
        shape = {"set": "{{{0}}}", "frozenset": "frozenset({{{0}}})", "iterator": "iter([{0}])"}.get(kind, "[{0}]")
        single = [shape.format(f"{value}, {value}" if kind == "list" else value) for value in items[0]]
        return single + ([f"({items[0][0]},)"] if kind == "iterable" else [])

    def of_word(self, node, name, steps):
        word = last_word(node)
        if word in self.stubs.aliases and word not in OWN_TYPES:
            return self.of_annotation(self.stubs.aliases[word], name, steps - 1)
        if word in ("Self", "Incomplete", "TypeAlias"):
            own = self.built.get(self.offer.owner)
            return [own] if own else list(GENERIC)
        if word in OWN_TYPES:
            return self.own(OWN_TYPES[word])
        kind = CALLED.get(word.lower(), word.lower())
        return self.of_kind(kind, name) or (list(GENERIC) if len(word) <= 2 or word.startswith("_") else [])

    def own(self, kind):
        if kind in self.built:
            return [self.built[kind]]
        if is_enum(kind):
            names = list(getattr(kind, "__members__", {}))
            return [f"{TEXT_OF_TYPE[kind]}.{name}" for name in names[:2]]
        found = [text for other, text in self.built.items() if kind in mro_of(other)]
        if found:
            return found[:2]
        members = [n for n, v in list(type.__dict__["__dict__"].__get__(kind).items()) if type(v) is kind]
        if members:
            return [f"{TEXT_OF_TYPE[kind]}.{name}" for name in members[:2]]
        raise Missing(name_of(kind))


def last_word(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def is_ellipsis(node):
    return isinstance(node, ast.Constant) and node.value is Ellipsis


def has_numpy():
    if "numpy" not in HAS:
        try:
            __import__("numpy")
            HAS["numpy"] = True
        except Exception:  # noqa: BLE001
            HAS["numpy"] = False
    return HAS["numpy"]


HAS: dict = {}

EXPECTED = [
    r"cannot be (?:converted|cast as|interpreted as)(?: to| as)?(?: an?)? '?(?P<want>[\w-]+)",
    r"is not an instance of '(?P<want>\w+)'",
    (r"(?:must be|expected|expects|requires|required|should be|needs)(?: be)?(?: to be)?(?: type)?(?: of type)?(?: an?| the)? "
    r"'?(?:\w+\.)*(?P<want>[\w-]+)"),
    r"cannot convert \S+ to (?:\w+\.)*(?P<want>\w+)",
    r"an? (?P<want>bytes-like|integer|string|float|buffer|mapping|sequence|dict|list|callable|iterable)[\w -]* (?:is|was) required",
    r"object is not (?P<want>iterable|callable|a mapping|an iterator)",
    r"object (?:does not support|has no) (?P<want>buffer|len)",
    r"not (?P<want>callable|iterable)",
]  # fmt: skip
GOT = re.compile(r"(?:not|got|found|given|but received) '?(?P<got>\w+)|'(?P<object>\w+)' object")


def wanted(message):
    """The kind of value that the words of an error ask for, or None."""
    for pattern in EXPECTED:
        for match in re.finditer(pattern, message, re.IGNORECASE):
            word = match["want"].lower().removeprefix("a ").removeprefix("an ")
            kind = CALLED.get(word, word)
            if kind in KINDS:
                return kind
            if match["want"] in OWN_TYPES:
                return match["want"]
    return None
