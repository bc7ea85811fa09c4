/// One thing that harness uses and `harness doctor` looks for.
package struct DoctorItem: Sendable, Equatable {
  package var name: String
  package var found: Bool
  /// Nobody has to have it.
  package var isOptional: Bool
  /// Where it is and which version, or what was looked for.
  package var detail: String
  /// The command that installs it, where there is one.
  package var command: String?

  package var isMissing: Bool { !found && !isOptional }

  package init(name: String, found: Bool, isOptional: Bool = false, detail: String, command: String? = nil) {
    self.name = name
    self.found = found
    self.isOptional = isOptional
    self.detail = detail
    self.command = command
  }
}

/// What `harness doctor` prints: each item, then the commands that install what is missing.
package func renderDoctor(_ items: [DoctorItem]) -> String {
  let rows = items.map {
    [$0.found ? "found" : $0.isOptional ? "optional" : "missing", Printable.line($0.name), Printable.line($0.detail)]
  }
  let missing = items.filter(\.isMissing)
  var lines = Table.lines(rows)
  guard !missing.isEmpty else { return (lines + ["", "nothing is missing"]).joined(separator: "\n") + "\n" }
  lines += ["", "\(missing.count) missing"]
  var commands: [String] = []
  for command in missing.compactMap(\.command) where !commands.contains(command) { commands.append(command) }
  if !commands.isEmpty { lines += ["install with:"] + commands.map { "  \(Printable.line($0, limit: 1_000))" } }
  return lines.joined(separator: "\n") + "\n"
}
