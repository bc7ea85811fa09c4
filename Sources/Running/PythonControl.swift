import Foundation
import Model
import SystemPackage

/// A control of the Python host: a module named `control` with a `call()`, and a `setup()` and `after()` where it has them.
///
/// Its first line says what else there is: `# exercise: {"raises": "ValueError", "after": true}`.
package struct PythonControl: Sendable {
  package let exercise: Exercise
  /// The module's source.
  package let source: String

  private struct Options: Decodable {
    var raises: String?
    var panics: String?
    var setup: Bool?
    var after: Bool?
    var once: Bool?
    var timeout: Double?
  }

  /// `file` is the path of `controls/<name>.py`.
  package init(file: FilePath) throws(RunningError) {
    do {
      source = try String(contentsOfFile: file.string, encoding: .utf8)
    } catch {
      throw .unreadable(path: file.string, reason: error.localizedDescription)
    }
    let marker = "# exercise:"
    let line = source.prefix { $0 != "\n" }
    guard line.hasPrefix(marker) else {
      throw .controlOptionsMalformed(path: file.string, reason: "it is `\(line)`")
    }
    let options: Options
    do {
      options = try JSONDecoder().decode(Options.self, from: Data(line.dropFirst(marker.count).utf8))
    } catch {
      throw .controlOptionsMalformed(path: file.string, reason: "\(error)")
    }
    exercise = Exercise(
      name: file.stem ?? "control", setup: "import control\n" + (options.setup == true ? "control.setup()" : ""),
      call: "control.call()", after: options.after == true ? "control.after()" : nil, raises: options.raises,
      panics: options.panics.flatMap(Exercise.Panics.init), once: options.once ?? false,
      timeout: .seconds(options.timeout ?? 30))
  }
}
