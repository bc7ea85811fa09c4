/// Reads a wheel's stubs, before its binaries go by: what they declare is sought in the binaries as they do.
struct WheelStubs {
  /// The largest stub in a published wheel has under 400 KiB; numpy has 264 of them.
  private static let mostBytes = 1 << 20

  private(set) var extensions: [ExtensionStubs] = []
  private var binaries: [String: String] = [:]
  /// Members whose names end as those of extension modules do.
  private(set) var binaryCount = 0
  private var scripts: [String: [UInt8]] = [:]
  private var texts: [(path: String, name: String, bytes: [UInt8])] = []
  private var budget: Int

  /// Nothing that is wrong with a member is told here: whoever reads all of them does. Errors: those of `ZipDirectory`.
  init(_ path: String, limits: ArchiveLimits) throws(PackagingError) {
    budget = limits.text
    let directory = try ZipDirectory(path: path)
    guard let unpacker = ZipUnpacker() else { return }
    var wanted: [ZipEntry] = []
    for index in 0..<min(directory.count, limits.members) {
      guard let entry = directory.entry(index), entry.isWorthReading, entry.member.path.utf8.count <= limits.name else {
        continue
      }
      if Self.isModule(entry.member.path) { note(binary: entry.member.path) }
      if Self.isWanted(entry.member.path), entry.declaredSize <= Self.mostBytes { wanted.append(entry) }
    }
    guard !binaries.isEmpty else { return }
    for entry in wanted { note(entry, directory, unpacker) }
    associate()
  }

  private static func isModule(_ path: String) -> Bool { path.hasSuffix(".so") || path.hasSuffix(".pyd") }

  private static func isWanted(_ path: String) -> Bool { path.hasSuffix(".pyi") || path.hasSuffix("/__init__.py") }

  private mutating func note(
    _ entry: ZipEntry, _ directory: borrowing ZipDirectory, _ unpacker: borrowing ZipUnpacker
  ) {
    let content = unpacker.content(of: entry, in: directory, atMost: Self.mostBytes, from: &budget)
    if let content { note(entry.member.path, content) }
  }

  private mutating func note(binary path: String) {
    let parts = ExtensionModule.installedPath(path)
    binaryCount += 1
    guard Self.isModule(path), let file = parts.last, let stem = file.split(separator: ".").first else { return }
    binaries[(parts.dropLast() + [stem]).joined(separator: ".")] = path
  }

  private mutating func note(_ path: String, _ content: [UInt8]) {
    if path.hasSuffix(".py") {
      scripts[ExtensionModule.installedPath(path).dropLast().joined(separator: ".")] = content
    } else if let name = StubModule.name(of: path) {
      texts.append((path, name, content))
    }
  }

  private mutating func associate() {
    var own: [String: [StubModule]] = [:]
    for text in texts {
      guard let module = Self.ancestors(text.name).first(where: { binaries[$0] != nil }) else { continue }
      own[module, default: []].append(StubReader.read(text.bytes, path: text.path, name: text.name))
    }
    for (module, stubs) in own.sorted(by: { $0.key < $1.key }) {
      guard let binary = binaries[module] else { continue }
      extensions.append(ExtensionStubs(binary: binary, module: module, stubs: stubs))
    }
    for text in texts where own[text.name] == nil { associate(package: text) }
    texts = []
    scripts = [:]
  }

  /// `a.b.c`, `a.b`, `a`
  private static func ancestors(_ name: String) -> [String] {
    let parts = name.split(separator: ".")
    return parts.indices.prefix(20).map { parts[...(parts.count - 1 - $0)].joined(separator: ".") }
  }

  /// The stub of a package whose script takes its names from one extension module in it, as maturin writes it.
  private mutating func associate(package text: (path: String, name: String, bytes: [UInt8])) {
    guard let content = scripts[text.name] else { return }
    let inside = binaries.keys.filter {
      $0.hasPrefix(text.name + ".") && !$0.dropFirst(text.name.count + 1).contains(".")
    }
    guard inside.count == 1, let module = inside.first, let binary = binaries[module],
      !extensions.contains(where: { $0.module == module })
    else { return }
    let last = String(module.dropFirst(text.name.count + 1))
    let script = StubReader.read(content, path: text.path, name: text.name)
    guard script.words.contains(last), script.starred.allSatisfy({ $0 == ".\(last)" || $0 == module }) else { return }
    let stub = StubReader.read(text.bytes, path: text.path, name: text.name)
    extensions.append(ExtensionStubs(binary: binary, module: module, stubs: [stub], script: script))
  }

  /// What has to be sought in a member's bytes.
  func texts(for path: String) -> [String] { extensions.first { $0.binary == path }?.texts ?? [] }
}
