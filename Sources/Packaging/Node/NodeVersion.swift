/// A release of Node: `18.17.0`.
package struct NodeVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
  package var major: Int
  package var minor: Int
  package var patch: Int

  package init(_ major: Int, _ minor: Int = 0, _ patch: Int = 0) {
    (self.major, self.minor, self.patch) = (major, minor, patch)
  }

  /// Above every release.
  static let end = NodeVersion(.max, .max, .max)

  package var description: String { "\(major).\(minor).\(patch)" }

  package static func < (left: NodeVersion, right: NodeVersion) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}

/// Releases from the first up to, and without, the second.
package struct NodeSpan: Sendable, Equatable {
  package var from: NodeVersion
  package var to: NodeVersion

  package init(_ from: NodeVersion, _ to: NodeVersion = .end) { (self.from, self.to) = (from, to) }

  func intersection(_ other: NodeSpan) -> NodeSpan { NodeSpan(max(from, other.from), min(to, other.to)) }

  var isEmpty: Bool { from >= to }

  /// The first release of these spans that none of `others` has.
  static func firstOutside(_ spans: [NodeSpan], _ others: [NodeSpan]) -> NodeVersion? {
    let others = others.sorted { $0.from < $1.from }
    return spans.compactMap { span in
      let reached = others.reduce(span.from) { $1.from <= $0 ? max($0, $1.to) : $0 }
      return reached < span.to ? reached : nil
    }.min()
  }
}
