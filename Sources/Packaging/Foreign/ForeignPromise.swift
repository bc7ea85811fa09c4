import Model

/// A wheel's binaries of macOS, iOS, Windows and Emscripten against its platform tags: processor, the oldest macOS, a signature.
///
/// Held to them is what is loaded by name or was bundled: a package may carry programs and libraries for other systems.
struct ForeignPromise {
  let wheel: Wheel
  private let tags: [(name: String, tag: ForeignTag)]

  init(_ wheel: Wheel) {
    self.wheel = wheel
    tags = Set(wheel.tags.map(\.platform)).sorted().compactMap { name in ForeignTag(name).map { (name, $0) } }
  }

  var defects: [Defect] {
    held.flatMap { wrongSystem($0) + otherApple($0) + machine($0) + minimum($0) + signature($0) } + noneFits
  }

  private var held: [ForeignBinary] { wheel.foreign.filter { $0.moduleName != nil || $0.isBundled } }

  /// The tags of the binary's own system.
  private func tags(for binary: ForeignBinary) -> [(name: String, tag: ForeignTag)] {
    tags.filter { $0.tag.format == binary.format }
  }

  private func wrongSystem(_ binary: ForeignBinary) -> [Defect] {
    guard binary.moduleName != nil, tags(for: binary).isEmpty else { return [] }
    if wheel.tags.contains(where: { $0.platform == "any" }) {
      return [
        defect(
          "binary-in-pure-wheel", binary,
          "is a \(binary.format.rawValue) file, and the wheel's tag 'any' says it runs everywhere")
      ]
    }
    // Of a wheel for Linux alone it is told by the format.
    guard !tags.isEmpty else { return [] }
    return [
      defect("foreign-binary", binary, "is \(binary.format.rawValue), which nothing that takes \(tags[0].name) loads")
    ]
  }

  /// Each macOS tag is an installer's reason to take the wheel; a file of Windows is for one processor.
  private func machine(_ binary: ForeignBinary) -> [Defect] {
    let (here, tags) = (Set(binary.images.map(\.machine)), tags(for: binary))
    guard !tags.isEmpty, !binary.isManaged else { return [] }
    let wrong = tags.filter { !Self.fits($0.tag, here) }
    guard let first = wrong.first, binary.format == .machO || wrong.count == tags.count else { return [] }
    return [
      defect(
        "machine-mismatch", binary,
        "is built for \(binary.machines), and the tag \(first.name) says \(Self.words(first.tag))")
    ]
  }

  private static func fits(_ tag: ForeignTag, _ here: Set<Machine>) -> Bool {
    switch tag {
    case .macOS(_, let machines): here.isSuperset(of: machines)
    case .windows(let machine), .emscripten(let machine), .iOS(_, let machine, _): here.contains(machine)
    }
  }

  private static func words(_ tag: ForeignTag) -> String {
    switch tag {
    case .macOS(_, let machines): machines.map(\.foreignName).joined(separator: " and ")
    case .windows(let machine), .emscripten(let machine), .iOS(_, let machine, _): machine.foreignName
    }
  }

  /// A library that code opens by itself has any name; where nothing in the wheel fits its tags, one is wrong.
  private var noneFits: [Defect] {
    let loaded = wheel.foreign.filter { $0.images.contains { $0.type == .sharedObject } && !$0.isManaged }
    guard held.isEmpty, let first = loaded.first else { return [] }
    return loaded.allSatisfy { !machine($0).isEmpty } ? machine(first) : []
  }

  private func minimum(_ binary: ForeignBinary) -> [Defect] {
    for image in binary.images {
      guard let apple = image.macOS?.apple, let minimum = image.macOS?.minimum else { continue }
      for (name, tag) in tags where tag.apple == apple {
        guard tag.covers(minimum, on: image.machine) == false, let promised = tag.promisedVersion(for: image.machine)
        else { continue }
        let word = apple == .macOS ? "macos" : "ios"
        var defect = defect(
          "\(word)-newer-than-tag", binary,
          "says that it runs on \(apple.name) \(minimum) or later (\(image.machine.foreignName)), and the tag \(name) promises \(promised)"
        )
        defect.facts = ["\(word)-needed": .string("\(minimum)"), "\(word)-promised": .string("\(promised)")]
        return [defect]
      }
    }
    return []
  }

  /// One file is for one of Apple's systems, and the loaders of the others refuse it.
  private func otherApple(_ binary: ForeignBinary) -> [Defect] {
    let here = Set(binary.images.compactMap { $0.macOS?.apple })
    let promised = tags(for: binary).filter { $0.tag.apple != nil }
    guard let tag = promised.first, !here.isEmpty, promised.allSatisfy({ $0.tag.apple.map(here.contains) == false })
    else { return [] }
    let names = here.map(\.name).sorted().joined(separator: " and ")
    return [
      defect(
        "foreign-binary", binary,
        "is built for \(names), and the tag \(tag.name) is for \(tag.tag.apple?.name ?? "another")")
    ]
  }

  /// "New in macOS 11 on Macs with Apple silicon: all native code must be signed": Apple, "macOS Big Sur 11 Universal Apps Release
  /// Notes".
  private func signature(_ binary: ForeignBinary) -> [Defect] {
    let arm = Machine(named: "aarch64")
    // What goes into an app for iOS is signed with the app.
    let unsigned = binary.images.contains {
      $0.machine == arm && $0.macOS?.isSigned == false && $0.macOS?.apple == .macOS
    }
    guard unsigned else { return [] }
    return [
      defect(
        "not-signed", binary,
        "has code for arm64 without a signature, which macOS doesn't load; sign it last of all: codesign --force --sign -"
      )
    ]
  }

  private func defect(_ kind: String, _ binary: ForeignBinary, _ what: String) -> Defect {
    Defect(kind: kind, message: "\(binary.path) \(what).", member: binary.path)
  }
}

extension ForeignBinary {
  var isManaged: Bool { images.contains { $0.windows?.isManaged == true } }

  /// `x86_64 and arm64`
  var machines: String { images.map(\.machine.foreignName).joined(separator: " and ") }
}
