import Model

/// One call with arguments that nobody would give, as the probe that makes it says.
struct Provocation: Sendable, Equatable {
  var call: String
  var setup: String
  /// `plain`, `huge` (what takes for ever does what it was asked), `uninitialised` or `deep`.
  var kind: String
  /// The type of an object that was made without its `__init__`.
  var type: String?

  /// Nil for a record that has only the call's number.
  init?(_ value: Value) {
    guard let fields = value.object, let call = fields["call"]?.string else { return nil }
    self.call = call
    setup = fields["setup"]?.string ?? ""
    kind = fields["kind"]?.string ?? "plain"
    type = fields["of"]?.string
  }

  /// What has to be pasted to see it again.
  var facts: [String: Value] {
    var facts: [String: Value] = ["call": .string(call), "setup": .string(setup), "kind": .string(kind)]
    if let type { facts["object-without-init"] = .string(type) }
    return facts
  }
}

extension Evidence {
  /// In the order in which they were made; the last one is what ended the process, if anything did.
  var provocations: [Provocation] {
    observations.compactMap { observation in
      guard case .fact("provocation", let value) = observation else { return nil }
      return Provocation(value)
    }
  }
}
