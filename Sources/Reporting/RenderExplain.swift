import Model

/// What `harness explain` prints of one probe: what it asks, how that is measured, and how to fix what it finds.
package func renderExplain(_ probe: Probe) -> String {
  let sections = [
    ["\(probe.id): \(Printable.line(probe.question))"], Table.lines(properties(of: probe), indent: "  "),
    expectations(of: probe), controls(of: probe),
    probe.explain.isEmpty ? [] : Printable.lines(probe.explain, limit: 40_000, count: 400),
  ]
  return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
}

private func properties(of probe: Probe) -> [[String]] {
  let hosts = probe.hosts.map(\.rawValue).joined(separator: ", ")
  var rows = [
    ["hosts", hosts.isEmpty ? "none: the file is read, not run" : hosts],
    ["asked of", probe.asks.words],
    ["severity", probe.severity.rawValue],
  ]
  if let rule = probe.rule {
    rows.insert(["rule", "\(rule): \(BoundaryRule.words[rule] ?? "not one of 1 to 7")"], at: 0)
  }
  if !probe.needs.isEmpty { rows.append(["needs", probe.needs.map(\.rawValue).joined(separator: ", ")]) }
  if probe.timing { rows.append(["timing", "runs alone, never beside another cell"]) }
  if !probe.covers.isEmpty {
    rows.append(["covers", "field bugs \(probe.covers.map(String.init).joined(separator: ", "))"])
  }
  return rows
}

private func expectations(of probe: Probe) -> [String] {
  probe.expects.isEmpty ? [] : ["Holds where:"] + probe.expects.map { "  - \($0.words)" }
}

private func controls(of probe: Probe) -> [String] {
  let rows =
    probe.controls.mustPass.map { [$0, "must pass"] }
    + probe.controls.mustFail.sorted { $0.key < $1.key }.map { [$0.key, "must fail, naming \($0.value)"] }
  return rows.isEmpty ? [] : ["Controls, which the self-check runs:"] + Table.lines(rows, indent: "  ")
}

extension Probe.Subject {
  fileprivate var words: String {
    switch self {
    case .package: "the file, once per target"
    case .packageSet: "all files of a release together"
    case .artifact: "the loaded artifact, once per target and runtime"
    case .exercise: "every exercise that may be repeated"
    case .failingExercise: "every exercise that declares raises:"
    case .panickingExercise: "every exercise that declares panics: contained:"
    case .callingBackExercise: "every exercise whose text makes a function:"
    case .asyncExercise: "every exercise that declares async: true:"
    case .succeedingExercise: "every exercise that declares no raises:"
    case .singleCall: "every exercise, which is called one time"
    case .recoveringExercise: "every exercise that has after:"
    }
  }
}
