import Foundation
import Subprocess
import SystemPackage

extension Sandbox {
  /// Bubblewrap as it works here; tried, since a kernel or a container may refuse it.
  ///
  /// - Throws: `sandboxMissing` where there is no bwrap in `path`, `sandboxRefused` where it can't isolate.
  package static func working(path: String, readable: [String] = []) async throws(RunningError) -> Sandbox {
    let candidates: [String] = path.split(separator: ":").map { "\($0)/bwrap" }
    guard let program = candidates.first(where: { access($0, X_OK) == 0 }) else {
      throw .sandboxMissing(searched: path)
    }
    let sandbox = Sandbox(program: program, readable: readable)
    guard let refusal = try await sandbox.refusal() else { return sandbox }
    // Root of a container may lack what it takes; a user namespace gives that. For other users bwrap makes one by itself.
    var own = sandbox
    own.isolation += ["--unshare-user"]
    guard try await own.refusal() != nil else { return own }
    throw .sandboxRefused(reason: refusal)
  }

  /// Nil where a process in it comes to life and has no capability left to undo it.
  private func refusal() async throws(RunningError) -> String? {
    let words =
      isolation + SandboxView.system + ["--tmpfs", "/tmp", "--remount-ro", "/", "--", "/bin/cat", "/proc/self/status"]
    let (status, output, complaint): (TerminationStatus, String, String)
    do {
      let result = try await Subprocess.run(
        .path(FilePath(program)), arguments: Arguments(words), environment: .custom([:]),
        output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
      (status, output, complaint) = (result.terminationStatus, result.standardOutput, result.standardError)
    } catch {
      throw .sandboxRefused(reason: "\(error)")
    }
    guard status.isSuccess else { return complaint.trimmingCharacters(in: .whitespacesAndNewlines) }
    let powerless = ["CapEff:\t0000000000000000", "CapPrm:\t0000000000000000", "NoNewPrivs:\t1"]
    return powerless.allSatisfy(output.contains) ? nil : "it leaves the artifact's code a capability"
  }
}
