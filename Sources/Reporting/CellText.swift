import Model

/// A finished cell as text: what was found, with its figures, and what to do next.
struct CellText: Sendable {
  let paint: Paint
  /// Whether there is a Matrix.yaml whose `known:` could take an entry.
  var hasMatrix = true

  func lines(_ result: CellResult) -> [String] {
    switch result.verdict {
    case .passed: [heading(result)]
    case .skipped, .notEstablished: [headingWithReason(result)]
    case .known: [headingWithReason(result)]
    case .warned, .failed, .unexpectedPass, .broken: [heading(result)] + block(result)
    }
  }

  /// One line for findings that another cell told in the same words.
  func lines(_ result: CellResult, sameAs earlier: CellID) -> [String] {
    [heading(result) + paint(.dim, "  as \(Printable.line(earlier.description))")]
  }

  private func heading(_ result: CellResult) -> String {
    "\(paint(result.verdict))  \(paint(.bold, Self.name(of: result)))  \(paint(.dim, Figure.seconds(result.seconds)))"
  }

  private func headingWithReason(_ result: CellResult) -> String {
    "\(paint(result.verdict))  \(Self.name(of: result)): \(Self.reason(of: result))"
  }

  /// The part below the heading, without colour where JUnit wants it.
  func block(_ result: CellResult) -> [String] {
    findings(result) + reason(result) + exit(result) + advice(result)
      + ["  repeat: \(Printable.line(result.repeat, limit: 1_000))"]
  }

  static func name(of result: CellResult) -> String { Printable.line(result.id.description) }

  static func reason(of result: CellResult) -> String {
    result.reason.map { Printable.line($0) } ?? "no reason given"
  }

  private func findings(_ result: CellResult) -> [String] {
    let limit = 10
    let lines = result.findings.prefix(limit).flatMap { FindingText(paint: paint).lines($0, in: result.id.probe) }
    let more = result.findings.count - limit
    return more > 0 ? lines + ["  … \(Figure.count(more, "more finding")), all of them in results.json"] : lines
  }

  private func reason(_ result: CellResult) -> [String] {
    guard let reason = result.reason else { return [] }
    return FindingText.labelled("  reason: ", Printable.lines(reason))
  }

  private func exit(_ result: CellResult) -> [String] {
    guard let exit = result.exit else { return [] }
    var parts = exit.deadline.map { ["the \(Printable.line($0)) deadline passed"] } ?? []
    if let signal = exit.signal {
      parts.append("killed by \(Printable.line(signal))")
    } else if let code = exit.code, code != 0 {
      parts.append("status \(code)")
    }
    return parts.isEmpty ? [] : ["  exit: \(parts.joined(separator: ", "))"]
  }

  private func advice(_ result: CellResult) -> [String] {
    switch result.verdict {
    case .failed where hasMatrix:
      [
        "  to accept it for now, add under known:", "    - cell: \(Self.quoted(Self.name(of: result)))",
        "      because: <link>",
      ]
    case .unexpectedPass:
      ["  it is listed under known: and passes now; narrow that entry of Matrix.yaml or take it out"]
    case .broken: ["  the harness or its host failed here, not the artifact: nothing was established"]
    default: []
    }
  }

  /// As a YAML scalar: plain where that is safe, single-quoted where it isn't.
  private static func quoted(_ text: String) -> String {
    let plain = text.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "/._-".unicodeScalars.contains(scalar))
    }
    return plain && text.first != "-" ? text : "'\(text.replacing("'", with: "''"))'"
  }
}
