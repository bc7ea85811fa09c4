import Model

/// `package/surface-agrees` for a wheel: what its stubs say of an extension module against the module's file.
struct StubAgreement {
  let stubs: ExtensionStubs
  private let image: any NativeImage
  private let methods: [String: [PythonMethod]]

  init(stubs: ExtensionStubs, image: any NativeImage) {
    (self.stubs, self.image) = (stubs, image)
    methods = Dictionary(grouping: image.pythonMethods, by: \.name)
  }

  var defects: [Defect] { missing + signatures + undeclared }

  private var missing: [Defect] {
    let absent = stubs.absent(in: image)
    guard !absent.isEmpty else { return [] }
    var told: Set<String> = []
    return stubs.names.filter { absent.contains($0.name) }.compactMap { name in
      // A class that isn't there lacks its methods, too.
      let outer = name.qualified.split(separator: ".").dropLast().joined(separator: ".")
      guard told.insert(name.qualified).inserted, outer.isEmpty || !told.contains(outer) else { return nil }
      let isCertain = stubs.isPyO3(image) && name.kind == .function && isPublic(name.stub)
      return Defect(
        kind: "stub-name-missing", severity: isCertain ? .error : .warning,
        message:
          "\(name.stub) declares \(name.kind.words) \(name.qualified), and that name is nowhere in \(stubs.binary); "
          + "a program that a type checker accepts fails with AttributeError or ImportError. Generate the stub from this "
          + "build, or take it out.", member: name.stub, facts: ["name": .string(name.qualified.printable)])
    }
  }

  /// Functions, not methods: which type a method of PyO3's belongs to the file doesn't say.
  private var undeclared: [Defect] {
    let words = stubs.stubs.reduce(into: Set<String>()) { $0.formUnion($1.words) }
    guard stubs.stubs.allSatisfy({ !$0.isPartial }),
      stubs.stubs.contains(where: { $0.name == stubs.module }) || isStarred
    else { return [] }
    let names = methods.filter { name, methods in
      !name.hasPrefix("_") && !words.contains(name) && methods.contains { $0.signature != nil && $0.isFunction }
    }
    return names.keys.sorted().map { name in
      let signature = names[name]?.first { $0.isFunction }?.signature ?? ""
      return Defect(
        kind: "not-in-stub", severity: .warning,
        message:
          "\(stubs.binary) has the function \(name)\(signature.printable), which \(paths) doesn't declare; a type "
          + "checker refuses calls of it.", member: stubs.stubs.first?.path, facts: ["name": .string(name)])
    }
  }

  /// What a package keeps to itself by an underscore breaks nobody but itself.
  private func isPublic(_ path: String) -> Bool {
    path.split(separator: "/").allSatisfy { !$0.hasPrefix("_") || $0 == "__init__.pyi" }
  }

  private var isStarred: Bool {
    stubs.script.map { $0.starred.count == 1 && !$0.variables.contains { $0.name == "__all__" } } ?? false
  }

  private var paths: String { stubs.stubs.count == 1 ? stubs.stubs[0].path : "none of its \(stubs.stubs.count) stubs" }
}

extension ExtensionStubs.Name.Kind {
  fileprivate var words: String {
    switch self {
    case .function: "the function"
    case .type: "the class"
    case .constant: "the constant"
    case .method: "the method"
    case .attribute: "the attribute"
    }
  }
}

extension StubAgreement {
  private var signatures: [Defect] {
    stubs.stubs.flatMap { stub in
      let functions = Self.single(stub.functions).filter { !isDefinedInScript($0.name) }.compactMap {
        defect($0, qualified: $0.name, methods[$0.name]?.filter(\.isFunction) ?? [], isMethod: false, stub)
      }
      return functions
        + stub.classes.filter { !$0.isConditional }.flatMap { type in
          Self.single(type.methods).compactMap {
            defect($0, qualified: "\(type.name).\($0.name)", candidates($0, type.name), isMethod: true, stub)
          }
        }
    }
  }

  private func isDefinedInScript(_ name: String) -> Bool {
    guard let script = stubs.script else { return false }
    return script.functions.contains { $0.name == name } || script.classes.contains { $0.name == name }
      || script.variables.contains { $0.name == name }
  }

  /// Public ones that are declared once, without a decorator that makes something else of them.
  private static func single(_ functions: [StubModule.Function]) -> [StubModule.Function] {
    let counts = Dictionary(functions.map { ($0.name, 1) }, uniquingKeysWith: +)
    let harmless: Set<String> = ["staticmethod", "classmethod", "deprecated", "final", "override"]
    return functions.filter { function in
      !function.name.hasPrefix("_") && !function.isConditional && counts[function.name] == 1
        && function.decorators.allSatisfy { harmless.contains($0.split(separator: ".").last.map(String.init) ?? "") }
    }
  }

  /// The type's own where its table says so; otherwise all methods of the name.
  private func candidates(_ function: StubModule.Function, _ type: String) -> [PythonMethod] {
    let all = methods[function.name]?.filter(\.isMethod) ?? []
    let last = type.split(separator: ".").last.map(String.init) ?? type
    let own = all.filter {
      if case .type(let name)? = $0.owner { name.split(separator: ".").last == last[...] } else { false }
    }
    if !own.isEmpty { return own }
    return all.contains { $0.owner != nil } ? [] : all
  }

  private func defect(
    _ function: StubModule.Function, qualified: String, _ candidates: [PythonMethod], isMethod: Bool, _ stub: StubModule
  ) -> Defect? {
    guard let declared = function.parameters else { return nil }
    let isStatic = !isMethod || function.decorators.contains("staticmethod")
    let parameters = isStatic ? declared : declared.withoutFirst
    var conflicts: [(SignatureConflict, PythonMethod)] = []
    for candidate in candidates {
      guard let taken = candidate.parameters else { return nil }
      guard let conflict = SignatureConflict(stub: parameters, binary: taken) else { return nil }
      conflicts.append((conflict, candidate))
    }
    guard let (conflict, method) = conflicts.min(by: { $0.0.weight < $1.0.weight }) else { return nil }
    return Defect(
      kind: "signature-mismatch",
      severity: conflict.isRefusal && (method.owner != nil || method.isFunction) && isPublic(stub.path)
        ? .error : .warning,
      message: "\(stub.path) declares \(qualified)\(parameters.description.printable), and \(stubs.binary) has "
        + "\(method.told): \(conflict.text).\(conflict.consequence)", member: stub.path,
      facts: [
        "name": .string(qualified.printable), "stub": .string(parameters.description.printable),
        "binary": .string(method.told.printable),
      ])
  }
}

extension PythonMethod {
  private var binds: Bool { signature.flatMap(PythonParameters.init(signature:))?.isBound ?? false }

  private var beginsWithSelf: Bool {
    signature.map { $0.hasPrefix("(self") || $0.hasPrefix("(cls") || $0.hasPrefix("($self") || $0.hasPrefix("($cls") }
      ?? false
  }

  /// For a function of PyO3's the file doesn't say whether it is a module's or a type's; a type's has `$self` or `$cls`, but
  /// for a static one.
  var isFunction: Bool {
    switch owner {
    case .module: true
    case .type: false
    case nil: !beginsWithSelf && flags & (Flag.ofClass | Flag.ofNobody) == 0
    }
  }

  var isMethod: Bool {
    switch owner {
    case .module: false
    case .type: true
    case nil: beginsWithSelf || flags & (Flag.ofClass | Flag.ofNobody) != 0
    }
  }

  /// What is left to be given; nil where only the function's code knows.
  var parameters: PythonParameters? {
    guard let signature else { return exactArguments.map { PythonParameters(unnamed: $0) } }
    guard let parsed = PythonParameters(signature: signature) else { return nil }
    let bindsItself = parsed.isBound || flags & Flag.ofNobody != 0 || !beginsWithSelf
    return bindsItself ? parsed : parsed.withoutFirst
  }

  /// `(text, /)`, or how many arguments it takes.
  var told: String {
    if let signature { return signature.count > 300 ? "\(signature.prefix(300))…" : signature }
    return exactArguments == 0 ? "no arguments (METH_NOARGS)" : "one argument by position (METH_O)"
  }
}
