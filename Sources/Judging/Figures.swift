/// Numbers in messages: three significant digits where they are fractions, whole where they are counts.
enum Figures {
  static func seconds(_ seconds: Double) -> String {
    seconds < 10 ? "\(rounded(seconds, digits: 1)) s" : "\(Int(seconds.rounded())) s"
  }

  static func milliseconds(_ milliseconds: Double) -> String {
    milliseconds < 10 ? "\(rounded(milliseconds, digits: 1)) ms" : "\(count(milliseconds)) ms"
  }

  static func rate(_ value: Double) -> String {
    let size = abs(value)
    if size >= 100 { return count(value) }
    return size >= 0.1 ? rounded(value, digits: 2) : rounded(value, digits: 4)
  }

  static func count(_ value: Double) -> String {
    var text = String(Int(abs(value).rounded()))
    var at = text.count - 3
    while at > 0 {
      text.insert(",", at: text.index(text.startIndex, offsetBy: at))
      at -= 3
    }
    return value < 0 ? "-\(text)" : text
  }

  /// `1`, `0.5`, `0.0012`: without trailing zeros.
  private static func rounded(_ value: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let whole = (value * scale).rounded() / scale
    return whole == whole.rounded() ? String(Int(whole)) : "\(whole)"
  }
}
