import Foundation
import Testing

/// Compares text with Snapshots/<name>; HARNESS_UPDATE_SNAPSHOTS=1 rewrites what differs, and the test fails all the same.
func expectSnapshot(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots")
  let file = folder.appending(path: name)
  let expected = try? String(contentsOf: file, encoding: .utf8)
  guard expected != text else { return }
  if ProcessInfo.processInfo.environment["HARNESS_UPDATE_SNAPSHOTS"] == "1" {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    Issue.record("\(name) was rewritten; read the difference, then run the test again", sourceLocation: sourceLocation)
  } else {
    Issue.record(
      """
      \(name) differs; where that is meant, run HARNESS_UPDATE_SNAPSHOTS=1 swift test --filter ReportingTests
      --- expected
      \(expected ?? "(no such file)")
      --- found
      \(text)
      """, sourceLocation: sourceLocation)
  }
}
