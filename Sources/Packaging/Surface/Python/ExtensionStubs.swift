/// The stubs that stand for one extension module, and what of them is nowhere in its file.
package struct ExtensionStubs: Sendable, Equatable {
  /// The member that is the extension module.
  package var binary: String
  /// `words._native`
  package var module: String
  package var stubs: [StubModule]
  /// The `__init__.py` that hands the module's names on, where the stub is the package's.
  var script: StubModule?
  /// What is sought in the module's file.
  private(set) var texts: [String] = []

  private static let mostNames = 20_000
  /// In every module of Cython's, and of PyO3's.
  private static let cython = ["__pyx_", "cython_runtime"]
  private static let pyO3 = "pyo3_runtime"

  init(binary: String, module: String, stubs: [StubModule], script: StubModule? = nil) {
    (self.binary, self.module, self.stubs, self.script) = (binary, module, stubs, script)
    // Three bytes are what the search takes, and shorter names are in every file by chance. The script's names are there.
    let wanted = Set(names.map(\.name).filter { $0.utf8.count > 2 && script?.words.contains($0) != true })
    texts = wanted.count > Self.mostNames ? [] : wanted.sorted() + Self.cython + [Self.pyO3]
  }

  /// Names that the stubs declare and that are not among the file's bytes. Cython 3.1 compresses its strings, so that
  /// nothing can be told of them.
  func absent(in image: any NativeImage) -> Set<String> {
    guard let absent = image.absentTexts, Self.cython.allSatisfy(absent.contains) else { return [] }
    return absent.subtracting(Self.cython + [Self.pyO3])
  }

  /// The names in PyO3's modules are constants, which nothing puts together.
  func isPyO3(_ image: any NativeImage) -> Bool { !texts.isEmpty && image.absentTexts?.contains(Self.pyO3) == false }
}

extension ExtensionStubs {
  /// Something that a stub says is there when the program runs.
  struct Name: Sendable, Equatable {
    enum Kind: Sendable { case function, type, constant, method, attribute }
    var kind: Kind
    var name: String
    /// `Counter.add`
    var qualified: String
    var stub: String
  }

  /// What has to be in the binary: no private names, nothing below a condition, nothing that only a type checker knows, and
  /// of a class only what it can't have from its bases.
  var names: [Name] { stubs.flatMap(Self.names) }

  private static func names(of stub: StubModule) -> [Name] {
    let functions = stub.functions.filter { !$0.isConditional }.map {
      Name(kind: .function, name: $0.name, qualified: $0.name, stub: stub.path)
    }
    let constants = stub.variables.filter { !$0.isConditional && isValue($0) }.map {
      Name(kind: .constant, name: $0.name, qualified: $0.name, stub: stub.path)
    }
    let classes = stub.classes.filter { !$0.isConditional && isThere($0) }
    return (functions + constants + classes.flatMap { names(of: $0, stub.path) }).filter { isPublic($0.qualified) }
  }

  private static func names(of type: StubModule.Class, _ stub: String) -> [Name] {
    let last = type.name.split(separator: ".").last.map(String.init) ?? type.name
    let itself = Name(kind: .type, name: last, qualified: type.name, stub: stub)
    guard type.bases.allSatisfy({ ["object", "Generic", "typing.Generic"].contains($0) }) else { return [itself] }
    let methods = type.methods.filter { !$0.isConditional }.map {
      Name(kind: .method, name: $0.name, qualified: "\(type.name).\($0.name)", stub: stub)
    }
    let attributes = type.variables.filter { !$0.isConditional && isValue($0) }.map {
      Name(kind: .attribute, name: $0.name, qualified: "\(type.name).\($0.name)", stub: stub)
    }
    return [itself] + methods + attributes
  }

  private static func isPublic(_ qualified: String) -> Bool {
    qualified.split(separator: ".").allSatisfy { !$0.hasPrefix("_") }
  }

  /// An assignment without a type is an alias.
  private static func isValue(_ variable: StubModule.Variable) -> Bool {
    variable.annotation.map { !$0.contains("TypeAlias") && !$0.contains("TypeVar") && !$0.contains("ParamSpec") }
      ?? false
  }

  private static func isThere(_ type: StubModule.Class) -> Bool {
    let shapes = ["Protocol", "TypedDict", "NamedTuple"]
    return !type.bases.contains { base in shapes.contains { base == $0 || base.hasSuffix(".\($0)") } }
      && !type.decorators.contains { $0.hasSuffix("type_check_only") || $0.hasSuffix("runtime_checkable") }
  }
}
