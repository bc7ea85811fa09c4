extension Duration {
  /// Reads `250ms`, `10s`, `1.5s` or `2m`; nil for any other form.
  package init?(written text: String) {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first, (1...9).contains(whole.count), let units = Int64(whole) else { return nil }
    let fraction = parts.count == 2 ? String(parts[1]) : "0"
    guard parts.count <= 2, (1...9).contains(fraction.count),
      let billionths = Int64(fraction + String(repeating: "0", count: 9 - fraction.count))
    else { return nil }
    switch text.dropFirst(digits.count) {
    case "ms": self = .milliseconds(units) + .nanoseconds(billionths / 1_000)
    case "s": self = .seconds(units) + .nanoseconds(billionths)
    case "m": self = .seconds(units * 60) + .nanoseconds(billionths * 60)
    default: return nil
    }
  }
}
