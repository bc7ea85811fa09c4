import ArgumentParser
import Building
import Foundation
import Model
import Reporting
import Running

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Says what is installed, what is missing, and the command that installs it.")

  func run() async throws {
    let workplace = try Workplace.find()
    let items = try await tools(workplace) + runtimes(workplace) + [confinement()]
    print(renderDoctor(items), terminator: "")
    if items.contains(where: \.isMissing) { throw ExitCode(HarnessExit.found.rawValue) }
  }

  private func tools(_ workplace: Workplace) async throws -> [DoctorItem] {
    do throws(BuildingError) {
      return try await ToolchainCheck(harnesses: workplace.harnesses).tools().map {
        DoctorItem(name: $0.name, found: $0.state == .found, detail: $0.where ?? $0.why, command: $0.command)
      }
    } catch { throw Failure(message: error.description, exit: .broken) }
  }

  private func runtimes(_ workplace: Workplace) -> [DoctorItem] {
    workplace.runtimes.runtimes.map { DoctorItem(name: $0.id, found: true, detail: $0.library) }
      + workplace.runtimes.missing.map {
        DoctorItem(
          name: $0.id, found: false, isOptional: $0.isOptional,
          detail: "looked for \($0.sought.joined(separator: ", "))", command: $0.install)
      }
  }

  /// Without one of the two files are still read: limits and the deadline hold.
  private func confinement() async -> DoctorItem {
    let name = "confined readers"
    let outcome = try? await ReaderProcess(arguments: ["confinement"], deadline: .seconds(10)).run()
    guard case .read(let data)? = outcome,
      let inForce = try? JSONDecoder().decode(ReaderConfinement.InForce.self, from: data)
    else { return DoctorItem(name: name, found: false, detail: "the process that reads files can't be run") }
    let missing = [inForce.files ? nil : "Landlock", inForce.calls ? nil : "seccomp"].compactMap(\.self)
    guard !missing.isEmpty else { return DoctorItem(name: name, found: true, detail: "limits, Landlock, seccomp") }
    return DoctorItem(
      name: name, found: false, isOptional: true,
      detail: "limits only: this kernel has no \(missing.joined(separator: " and no "))")
  }
}
