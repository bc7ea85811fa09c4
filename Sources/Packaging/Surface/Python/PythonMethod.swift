/// A function that a binary hands to Python, as its table says it.
package struct PythonMethod: Sendable, Equatable {
  package enum Owner: Sendable, Hashable {
    case module(String)
    /// `words._native.Counter`, as written.
    case type(String)
  }

  package var name: String
  /// `($self, text, /, *, limit=None)`, which `inspect.signature` reads; nil where the docstring has none.
  package var signature: String?
  /// METH_VARARGS and its like.
  package var flags: UInt32
  /// Nil where nothing in the data says it, as in PyO3's tables.
  package var owner: Owner?
  /// Of what Cython makes a function of as the module runs, the full names that its tracebacks may show for it:
  /// `words._native.Counter.add`. Nil of all others.
  package var shownAs: Set<String>?
}

extension PythonMethod {
  /// Python's Include/methodobject.h.
  enum Flag {
    static let positional: UInt32 = 1
    static let keywords: UInt32 = 2
    static let none: UInt32 = 4
    static let one: UInt32 = 8
    static let ofClass: UInt32 = 0x10
    static let ofNobody: UInt32 = 0x20
    static let coexists: UInt32 = 0x40
    static let fast: UInt32 = 0x80
    static let withType: UInt32 = 0x200
  }

  static func areFlags(_ flags: UInt32) -> Bool {
    let binding = flags & (Flag.ofClass | Flag.ofNobody)
    let calling = flags & ~(Flag.ofClass | Flag.ofNobody | Flag.coexists)
    return binding != Flag.ofClass | Flag.ofNobody
      && [1, 3, 4, 8, Flag.fast, Flag.fast | 2, Flag.fast | 2 | Flag.withType].contains(calling)
  }

  /// Python takes exactly so many arguments, all of them by position: METH_NOARGS and METH_O.
  var exactArguments: Int? { flags & Flag.none != 0 ? 0 : flags & Flag.one != 0 ? 1 : nil }

  /// The signature at the head of a docstring: Python's Objects/typeobject.c, `find_signature`, `skip_signature`.
  static func signature(of name: String, in text: String) -> String? {
    guard text.hasPrefix(name + "("), let end = text.firstRange(of: ")\n--\n\n") else { return nil }
    let signature = text[text.index(text.startIndex, offsetBy: name.count)..<text.index(after: end.lowerBound)]
    return signature.contains("\n\n") ? nil : String(signature)
  }
}
