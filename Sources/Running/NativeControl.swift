import Crypto
import Foundation
import Model
import SystemPackage

/// A control of the native host: a C file that is compiled as the artifact itself and exports `control_call()`.
///
/// Its first line says what else there is: `// exercise: {"raises": "-1", "setup": true, "after": true}`, all optional,
/// for a `control_setup()` and for a `control_after()` that returns 0 while the artifact still works.
package struct NativeControl: Sendable {
  package let artifact: Artifact
  package let exercise: Exercise

  private struct Options: Decodable {
    var raises: String?
    var setup: Bool?
    var after: Bool?
    var once: Bool?
  }

  /// `file` is the path of `controls/<name>.c`.
  package init(file: FilePath, compiler: HostCompiler) async throws(RunningError) {
    let options = try Self.options(file)
    let name = file.stem ?? "control"
    let object = try await compiler.sharedObject("control-\(name)", sources: [file.string])
    artifact = Artifact(path: object.string, sha256: try Self.sha256(object))
    exercise = Exercise(
      name: name, setup: Self.setup(options), call: "control_call()",
      after: options.after == true ? "HARNESS_EXPECT(control_after() == 0);" : nil, raises: options.raises,
      once: options.once ?? false)
  }

  private static func setup(_ options: Options) -> String {
    "int control_call(void); int control_after(void); int control_setup(void);"
      + (options.setup == true ? " control_setup();" : "")
  }

  private static func options(_ file: FilePath) throws(RunningError) -> Options {
    let text = String(decoding: try data(file), as: UTF8.self)
    let line = text.prefix { $0 != "\n" }
    let marker = "// exercise:"
    guard line.hasPrefix(marker) else {
      throw .controlOptionsMalformed(path: file.string, reason: "it is `\(line)`")
    }
    do {
      return try JSONDecoder().decode(Options.self, from: Data(line.dropFirst(marker.count).utf8))
    } catch {
      throw .controlOptionsMalformed(path: file.string, reason: "\(error)")
    }
  }

  private static func sha256(_ file: FilePath) throws(RunningError) -> String {
    SHA256.hash(data: try data(file)).map { String(format: "%02x", $0) }.joined()
  }

  private static func data(_ file: FilePath) throws(RunningError) -> Data {
    do {
      return try Data(contentsOf: URL(fileURLWithPath: file.string))
    } catch {
      throw .unreadable(path: file.string, reason: error.localizedDescription)
    }
  }
}
