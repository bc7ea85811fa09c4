/// Numbers in messages: three significant digits where they are fractions, whole where they are counts.
enum Figures {
  static func seconds(_ seconds: Double) -> String { seconds < 10 ? "\(rate(seconds)) s" : "\(count(seconds)) s" }

  static func milliseconds(_ milliseconds: Double) -> String {
    milliseconds < 10 ? "\(rate(milliseconds)) ms" : "\(count(milliseconds)) ms"
  }

  /// `1,234`, `0.5`, `0.00123`: three significant digits, without trailing zeros.
  static func rate(_ value: Double) -> String {
    let size = abs(value)
    guard size < 100, size > 0 else { return count(value) }
    var scale = 100.0
    while size * scale < 100, scale < 1e12 { scale *= 10 }
    while size * scale >= 1000 { scale /= 10 }
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() ? count(rounded) : "\(rounded)"
  }

  /// `17,002`; what no integer holds is left as it is.
  static func count(_ value: Double) -> String {
    guard abs(value) < 1e15 else { return "\(value)" }
    var text = String(Int(abs(value).rounded()))
    var at = text.count - 3
    while at > 0 {
      text.insert(",", at: text.index(text.startIndex, offsetBy: at))
      at -= 3
    }
    return value <= -0.5 ? "-\(text)" : text
  }

  /// `1 window`, `5 windows`.
  static func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
