import Model

/// `package/tag-truth` for wheels: do the tags say what is inside?
struct TagTruth {
  let wheel: Wheel
  let tables: Tables

  /// Errors: `tableUnreadable`.
  func defects() throws(PackagingError) -> [Defect] {
    let modules = wheel.extensionModules
    let loaded = wheel.loadedModules
    return tagLines + unportable + wheel.binaries.flatMap { PlatformPromise(binary: $0, wheel: wheel).defects }
      + (try system()) + instructions(modules) + once(loaded.flatMap { ModuleABI(module: $0, wheel: wheel).defects })
      + once(loaded.flatMap { Implementation(module: $0, wheel: wheel).defects })
      + loaded.flatMap { PythonLibrary(module: $0, wheel: wheel).defects }
      + modules.flatMap { FreeThreading(module: $0, wheel: wheel).defects } + (try stable(loaded)) + foreign
      + ForeignPromise(wheel).defects
  }

  private func system() throws(PackagingError) -> [Defect] {
    guard !wheel.binaries.isEmpty, let system = OldestSystem(wheel, try tables.platformPolicies()) else { return [] }
    return wheel.binaries.flatMap { SystemPromise(binary: $0, system: system).defects }
  }

  private func instructions(_ modules: [ExtensionModule]) -> [Defect] {
    let tags = Set(wheel.tags.map(\.platform)).filter {
      // Android's x86_64 has SSE4.2 and popcnt: NDK, "Android ABIs".
      PlatformTag($0).architecture == "x86_64" && !PlatformTag($0).isAndroid
    }
    guard let tag = tags.min() else { return [] }
    return InstructionSetPromise(wheel.binaries, loaded: Set(modules.map(\.path)), promise: "the tag \(tag)").defects
  }

  private func stable(_ modules: [LoadedModule]) throws(PackagingError) -> [Defect] {
    guard let stable = StableWheel(wheel, modules) else { return [] }
    return stable.defects(try tables.stableABI())
  }

  /// WHEEL's Tag lines are the expansion of the file name's tags: PEP 427, "File contents".
  private var tagLines: [Defect] {
    guard let file = wheel.file, let headers = wheel.wheel else { return [] }
    let lines = headers.values("Tag").compactMap { WheelTag.expand($0) }.joined()
    guard !lines.isEmpty, Set(lines) != Set(file.tags) else { return [] }
    func list(_ tags: some Sequence<WheelTag>) -> String {
      Set(tags).map(\.description).sorted().joined(separator: ", ")
    }
    return [
      Defect(
        kind: "tag-mismatch", message: "WHEEL has the tags \(list(lines)); the file name has \(list(file.tags)).",
        member: "\(wheel.distInfos.first ?? "")/WHEEL")
    ]
  }

  private var unportable: [Defect] {
    let tags = Set(wheel.tags.map(\.platform)).filter { if case .linux = PlatformTag($0) { true } else { false } }
    return tags.sorted().map {
      Defect(
        kind: "unportable-platform", severity: .warning,
        message: "\($0) promises no C library version and no index takes it; repair the wheel to a manylinux tag.")
    }
  }

  /// Another system's binary under the name of an extension module of a Linux wheel.
  private var foreign: [Defect] {
    guard !wheel.tags.isEmpty, wheel.tags.allSatisfy({ PlatformTag($0.platform).architecture != nil }) else {
      return []
    }
    let system = PlatformTag(wheel.tags[0].platform).isAndroid ? "Android" : "Linux"
    return wheel.members.filter { $0.path.hasSuffix(".so") && $0.format != .elf && $0.format != .other }.map {
      Defect(
        kind: "foreign-binary",
        message: "\($0.path) is \($0.format.rawValue), in a wheel whose tags are for \(system).",
        member: $0.path)
    }
  }
}
