import Model
import Testing

@testable import Running

@Suite(.enabled(if: PythonBench.isHere)) struct PythonGrowthTests {
  private static let growth = "ownership/call-growth"

  @Test func `a call that leaks a block leaks exactly one a call, and is asked for longer`() async throws {
    let outcome = try await PythonBench.run(
      Self.growth, "import ctypes\nC = ctypes.CDLL(None)\ndef call():\n    C.malloc(16)\n")
    let blocks = try #require(outcome.series("live-heap-blocks"))
    #expect(blocks.growth == blocks.windows)
    #expect(blocks.values.count > 17, "17 readings, and as many again")
    let bytes = try #require(outcome.series("live-heap-bytes"))
    #expect(
      zip(bytes.growth, blocks.windows).allSatisfy { $0 >= $1 * 24 }, "glibc gives 24 for 16, and more from a bin")
    #expect(outcome.number("calls") == blocks.calls.last)
    #expect(outcome.number("raised-calls") == 0)
  }

  @Test(arguments: [
    "def call():\n    pass\n",
    "def call():\n    return [object() for _ in range(10)]\n",
    "import ctypes\nC = ctypes.CDLL(None)\nC.malloc.restype = ctypes.c_void_p\nC.free.argtypes = [ctypes.c_void_p]\n"
      + "def call():\n    C.free(C.malloc(100))\n",
    "def call():\n    cycle = []\n    cycle.append(cycle)\n",
    "import os\ndef call():\n    os.close(os.open('/dev/null', os.O_RDONLY))\n",
  ])
  func `a call that keeps nothing reads 0 in every counter and window`(source: String) async throws {
    let outcome = try await PythonBench.run(Self.growth, source)
    #expect(
      outcome.series.map(\.fact) == [
        "live-heap-blocks", "live-heap-bytes", "mapped-bytes", "open-descriptors", "threads", "unjoined-threads",
      ])
    for series in outcome.series {
      #expect(series.growth == Array(repeating: 0, count: 16), "\(series.fact) of \(source)")
    }
    #expect(outcome.drifts == [])
    #expect(outcome.host.steps.last == .done)
  }

  @Test func `descriptors and threads are counted one by one`() async throws {
    let opens = try await PythonBench.run(
      Self.growth,
      "import itertools, os\nc = itertools.count()\n"
        + "def call():\n    if next(c) % 100 == 0: os.open('/dev/null', os.O_RDONLY)\n")
    let descriptors = try #require(opens.series("open-descriptors"))
    #expect(
      descriptors.values
        == descriptors.calls.map {
          ($0 / 100).rounded(.up) + descriptors.values[0] - (descriptors.calls[0] / 100).rounded(.up)
        })
    #expect(opens.series("threads")?.growth.allSatisfy { $0 == 0 } == true)
  }

  @Test func `mapped bytes are those of the pages`() async throws {
    let outcome = try await PythonBench.run(
      Self.growth,
      "import ctypes\nm = ctypes.CDLL(None).mmap\nm.restype = ctypes.c_void_p\n"
        + "m.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]\n"
        + "def call():\n    m(None, 1, 3, 0x22, -1, 0)\n")
    let mapped = try #require(outcome.series("mapped-bytes"))
    #expect(mapped.growth == mapped.windows.map { $0 * 4096 })
    #expect(outcome.series("live-heap-blocks")?.growth.allSatisfy { $0 == 0 } == true)
  }

  @Test func `a recording traces each survivor to its stack`() async throws {
    let outcome = try await PythonBench.run(
      Self.growth, "import ctypes\nC = ctypes.CDLL(None)\ndef call():\n    C.strdup(b'kept')\n", record: true)
    let group = try #require(outcome.survivors.first)
    #expect(outcome.survivors.count == 1)
    #expect(group.blocks == group.calls)
    #expect(group.bytes >= group.blocks * 24, "usable bytes")
    #expect(group.frames.first?.module.contains("libc.so") == true, "strdup is libc's")
    #expect(outcome.series == [])
  }

  @Test func `a declared exception is counted, and costs nothing`() async throws {
    let exercise = Exercise(name: "fails", setup: "import control", call: "control.call()", raises: "LookupError")
    let outcome = try await PythonBench.run(
      "ownership/error-growth", "def call():\n    raise KeyError('missing')\n", exercise)
    #expect(outcome.raised == [])
    #expect(outcome.number("raised-calls") == outcome.number("calls"))
    for series in outcome.series { #expect(series.growth.allSatisfy { $0 == 0 }, "\(series.fact)") }
  }

  @Test func `only calls that raised are counted as such`() async throws {
    let exercise = Exercise(name: "fails", setup: "import control", call: "control.call()", raises: "ValueError")
    let outcome = try await PythonBench.run(
      "ownership/error-growth",
      "import itertools\nc = itertools.count()\ndef call():\n    if next(c) % 2: raise ValueError\n", exercise)
    let calls = try #require(outcome.number("calls"))
    #expect(outcome.number("raised-calls") == (calls / 2).rounded(.down))
  }

  @Test func `an exception that nobody declared is raised once, and there is no series`() async throws {
    let exercise = Exercise(name: "fails", setup: "import control", call: "control.call()", raises: "ValueError")
    let outcome = try await PythonBench.run(
      "ownership/error-growth", "def call():\n    raise RuntimeError('not that')\n", exercise)
    #expect(outcome.raised.map(\.type) == ["RuntimeError"])
    #expect(outcome.raised.map(\.bases) == [["Exception", "BaseException"]])
    #expect(outcome.raised.map(\.message) == ["not that"])
    #expect(outcome.raised.map(\.during) == [.call])
    #expect(outcome.series == [])
    #expect(outcome.host.steps.last == .done)
  }

  @Test func `an exception after a thousand sound calls is raised too`() async throws {
    let outcome = try await PythonBench.run(
      Self.growth,
      "import itertools\nc = itertools.count()\ndef call():\n    if next(c) == 1000: raise OSError(2, 'late')\n")
    #expect(outcome.raised.map(\.type) == ["FileNotFoundError"])
    #expect(outcome.series == [])
  }

  @Test func `an awaiting call is run to its end each time`() async throws {
    let exercise = Exercise(
      name: "awaits", setup: "import asyncio, control", call: "control.done.append(await control.call())",
      isAsync: true)
    let outcome = try await PythonBench.run(
      Self.growth,
      "import asyncio, collections\ndone = collections.deque(maxlen=5)\n"
        + "async def call():\n    await asyncio.sleep(0)\n    return 1\n", exercise)
    #expect(outcome.raised == [])
    #expect(outcome.series("open-descriptors")?.growth.allSatisfy { $0 == 0 } == true)
    #expect(outcome.series("live-heap-blocks")?.growth.suffix(16).allSatisfy { $0 == 0 } == true)
  }
}

@Suite(.enabled(if: PythonBench.isHere)) struct PythonDriftTests {
  private func drifts(_ call: String, setup: String = "import control") async throws -> [Drift] {
    let exercise = Exercise(name: "control", setup: setup, call: "control.call()")
    return try await PythonBench.run(
      "ownership/reference-drift",
      "import ctypes\nvalue = 1234.5\nclass Words: pass\nowners = []\ndef call():\n    \(call)\n", exercise
    ).drifts
  }

  @Test func `a reference too many is a drift of exactly one a call`() async throws {
    let drift = try #require(try await drifts("ctypes.pythonapi.Py_IncRef(ctypes.py_object(value))").first)
    #expect(drift.values.count == drift.calls.count)
    #expect(zip(drift.calls, drift.values).allSatisfy { $0 - drift.calls[0] == $1 - drift.values[0] })
    #expect(drift.kind == .object)
    #expect(drift.object == "float 1234.5")
    #expect(drift.reached.hasPrefix("control → "))
  }

  @Test func `a reference too few is a drift of minus one a call`() async throws {
    let drifts = try await drifts(
      "ctypes.pythonapi.Py_DecRef(ctypes.py_object(value))",
      setup: "import control\ncontrol.owners.extend([control.value] * 1_000_000)")
    let drift = try #require(drifts.first)
    #expect(drifts.count == 1)
    #expect(zip(drift.calls, drift.values).allSatisfy { $0 - drift.calls[0] == drift.values[0] - $1 })
  }

  @Test func `a type that is never let go is told as a type`() async throws {
    let drift = try #require(try await drifts("ctypes.pythonapi.Py_IncRef(ctypes.py_object(Words))").first)
    #expect(drift.kind == .type)
    #expect(drift.object == "type control.Words")
  }

  @Test(arguments: [
    "import weakref\nclass Gone: pass\nproxy = weakref.proxy(Gone())",
    "class Same(type):\n    def __eq__(self, other): raise RuntimeError\nclass Unhashable(metaclass=Same): pass",
    "class Silent(type):\n    __name__ = __module__ = property(lambda self: 1 / 0)\nclass Mute(metaclass=Silent): pass",
    "space = {}\nexec('Nowhere = type(\"Nowhere\", (), {})', space)",
    "class Liar:\n    __class__ = property(lambda self: 1 / 0)\n    __hash__ = __eq__ = __bool__ = None\nliar = Liar()",
  ])
  func `objects that answer no question are watched all the same`(setup: String) async throws {
    let call = "ctypes.pythonapi.Py_IncRef(ctypes.py_object(value))"
    #expect(try await drifts(call, setup: "import control\n\(setup)").map(\.object) == ["float 1234.5"])
  }

  @Test(arguments: [
    "pass", "return [value] * 100", "Words()",
    "ctypes.pythonapi.Py_IncRef(ctypes.py_object(value)); "
      + "ctypes.pythonapi.Py_DecRef(ctypes.py_object(value))",
  ])
  func `what gives back as much as it takes does not drift`(call: String) async throws {
    #expect(try await drifts(call) == [])
  }
}
