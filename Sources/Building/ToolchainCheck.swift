import Foundation
import Subprocess
import SystemPackage

/// One thing that the toolchain's installer looks after.
package struct Tool: Sendable, Equatable, Decodable {
  package enum State: String, Sendable, Decodable { case found, missing }
  package var name: String
  package var state: State
  package var `where`: String?
  /// The command that installs it.
  package var command: String?
  package var why: String
}

/// Asks Harnesses/Toolchain/install what is there; installs nothing.
package struct ToolchainCheck: Sendable {
  private let installer: String

  package init(harnesses: String) { installer = "\(harnesses)/Toolchain/install" }

  /// - Throws: `missingTool` where there's no installer, `unlaunchable` where it doesn't start.
  package func tools() async throws(BuildingError) -> [Tool] {
    guard FileManager.default.isExecutableFile(atPath: installer) else {
      throw .missingTool(target: "toolchain", tool: "install", searched: installer)
    }
    do {
      let result = try await Subprocess.run(
        .path(FilePath(installer)), arguments: ["--check"], output: .bytes(limit: 1 << 20), error: .discarded)
      let decoder = JSONDecoder()
      return result.standardOutput.split(separator: UInt8(ascii: "\n")).compactMap {
        try? decoder.decode(Tool.self, from: Data($0))
      }
    } catch {
      throw .unlaunchable(target: "toolchain", command: "\(installer) --check", reason: "\(error)")
    }
  }
}
