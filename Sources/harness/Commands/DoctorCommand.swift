import ArgumentParser
import Building
import Foundation
import Model
import Reporting

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Says what is installed, what is missing, and the command that installs it.")

  func run() async throws {
    let workplace = try Workplace.find()
    let items = try await tools(workplace) + runtimes(workplace)
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
}
