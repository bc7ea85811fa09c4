import Foundation
import Model
import SystemPackage

/// What a template is started as; two cells with the same one may be forked from the same template.
///
/// The folder that a template gets is not known before: `home` stands for its path, wherever that is named.
package struct TemplateStart: Sendable, Hashable {
  /// No path has this in it.
  static let home = "//\u{1}home//"
  static let file = "template.json"

  var launch: HostLaunch
  /// Of the process, not of a cell.
  var limits: Limits
  var job: PythonJob
  /// Takes the artifact's place where it is imported beforehand.
  var control: PythonControl?

  /// The job goes into the folder; the host takes it up before it says that it is ready.
  func launch(in folder: String) throws(RunningError) -> HostLaunch {
    let file = "\(folder)/\(TemplateStart.file)"
    var job = job
    job.path = job.path.map { $0.settled(in: folder) }
    try JobFile.write(job, to: file)
    var launch = launch
    launch.workingDirectory = folder
    launch.arguments = launch.arguments.map { $0.settled(in: folder) } + ["--template", file]
    launch.reads = launch.reads.map { $0.settled(in: folder) }
    launch.environment = launch.environment.mapValues { $0.settled(in: folder) }
    return launch
  }
}

extension String {
  fileprivate func settled(in folder: String) -> String { replacing(TemplateStart.home, with: folder) }
}
