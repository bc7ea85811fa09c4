import Foundation
import Model
import Packaging
import Testing

/// The controls that are shipped with the package probes, packed and read as `self-check` does it.
@Suite struct ControlTests {
  @Test(arguments: Control.all)
  func `a control has exactly the defects that its probe names`(control: Control) throws {
    let defects = try control.defects()
    #expect(Set(defects.map(\.kind)) == Set([control.kind].compactMap(\.self)), "\(defects.map(\.message))")
  }

  @Test(arguments: Control.all)
  func `a defect says what it found in sentences`(control: Control) throws {
    for defect in try control.defects() {
      #expect(defect.message.hasSuffix("."))
      #expect(defect.message.count > 20)
    }
  }

  @Test func `every control in the folders is named by its probe`() throws {
    for probe in Control.probes {
      let files = try FileManager.default.contentsOfDirectory(atPath: "\(Control.folder(of: probe))/controls")
      #expect(Set(files) == Set(Control.all(of: probe).map { "\($0.name).yaml" }))
    }
  }
}

/// A control as its probe.yaml lists it; `kind` is nil for one that has to pass.
struct Control: Sendable, CustomTestStringConvertible {
  var probe: String
  var name: String
  var kind: String?
  var testDescription: String { "\(probe)/\(name)" }

  static let probes = [
    "archive-sound", "tag-truth", "entry-point", "surface-agrees", "linkage", "exports-minimal", "panic-strategy",
    "provenance", "set-complete",
  ]
  static let all = probes.flatMap(all(of:))

  static func folder(of probe: String) -> String { "\(Fixture.repository)/Harnesses/Probes/package/\(probe)" }

  /// Read from the `controls:` part, whose lines have one form in these files.
  static func all(of probe: String) -> [Control] {
    let text = (try? String(contentsOfFile: "\(folder(of: probe))/probe.yaml", encoding: .utf8)) ?? ""
    let lines = text.split(separator: "\n").drop { $0 != "controls:" }
    return lines.flatMap { line -> [Control] in
      if !line.contains(": ") || line.contains("must-pass: ") {
        return line.split { "[], ".contains($0) }.filter { $0.hasPrefix("controls/") }.map {
          Control(probe: probe, name: String($0.dropFirst(9)), kind: nil)
        }
      }
      let words = line.split { ": ".contains($0) }
      guard words.count == 2, words[0].hasPrefix("controls/") else { return [] }
      return [Control(probe: probe, name: String(words[0].dropFirst(9)), kind: String(words[1]))]
    }
  }

  func defects() throws -> [Defect] {
    let path = "\(Self.folder(of: probe))/controls/\(name).yaml"
    let recipe = try ControlRecipe(json: try String(contentsOfFile: path, encoding: .utf8), name: path)
    return try Fixture.withFolder { folder in
      let packed = try packControls(recipe, into: folder, compile: Fixture.compile)
      guard packed.count == 1, let (artifact, kind) = packed.first else { return Fixture.defects(ofSet: packed) }
      return Fixture.defects(of: "package/\(probe)", artifact, kind, Contract(panic: recipe.panic))
    }
  }
}
