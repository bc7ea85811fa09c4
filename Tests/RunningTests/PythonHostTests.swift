import Foundation
import Model
import Testing

@testable import Running

@Suite(.enabled(if: PythonBench.isHere)) struct PythonHostTests {
  private static let contained = "panic/contained"

  @Test func `every step is told before it is taken`() async throws {
    let exercise = Exercise(name: "control", setup: "import control", call: "control.call()", after: "control.call()")
    let outcome = try await PythonBench.run(
      "panic/usable-after", "def call():\n    pass\n", exercise, modules: ["control"])
    #expect(outcome.host.steps == [.initialise, .import, .setup, .call, .after, .done])
    #expect(outcome.host.exit?.code == 0)
    #expect(outcome.raised == [])
  }

  @Test(arguments: [
    (
      "def __str__(self): raise RuntimeError('no')\n    def __repr__(self): raise RuntimeError('no')",
      "<its __str__ raised RuntimeError>"
    ),
    ("def __str__(self): return 7", "<its __str__ raised TypeError>"),
    ("def __str__(self): raise SystemExit(3)", "<its __str__ raised SystemExit>"),
    ("def __str__(self): return 'x' * 1000000", String(repeating: "x", count: 2000)),
    ("def __str__(self): return 'a\\0b\\n\"c\"\\\\ \u{1F642}'", "a\0b\n\"c\"\\ \u{1F642}"),
    ("def __str__(self): return 'lone \\ud83d end'", "lone ? end"),
    ("def __str__(self): return self.__str__()", "<its __str__ raised RecursionError>"),
    ("__module__ = property(lambda self: 1 / 0)\n    def __str__(self): return 'm'", "m"),
  ])
  func `an exception with a hostile text still arrives`(body: String, message: String) async throws {
    let outcome = try await PythonBench.run(
      Self.contained, "class Hostile(ValueError):\n    \(body)\ndef call():\n    raise Hostile()\n")
    #expect(outcome.raised.map(\.type) == ["Hostile"])
    #expect(outcome.raised.first?.bases == ["ValueError", "Exception", "BaseException"])
    #expect(outcome.raised.first?.message == message)
    #expect(outcome.raised.first?.during == .call)
    #expect(outcome.host.steps.last == .done)
  }

  @Test func `an exception whose type will not say its name still arrives`() async throws {
    let outcome = try await PythonBench.run(
      Self.contained,
      """
      class Nameless(type):
          __name__ = property(lambda self: 1 / 0)
          __mro__ = property(lambda self: 1 / 0)
      class Hostile(ValueError, metaclass=Nameless):
          pass
      def call():
          raise Hostile('still told')

      """)
    #expect(outcome.raised.map(\.type) == ["Hostile"])
    #expect(outcome.raised.first?.bases.first == "ValueError")
    #expect(outcome.raised.first?.message == "still told")
  }

  @Test func `the traceback names the artifact's lines, innermost first, and none of the host's`() async throws {
    let outcome = try await PythonBench.run(
      Self.contained, "def inner():\n    raise ValueError\ndef call():\n    inner()\n")
    let lines = try #require(outcome.raised.first?.traceback)
    #expect(lines.count == 3)
    #expect(lines[0].hasSuffix("/control.py:3 inner"), "the control's first line stands above")
    #expect(lines[1].hasSuffix("/control.py:5 call"))
    #expect(lines[2] == "<control call>:1 <module>")
  }

  @Test func `a process that leaves inside the call never gets to done`() async throws {
    let outcome = try await PythonBench.run(Self.contained, "import os\ndef call():\n    os._exit(0)\n")
    #expect(outcome.host.steps.last == .call)
    #expect(outcome.host.exit?.code == 0)
  }

  @Test(arguments: ["sys.exit(0)", "raise KeyboardInterrupt", "raise GeneratorExit"])
  func `what is no Exception is raised all the same`(call: String) async throws {
    let outcome = try await PythonBench.run(Self.contained, "import sys\ndef call():\n    \(call)\n")
    #expect(outcome.raised.count == 1)
    #expect(outcome.raised.first?.bases.last == "BaseException")
    #expect(outcome.host.steps.last == .done)
  }

  @Test func `a module that is not there is raised during the import`() async throws {
    let outcome = try await PythonBench.run(
      "load/imports", "def call(): pass\n", modules: ["control", "no_such_module"])
    #expect(outcome.raised.map(\.type) == ["ModuleNotFoundError"])
    #expect(outcome.raised.map(\.during) == [.import])
    #expect(outcome.host.steps == [.initialise, .import, .done])
  }

  @Test func `a module that raises is raised during the import`() async throws {
    let outcome = try await PythonBench.run("load/imports", "raise OSError('broken')\n", modules: ["control"])
    #expect(outcome.raised.map(\.message) == ["broken"])
    #expect(outcome.raised.map(\.during) == [.import])
    #expect(outcome.host.steps.last == .done)
  }

  @Test func `a set-up that raises ends the probe before the call`() async throws {
    let exercise = Exercise(name: "early", setup: "1 / 0", call: "import os; os._exit(9)")
    let outcome = try await PythonBench.run(Self.contained, "", exercise)
    #expect(outcome.raised.map(\.type) == ["ZeroDivisionError"])
    #expect(outcome.host.steps == [.initialise, .import, .setup, .done])
  }

  /// The exercise is its author's; that it is no Python is not the harness's fault.
  @Test(arguments: ["panic/contained", "ownership/call-growth", "ownership/reference-drift", "blocking/host-held"])
  func `a call that is no Python is raised during the call`(probe: String) async throws {
    for call in ["control.call(", "x = '\0'"] {
      let outcome = try await PythonBench.run(probe, "", Exercise(name: "slip", call: call))
      #expect(outcome.raised.map(\.during) == [.call], "\(call)")
      #expect(outcome.host.steps.last == .done)
      #expect(outcome.host.exit?.code == 0)
    }
  }

  @Test func `an awaiting call may raise, and return nothing to await`() async throws {
    for (call, types) in [("await control.call()", ["KeyError"]), ("1 + 1", [])] {
      let exercise = Exercise(name: "awaits", setup: "import control", call: call, isAsync: true)
      let outcome = try await PythonBench.run(
        Self.contained, "import asyncio\nasync def call():\n    await asyncio.sleep(0)\n    raise KeyError('k')\n",
        exercise)
      #expect(outcome.raised.map(\.type) == types)
      #expect(outcome.host.steps.last == .done)
    }
  }
}

/// The job reaches Python as it stands in Matrix.yaml.
@Suite(.enabled(if: PythonBench.isHere)) struct PythonJobTests {
  @Test(arguments: [
    "plain", "it's \"quoted\"", "back\\slash \\n \\0 \\x00 \\u0000 \\N{BULLET}", "line\nbreak\r\n\ttab",
    "größe 日本語 🙂🇦🇹 e\u{301}", "\u{2028}\u{2029}\u{85}\u{feff}\u{7f}", "</script>/*'''\"\"\"", "{true: null}",
    "\u{1}\u{1f}",
    "\u{10FFFF}",
  ])
  func `any text arrives intact`(text: String) async throws {
    let bytes = text.utf8.map { "\($0)" }.joined(separator: ",")
    let exercise = Exercise(
      name: text, setup: "import control", call: "control.call()", raises: text,
      environment: ["WORDS": text])
    let outcome = try await PythonBench.run(
      "panic/contained",
      """
      import os, sys
      def call():
          job = sys.modules['_harness_bootstrap'].job['exercise']
          wanted = bytes([\(bytes)])
          for got in (job['name'], job['raises'], os.environ['WORDS']):
              if os.fsencode(got) != wanted:
                  raise AssertionError((got, wanted))

      """, exercise)
    #expect(outcome.raised == [])
    #expect(outcome.host.steps.last == .done)
  }

  @Test func `quotes, lines and other scripts in the code itself arrive intact`() async throws {
    let exercise = Exercise(
      name: "code", setup: "text = '''\n\"größe\"\t\\\\ \\0\n'''\nwort = \"日本\"",
      call:
        "assert text == '\\n\"größe\"\\t' + chr(92) + ' ' + chr(0) + '\\n', ascii(text)\nassert ord(wort[0]) == 0x65e5",
      after: "assert '🙂' == chr(0x1f642)")
    let outcome = try await PythonBench.run("panic/usable-after", "", exercise)
    #expect(outcome.raised == [])
    #expect(outcome.host.steps.last == .done)
  }
}

@Suite(.enabled(if: PythonBench.isHere), .serialized) struct PythonHoldTests {
  private func ratio(_ library: String) async throws -> Double {
    let outcome = try await PythonBench.run(
      "blocking/host-held", "import ctypes\nC = ctypes.\(library)(None)\ndef call():\n    C.usleep(60000)\n")
    return try #require(outcome.number("hold-ratio"))
  }

  /// One more try on a machine that is busy: noise adds to a release, and takes nothing from a hold.
  private func holds(_ library: String, _ wanted: (Double) -> Bool) async throws -> Bool {
    if wanted(try await ratio(library)) { return true }
    return wanted(try await ratio(library))
  }

  @Test func `a call that keeps the GIL reads above a half`() async throws {
    #expect(try await holds("PyDLL") { $0 > 0.5 })
  }

  @Test func `a call that lets it go reads under a fifth`() async throws {
    #expect(try await holds("CDLL") { $0 < 0.2 })
  }

  @Test func `a call that raises as declared is measured, and another is not`() async throws {
    let source = "def call():\n    raise KeyError\n"
    let declared = Exercise(name: "e", setup: "import control", call: "control.call()", raises: "KeyError")
    #expect(try await PythonBench.run("blocking/host-held", source, declared).number("hold-ratio") != nil)
    let outcome = try await PythonBench.run("blocking/host-held", source)
    #expect(outcome.number("hold-ratio") == nil)
    #expect(outcome.raised.map(\.type) == ["KeyError"])
    #expect(outcome.host.steps.last == .done)
  }
}
