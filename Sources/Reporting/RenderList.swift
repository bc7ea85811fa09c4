import Model

/// What `harness list` prints: runtimes found and missing, probes, targets, and every cell with what keeps it from running.
package func renderList(
  probes: [Probe], runtimes: [Runtime], missing: [MissingRuntime], cells: [Cell]
) -> String {
  let sections = [
    ("runtimes", runtimeLines(runtimes, missing: missing)),
    ("probes", Table.lines(probes.map { [$0.id, Printable.line($0.question)] }, indent: "  ")),
    ("targets", targetLines(cells)),
    ("cells", Table.lines(cells.map(cellRow), indent: "  ")),
  ]
  return sections.map { title, lines in ([title] + (lines.isEmpty ? ["  none"] : lines)).joined(separator: "\n") + "\n"
  }
  .joined(separator: "\n")
}

private func runtimeLines(_ runtimes: [Runtime], missing: [MissingRuntime]) -> [String] {
  let found = runtimes.map { [$0.id, $0.host.rawValue, $0.version, Printable.line($0.library)] }
  let absent = missing.map { [$0.id, $0.host.rawValue, "missing", "install it with: \(Printable.line($0.install))"] }
  return Table.lines(found + absent, indent: "  ")
}

private func targetLines(_ cells: [Cell]) -> [String] {
  let groups = Dictionary(grouping: cells, by: \.target.id).sorted { $0.key < $1.key }
  return Table.lines(
    groups.map { id, cells in
      [Printable.line(id), cells.first?.target.kind.rawValue ?? "", Figure.count(cells.count, "cell")]
    }, indent: "  ")
}

private func cellRow(_ cell: Cell) -> [String] {
  let id = Printable.line(cell.id.description)
  guard let unrun = cell.unrun else { return [id] }
  return [id, "\(unrun.verdict.words): \(Printable.line(unrun.reason))"]
}
