import Foundation
import Model

/// Numbers as people read them.
enum Figure {
  static func seconds(_ seconds: Double) -> String {
    switch seconds {
    case ..<10: String(format: "%.2f s", seconds)
    case ..<60: String(format: "%.1f s", seconds)
    case ..<1e9: "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
    default: "\(seconds) s"
    }
  }

  /// `0:07`, `1:02:03`
  static func clock(_ seconds: Double) -> String {
    let whole = Int(max(0, min(seconds, 1e9)))
    let rest = String(format: "%02d", whole % 60)
    guard whole >= 3_600 else { return "\(whole / 60):\(rest)" }
    return "\(whole / 3_600):\(String(format: "%02d", whole / 60 % 60)):\(rest)"
  }

  /// `1 cell`, `2 cells`
  static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  static func number(_ number: Double) -> String {
    if let whole = Int64(exactly: number) { return String(whole) }
    return abs(number) < 1_000 ? String(format: "%.4g", number) : String(format: "%.0f", number)
  }
}
