import Foundation
import Model
import Packaging
import Testing

/// Wheels that people install, fetched by pip; skipped where no package index is in reach.
@Suite struct RealWheelTests {
  /// The wheels that pip could get, by project.
  private static let wheels: [String: String] = {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("packaging-real-wheels").path
    var found: [String: String] = [:]
    for (project, requirement) in [("nh3", "nh3==0.2.19"), ("rpds-py", "rpds-py==2026.9.1")] {
      let files = "\(folder)/\(project)"
      let options = ["--no-deps", "--only-binary", ":all:", "--quiet", "--dest", files]
      guard (try? Fixture.run(["python3", "-m", "pip", "download"] + options + [requirement])) != nil,
        let name = try? FileManager.default.contentsOfDirectory(atPath: files).first(where: { $0.hasSuffix(".whl") })
      else { continue }
      found[project] = "\(files)/\(name)"
    }
    return found
  }()

  private static func wheel(_ project: String) throws -> String {
    guard let path = wheels[project] else {
      try Test.cancel("pip can't download \(project): no package index is in reach")
    }
    return path
  }

  @Test(arguments: ["nh3", "rpds-py"], ["package/archive-sound", "package/tag-truth"])
  func `a published wheel has no defect that is an error`(project: String, probe: String) throws {
    let artifact = Artifact(path: try Self.wheel(project), sha256: "")
    let defects = Fixture.defects(of: probe, artifact, .wheel)
    #expect(defects.filter { $0.severity == .error }.map(\.message) == [])
  }

  @Test func `the facts of nh3 0.2.19 are those that it was released with`() throws {
    let facts = facts(of: Artifact(path: try Self.wheel("nh3"), sha256: ""), kind: .wheel, tables: Fixture.tables)
    #expect(facts["name"] == "nh3")
    #expect(facts["version"] == "0.2.19")
    #expect(facts["modules"] == .array(["nh3.nh3"]))
    #expect(facts["import-names"] == .array(["nh3"]))
    #expect(facts["framework-pyo3"]?.string?.hasPrefix("0.") == true)
  }

  @Test func `the import name of a project may differ from its own`() throws {
    let wheel = try readWheel(at: try Self.wheel("rpds-py"))
    #expect(importNames(of: wheel) == ["rpds"])
    #expect(wheel.extensionModules.map(\.name) == ["rpds.rpds"])
    #expect(wheel.file?.distribution == "rpds_py")
  }
}
