/// Something that a `.d.ts` declares: TypeScript's handbook, "Declaration files" and "Declaration merging".
struct Declaration: Sendable, Equatable {
  enum Kind: String, Sendable {
    case function, type = "class", constant, enumeration, namespace, interface, alias
    /// `const enum`, which exists for the compiler alone.
    case constantEnumeration
    case method, property, constructor, member
  }
  var kind: Kind
  var name: String
  /// `(text: string): number` of a function, `: number` of a constant, ` = string | number` of an alias.
  var signature: String?
  /// What a class or an interface extends, as it is written.
  var base: String?
  var isExported = false
  var isDefault = false
  var isAbstract = false
  var isStatic = false
  /// A `var`, which may be said again.
  var isRepeatable = false
  /// How many parameters it has; nil where it takes as many as come, and of what is no function.
  var parameters: Int?
  /// Of a class, an interface, an enumeration.
  var members: [Declaration] = []
  /// Of a namespace.
  var scope: [DeclarationScope] = []

  /// It is there when the program runs; an interface and an alias are the compiler's, and so is a namespace of such.
  var isValue: Bool {
    switch kind {
    case .interface, .alias, .constantEnumeration: false
    case .namespace: scope.contains { $0.declared.contains(where: \.isValue) || !$0.handed.isEmpty }
    default: true
    }
  }
}

/// What a declaration file, or a namespace in one, has at its top.
struct DeclarationScope: Sendable, Equatable {
  /// `export { local as name }`, or of another file.
  struct Handed: Sendable, Equatable {
    var name: String
    var local: String
    var file: String?
    var isTypeOnly = false
  }

  /// `import { name as local } from "file"`; the name is `*` of the whole, and `=` of `import x = require()`.
  struct Import: Sendable, Equatable {
    var name: String
    var file: String
  }

  var declared: [Declaration] = []
  var handed: [Handed] = []
  var imports: [String: Import] = [:]
  /// Files of which all exports are handed on, as they are written.
  var starred: [String] = []
  /// `export = name`
  var assigned: String?
  /// `declare module "name" { … }`
  var modules: [String: DeclarationScope] = [:]
  /// It imports or exports something, so that its names are its own.
  var isModule = false
  /// There is more than could be taken apart.
  var isOpen = false

  /// What is declared here is exported without the word, too, unless something says what is.
  var exportsAll: Bool {
    handed.allSatisfy { $0.file != nil } && assigned == nil && !declared.contains(where: \.isDefault)
  }
}
