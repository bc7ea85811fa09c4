import Crypto
import Foundation
import Model
import SystemPackage

/// A control of the Node hosts: an addon in C written against Hosts/Node/control.h, or a module, with a `call`, and a
/// `setup` and an `after` where it has them.
///
/// Its first line says what else there is: `// exercise: {"raises": "RangeError", "after": true}`.
package struct NodeControl: Sendable {
  package let staged: Staged
  package let exercise: Exercise

  /// `file` is the path of `controls/<name>.node.c` or `controls/<name>.mjs`.
  package init(file: FilePath, compiler: HostCompiler) async throws(RunningError) {
    let source = String(decoding: try FileContent.read(file.string), as: UTF8.self)
    let options = try ControlOptions(firstLineOf: source, comment: "//", file: file)
    let name = file.lastComponent.map { String($0.string.prefix { $0 != "." }) } ?? "control"
    let module = file.extension == "c" ? try await Self.addon(file, name: name, compiler: compiler) : file
    let site = try ControlSite(of: module, as: file.extension == "c" ? "control.node" : "control.mjs")
    staged = Staged(
      artifact: Artifact(path: module.string, sha256: site.digest), modules: ["control"],
      site: try site.stage(in: compiler.cache))
    exercise = options.exercise(
      name, setup: "await artifact.setup()", call: "artifact.call()", after: "artifact.after()")
  }

  private static func addon(_ file: FilePath, name: String, compiler: HostCompiler) async throws(RunningError)
    -> FilePath
  {
    try await compiler.sharedObject(
      "control-\(name)", sources: [file.string],
      flags: Compilation.strict + ["-I\(compiler.harnesses.appending("Hosts/Node").string)"])
  }
}

/// A folder as npm would lay it out, with one package named `control` of one file.
private struct ControlSite {
  let digest: String
  private let content: Data
  private let name: String

  init(of module: FilePath, as name: String) throws(RunningError) {
    content = try FileContent.read(module.string)
    digest = SHA256.hash(data: content).map { String(format: "%02x", $0) }.joined()
    self.name = name
  }

  /// Kept by content; made beside its place, since two cells may want it at once.
  func stage(in cache: FilePath) throws(RunningError) -> String {
    let site = "\(cache.string)/controls/\(digest)"
    guard !FileManager.default.fileExists(atPath: site) else { return site }
    let draft = "\(site).\(UUID().uuidString)"
    do {
      try write(to: "\(draft)/node_modules/control")
      if rename(draft, site) != 0 { try FileManager.default.removeItem(atPath: draft) }
    } catch {
      throw .cacheUnwritable(path: draft, reason: error.localizedDescription)
    }
    return site
  }

  private func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try content.write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    let package = "{ \"name\": \"control\", \"main\": \"./\(name)\" }\n"
    try Data(package.utf8).write(to: URL(fileURLWithPath: "\(folder)/package.json"))
  }
}
