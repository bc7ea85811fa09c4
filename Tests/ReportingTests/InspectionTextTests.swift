import Model
import Testing

@testable import Reporting

@Suite struct InspectionTextTests {
  static let wheel: Inspection = {
    var inspection = Inspection(
      artifact: Artifact(
        path: "/dist/words-1.0-cp311-abi3-manylinux_2_17_x86_64.whl", sha256: String(repeating: "ab", count: 32)),
      form: .wheel, bytes: 1_234_567)
    inspection.identity.name = "words"
    inspection.identity.version = "1.0"
    inspection.identity.tags = ["cp311-abi3-manylinux_2_17_x86_64"]
    inspection.identity.requires = ">=3.11"
    inspection.identity.generator = "maturin (1.9.4)"
    inspection.members.count = 7
    inspection.members.unpackedBytes = 3_500_000
    inspection.members.largest = [
      .init(path: "words/_native.abi3.so", bytes: 3_400_000), .init(path: "words/__init__.py", bytes: 120),
    ]
    var binary = Inspection.Binary(path: "words/_native.abi3.so", bytes: 3_400_000, machine: "x86_64")
    binary.needed = ["libgcc_s.so.1", "libc.so.6"]
    binary.versions = ["GLIBC": "2.17", "GCC": "3.0"]
    binary.panic = "unwind"
    binary.allocators = ["mimalloc"]
    binary.frameworks = ["pyo3": "0.28.2"]
    binary.toolchain = ["rustc 1.95.0", "LLD 20.1.8"]
    binary.hardening?.relro = .full
    binary.hardening?.bindsNow = true
    binary.hardening?.hasExecutableStack = true
    binary.hardening?.staticTLSBytes = 4096
    binary.exports = 1
    binary.isStripped = true
    inspection.binaries = [binary]
    inspection.surface = [
      .init(kind: .module, name: "words._native", source: "words/_native.abi3.so:binary"),
      .init(
        kind: .function, name: "words._native.count", signature: "(text, /, *, limit=None)",
        source: "words/_native.abi3.so:binary"),
    ]
    inspection.provenance.components = [.init(name: "pyo3", version: "0.28.2", source: "panic-path")]
    inspection.provenance.buildPaths = ["/home/somebody/words"]
    inspection.provenance.knownBugs = [
      .init(
        id: "pyo3#6223", component: "pyo3", version: "0.28.2", link: "https://example.org/6223",
        summary: "Each instance keeps a reference to its type.")
    ]
    return inspection
  }()

  @Test func `a wheel is told on one screen`() throws {
    try expectSnapshot(InspectionText(colour: false).text(Self.wheel), "inspection.txt")
  }

  @Test func `a terminal gets the labels dimmed`() throws {
    try expectSnapshot(InspectionText(colour: true).text(Self.wheel), "inspection-colour.txt")
  }

  @Test func `a module is told on one screen`() throws {
    var inspection = Inspection(artifact: Artifact(path: "/dist/words.wasm", sha256: ""), form: .wasmModule, bytes: 900)
    var module = Inspection.WasmUnit(path: "words.wasm", bytes: 900)
    (module.imports, module.exports, module.functions) = (1, 2, 30)
    module.features = ["bulk-memory", "sign-ext"]
    module.producers = ["language": ["Rust"], "processed-by": ["rustc 1.95.0"]]
    module.minimumMemoryBytes = 1 << 20
    inspection.modules = [module]
    try expectSnapshot(InspectionText(colour: false).text(inspection), "inspection-module.txt")
  }

  @Test func `what the artifact says reaches no terminal as a control sequence`() {
    var inspection = Self.wheel
    inspection.identity.name = "wo\u{1B}]0;title\u{7}rds"
    inspection.binaries[0].path = "a\nb\u{1B}[2J"
    inspection.artifact.path = "/x/\u{1B}[31mred.whl"
    let text = InspectionText(colour: false).text(inspection)
    #expect(!text.contains("\u{1B}") && !text.contains("\u{7}"))
  }

  @Test func `a screen stays a screen whatever the size`() {
    var inspection = Self.wheel
    inspection.binaries = Array(repeating: inspection.binaries[0], count: 500)
    inspection.surface = (0..<5_000).map { .init(kind: .function, name: "f\($0)", signature: "()", source: "") }
    inspection.provenance.knownBugs = Array(repeating: inspection.provenance.knownBugs[0], count: 400)
    inspection.unread = Array(repeating: "It can't be read.", count: 300)
    #expect(InspectionText(colour: false).text(inspection).split(separator: "\n").count < 90)
  }
}
