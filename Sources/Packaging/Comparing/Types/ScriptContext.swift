import Model

/// The types of two releases, for signatures that name them.
struct ScriptContext: Sendable {
  private let before: ScriptNames
  private let after: ScriptNames
  private let positions: ScriptPositions

  static let none = ScriptContext([], [])

  init(_ old: [Inspection.SurfaceItem], _ new: [Inspection.SurfaceItem]) {
    (before, after) = (ScriptNames(old), ScriptNames(new))
    positions = ScriptPositions(new, after)
  }

  /// What users handed to the old release they may hand to the new one.
  func takes(_ new: String, _ old: String) -> Bool {
    ScriptFit.fits(
      .init(type: ScriptType(old), names: before), .init(type: ScriptType(new), names: after), isWritten: true)
  }

  /// What users get from the new release they may use as they used what they got.
  func gives(_ new: String, _ old: String) -> Bool {
    ScriptFit.fits(
      .init(type: ScriptType(new), names: after), .init(type: ScriptType(old), names: before), isWritten: false)
  }

  /// Of a member of an interface, or of an alias: which of the two is asked.
  enum Way: Sendable { case taken, given, both }

  func way(of item: Inspection.SurfaceItem) -> Way {
    var name = item.name
    if item.kind != .type {
      guard let dot = name.lastIndex(of: ".") else { return .given }
      name = String(name[..<dot])
      if after.types[name]?.isShape != true { return .given }
    }
    return positions.isTaken(name) ? .taken : positions.isGiven(name) ? .given : .both
  }

  /// A property that an interface has to have now, of which users write down what is handed in.
  func isNewlyAsked(_ item: Inspection.SurfaceItem) -> Bool {
    guard item.evidence == "declaration", item.kind != .type, item.signature?.hasPrefix("?") != true,
      let dot = item.name.lastIndex(of: ".")
    else { return false }
    let outer = String(item.name[..<dot])
    guard let earlier = before.types[outer], earlier.isShape, after.types[outer]?.isShape == true else { return false }
    // From a base that isn't known it may have been asked before.
    return earlier.signature == nil && positions.isTaken(outer)
  }
}
