import Model
import Testing

@testable import Reporting

@Suite struct RenderingTests {
  static let growth = Probe(
    id: "ownership/call-growth", question: "Does calling it again and again keep memory, descriptors or threads?",
    rule: 4, hosts: [.python, .native], needs: [.heapInstrument],
    expects: [
      .settles(fact: "live-heap-blocks", perCall: 0.01), .steady(kinds: [.type, .object], perCall: 0.05),
      .reaches(.done), .raisesAsDeclared, .containsPanic, .worksAfter,
      .lets(fact: "interpreter-lock", holds: 0.5, releases: 0.2), .exits, .sound, .equals(fact: "wheel", value: true),
    ], explain: "Growth that goes on as the calls go up.\n\nTo fix it, free what a call allocates.\n", covers: [3, 17],
    controls: .init(mustPass: ["controls/frees"], mustFail: ["controls/leaks": "live-heap-blocks"]), timing: true,
    folder: "/probes/ownership/call-growth")
  static let sound = Probe(
    id: "package/archive-sound", question: "Is the file whole?", asks: .package, expects: [.sound], folder: "/probes")

  @Test func `a probe is explained in words`() throws { try expectSnapshot(renderExplain(Self.growth), "explain.txt") }

  @Test func `a probe of the shortest form is explained too`() throws {
    let probe = Probe(id: "load/imports", question: "Does it load?", hosts: [.python], folder: "/probes")
    try expectSnapshot(renderExplain(probe), "explain-short.txt")
  }

  @Test(arguments: Probe.Subject.allCases) func `each subject is told`(_ subject: Probe.Subject) {
    var probe = Self.sound
    probe.asks = subject
    #expect(renderExplain(probe).contains("asked of  "))
  }

  @Test func `the list shows runtimes, probes, targets and cells`() throws {
    let runtime = Runtime(id: "cpython-3.11", host: .python, version: "3.11", library: "/usr/lib/libpython3.11.so.1.0")
    let missing = MissingRuntime(
      id: "cpython-3.11-debug", host: .python, sought: ["/usr/lib/libpython3.11d.so.1.0"],
      install: "apt-get install python3-dbg")
    let target = Target(id: "words-py", kind: .wheel, source: .file("/dist/words.whl"))
    let exercise = Exercise(name: "tokenize", call: "words.tokenize()", once: true)
    let cells = [
      Cell(
        id: CellID(target: "words-py", runtime: nil, probe: Self.sound.id, exercise: nil), target: target, runtime: nil,
        probe: Self.sound, exercise: nil),
      Cell(
        id: CellID(target: "words-py", runtime: runtime.id, probe: Self.growth.id, exercise: "tokenize"),
        target: target, runtime: runtime, probe: Self.growth, exercise: exercise,
        unrun: .init(verdict: .skipped, reason: "the exercise may not be repeated")),
    ]
    let text = renderList(probes: [Self.growth, Self.sound], runtimes: [runtime], missing: [missing], cells: cells)
    try expectSnapshot(text, "list.txt")
  }

  @Test func `an empty list says none`() {
    let text = renderList(probes: [], runtimes: [], missing: [], cells: [])
    #expect(text == "runtimes\n  none\n\nprobes\n  none\n\ntargets\n  none\n\ncells\n  none\n")
  }

  @Test func `the doctor names each command once`() throws {
    let items = [
      DoctorItem(name: "cc", found: true, detail: "/usr/bin/cc, gcc 12.2.0"),
      DoctorItem(name: "libpython3.11d", found: false, detail: "not installed", command: "make install-tools"),
      DoctorItem(name: "gdb", found: false, detail: "not on PATH", command: "make install-tools"),
    ]
    try expectSnapshot(renderDoctor(items), "doctor.txt")
  }

  @Test func `a doctor with nothing to do says so`() {
    let text = renderDoctor([DoctorItem(name: "cc", found: true, detail: "/usr/bin/cc")])
    #expect(text == "found  cc  /usr/bin/cc\n\nnothing is missing\n")
  }
}
