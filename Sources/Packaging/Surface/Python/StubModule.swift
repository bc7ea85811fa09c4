/// What a `.pyi` declares: typing documentation, "Distributing type information" and "Writing and maintaining stub files".
package struct StubModule: Sendable, Equatable {
  /// Of the member.
  package var path: String
  /// `words._native`
  package var name: String
  var functions: [Function] = []
  var classes: [Class] = []
  var variables: [Variable] = []
  /// All words in it.
  var words: Set<String> = []
  /// It has `__getattr__` at its top: more names are there than it says.
  var isPartial = false
  /// Modules of which all names are taken.
  var starred: [String] = []
  var imports: [Import] = []
  /// `__all__`, where it is a list of strings; nil where there is none, or it isn't known.
  var all: [String]?

  /// `from source import name as local`; the name is empty of `import source as local`.
  struct Import: Sendable, Equatable {
    var local: String
    var name: String
    var source: String
    /// `as` with the same name, by which a stub says that it is for others: PEP 484, "Stub files".
    var isHandedOn: Bool
    var isConditional: Bool
  }

  struct Function: Sendable, Equatable {
    var name: String
    /// Nil where they could not be understood.
    var parameters: PythonParameters?
    /// `staticmethod`, `typing.overload`
    var decorators: [String]
    /// It stands below a condition.
    var isConditional: Bool
  }

  struct Class: Sendable, Equatable {
    /// Dotted where it is inside another.
    var name: String
    var bases: [String]
    var decorators: [String]
    var isConditional: Bool
    var methods: [Function] = []
    var variables: [Variable] = []
  }

  struct Variable: Sendable, Equatable {
    var name: String
    /// `Set[str]`, `TypeAlias`; nil of an assignment without one.
    var annotation: String?
    var isConditional: Bool
    /// `T = TypeVar("T")`
    var isTypeVariable = false
  }
}

extension StubModule {
  /// `words.text` of `words/text.pyi`, `words` of `words/__init__.pyi`; nil of what stands for no module.
  static func name(of path: String) -> String? {
    var parts = ExtensionModule.installedPath(path)
    guard let last = parts.popLast() else { return nil }
    if last != "__init__.pyi" { parts.append(last.dropLast(".pyi".count)) }
    return parts.isEmpty ? nil : parts.joined(separator: ".")
  }
}
