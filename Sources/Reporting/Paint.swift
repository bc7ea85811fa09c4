import Model

/// Colour where it's wanted, nothing where it isn't.
struct Paint: Sendable {
  /// SGR parameters of ECMA-48.
  enum Colour: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case blue = "34"
  }

  let enabled: Bool

  func callAsFunction(_ colour: Colour, _ text: String) -> String {
    enabled ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }

  func callAsFunction(_ verdict: Verdict) -> String { self(verdict.colour, verdict.words) }
}

extension Verdict {
  /// `not established`
  var words: String { rawValue.replacing("-", with: " ") }

  fileprivate var colour: Paint.Colour {
    switch self {
    case .passed: .green
    case .failed, .unexpectedPass, .broken: .red
    case .warned, .notEstablished: .yellow
    case .known: .blue
    case .skipped: .dim
    }
  }
}
