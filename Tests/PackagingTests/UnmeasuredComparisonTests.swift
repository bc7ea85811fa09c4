import Model
import Testing

@testable import Packaging

/// What two readings leave open is said, and not taken for gone or for unchanged.
@Suite struct UnmeasuredComparisonTests {
  private static let path = "words/fast.cpython-311-x86_64-linux-gnu.so"

  private func wheel(_ digest: String, _ surface: [(Inspection.SurfaceItem.Kind, String, String)]) -> Inspection {
    var told = Inspection(artifact: Artifact(path: "words.whl", sha256: digest), form: .wheel, bytes: 1)
    told.surface = surface.map { Inspection.SurfaceItem(kind: $0.0, name: $0.1, source: $0.2) }
    return told
  }

  private func native(_ digest: String, _ frameworks: [String: String], _ functions: [String]) -> Inspection {
    var told = wheel(
      digest,
      [(.module, "words.fast", "\(Self.path):binary")] + functions.map { (.function, $0, "\(Self.path):binary") })
    var binary = Inspection.Binary(path: Self.path, bytes: 1, machine: "x86_64")
    binary.frameworks = frameworks
    told.binaries = [binary]
    return told
  }

  @Test func `what a binary had is not looked for in a script`() {
    let other = (Inspection.SurfaceItem.Kind.module, "words.slow", "words/slow.so:binary")
    let new = wheel("b", [(.module, "words.fast", "words/fast.py"), other])
    let comparison = compare(native("a", [:], ["words.fast.count"]), new)
    #expect(!comparison.changes.contains { $0.weight > .information }, "\(comparison.changes)")
    #expect(comparison.unmeasured.contains { $0.contains("words.fast was a binary and is a script now") })
  }

  @Test func `a function is gone where the binary is made as before`() {
    let comparison = compare(native("a", [:], ["words.fast.count", "words.fast.size"]), native("b", [:], []))
    #expect(comparison.changes.filter { $0.weight == .error }.map(\.kind) == ["function-removed", "function-removed"])
    #expect(comparison.unmeasured == [])
  }

  @Test func `what another framework hides is not gone`() {
    let comparison = compare(native("a", [:], ["words.fast.count"]), native("b", ["pybind11": "3"], []))
    #expect(!comparison.changes.contains { $0.weight > .information }, "\(comparison.changes)")
    #expect(comparison.unmeasured.contains { $0.contains("made another way") })
  }

  @Test func `what isn't compared is told, but of a file held against itself`() {
    let old = wheel("a", [(.module, "words", "words/__init__.py"), (.module, "words.fast", "\(Self.path):binary")])
    var new = old
    #expect(compare(old, new).changes == [])
    new.artifact.sha256 = "b"
    let told = compare(old, new).changes
    #expect(told.map(\.kind).filter { $0 == "not-compared" }.count == 2, "\(told)")
    #expect(told.allSatisfy { $0.weight == .information })
  }

  @Test func `what declarations hand on as a whole is told as not compared`() {
    func package(_ digest: String, _ source: String) -> Inspection {
      var told = Inspection(artifact: Artifact(path: "words.tgz", sha256: digest), form: .npmPackage, bytes: 1)
      told.surface = [Inspection.SurfaceItem(kind: .export, name: "github", source: source)]
      return told
    }
    let opaque = "lib/index.d.ts:declaration", script = "lib/index.js:script"
    #expect(compare(package("a", opaque), package("b", opaque)).changes.map(\.kind) == ["not-compared"])
    #expect(compare(package("a", opaque), package("a", opaque)).changes == [])
    #expect(compare(package("a", script + "-part"), package("b", script)).changes.map(\.kind) == ["not-compared"])
    #expect(compare(package("a", script), package("b", script)).changes == [])
  }

  private func addon(_ slices: [(machine: String, minimum: String)]) -> Inspection {
    var told = Inspection(artifact: Artifact(path: "words.node", sha256: "\(slices)"), form: .addon, bytes: 1)
    told.binaries = slices.map { machine, minimum in
      var binary = Inspection.Binary(path: "words.node", bytes: 1, machine: machine)
      (binary.format, binary.hardening, binary.missingLibraries) = ("Mach-O", nil, [])
      binary.versions = ["macOS": minimum]
      return binary
    }
    return told
  }

  @Test func `each slice of a universal file is held against its own`() {
    let old = addon([("x86_64", "10.15")])
    let both = addon([("arm64", "11.0"), ("x86_64", "10.15")])
    #expect(!compare(old, both).changes.contains { $0.kind == "macos-raised" })
    let raised = addon([("arm64", "11.0"), ("x86_64", "11.0")])
    #expect(compare(old, raised).changes.filter { $0.kind == "macos-raised" }.count == 1)
  }

  @Test func `libraries of Windows are not compared where nothing says what Windows has`() {
    var old = addon([("x86_64", "10.15")])
    old.binaries[0].missingLibraries = nil
    #expect(compare(old, addon([("x86_64", "10.15")])).unmeasured.count == 1)
  }
}
