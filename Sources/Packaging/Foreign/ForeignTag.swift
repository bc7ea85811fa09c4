/// What a wheel's platform tag of macOS, Windows or Emscripten promises: PyPA "Platform compatibility tags", PEP 730, PEP 783.
enum ForeignTag: Equatable {
  /// `machines` are all that it names; none for the old words `intel`, `fat` and `universal`.
  case macOS(DottedVersion, machines: [Machine])
  case windows(Machine)
  /// `ios_13_0_arm64_iphoneos`, and `iphonesimulator` for what runs on a Mac.
  case iOS(DottedVersion, Machine, isSimulator: Bool)
  /// `pyemscripten_2025_0_wasm32`; before PEP 783 `pyodide_2024_0_wasm32` and `emscripten_3_1_58_wasm32`.
  case emscripten(Machine)

  /// Nil for another system's.
  init?(_ tag: String) {
    if tag.hasPrefix("macosx_") {
      let parts = tag.dropFirst(7).split(separator: "_", maxSplits: 2).map(String.init)
      guard parts.count == 3, let major = Int(parts[0]), let minor = Int(parts[1]) else { return nil }
      let words = parts[2] == "universal2" ? ["x86_64", "arm64"] : [parts[2]]
      self = .macOS(DottedVersion(major, minor), machines: words.compactMap(Self.machine))
    } else if tag.hasPrefix("ios_") {
      let parts = tag.dropFirst(4).split(separator: "_").map(String.init)
      guard parts.count > 3, let major = Int(parts[0]), let minor = Int(parts[1]),
        let machine = Self.machine(parts[2..<parts.count - 1].joined(separator: "_"))
      else { return nil }
      self = .iOS(DottedVersion(major, minor), machine, isSimulator: parts.last == "iphonesimulator")
    } else if Self.isOfEmscripten(tag) {
      guard let machine = tag.split(separator: "_").last.map(String.init).flatMap(Self.machine) else { return nil }
      self = .emscripten(machine)
    } else {
      let names = ["win32": "i686", "win_amd64": "x86_64", "win_arm64": "aarch64", "win_arm32": "armv7l"]
      guard let machine = names[tag].flatMap(Machine.init(named:)) else { return nil }
      self = .windows(machine)
    }
  }

  /// One Python each: PEP 783, "pyemscripten".
  static func isOfEmscripten(_ tag: String) -> Bool {
    ["pyemscripten_", "pyodide_", "emscripten_"].contains(where: tag.hasPrefix)
  }

  private static func machine(_ word: String) -> Machine? {
    Machine(named: word == "arm64" ? "aarch64" : word)
  }

  var format: ArchiveMember.Format {
    switch self {
    case .macOS, .iOS: .machO
    case .windows: .windows
    case .emscripten: .wasm
    }
  }
}

/// Systems that Mach-O files say they are for: <mach-o/loader.h>, `PLATFORM_…`.
enum ApplePlatform: Int {
  case macOS = 1, iOS = 2, iOSSimulator = 7

  var name: String {
    switch self {
    case .macOS: "macOS"
    case .iOS: "iOS"
    case .iOSSimulator: "iOS' simulator"
    }
  }
}

extension ForeignTag {
  /// Nil for another system's.
  var apple: ApplePlatform? {
    switch self {
    case .macOS: .macOS
    case .iOS(_, _, let isSimulator): isSimulator ? .iOSSimulator : .iOS
    case .windows, .emscripten: nil
    }
  }

  /// The oldest version of the system that the tag promises, for code of this processor; nil where it promises none.
  func promisedVersion(for machine: Machine) -> DottedVersion? {
    switch self {
    case .macOS(let version, let machines) where machines.contains(machine):
      machine == Machine(named: "aarch64") ? max(version, DottedVersion(11, 0)) : version
    // Simulators on arm64 begin with 14: LLVM's Triple::getMinimumSupportedOSVersion.
    case .iOS(let version, machine, let isSimulator):
      isSimulator && machine == Machine(named: "aarch64") ? max(version, DottedVersion(14, 0)) : version
    default: nil
    }
  }

  /// Whether all that take the tag run what says it needs this version; nil where the tag promises none.
  ///
  /// delocate's rule: from macOS 11 on, the second number of a tag says nothing.
  func covers(_ minimum: DottedVersion, on machine: Machine) -> Bool? {
    guard let promised = promisedVersion(for: machine) else { return nil }
    if apple == .macOS, promised.major == minimum.major, promised.major > 10 { return true }
    return minimum <= promised
  }
}

extension MachOLoading {
  /// A file without the command, of before 2018, is macOS'.
  var apple: ApplePlatform? { ApplePlatform(rawValue: platform ?? 1) }

  /// There a module names the one Python that an app has: PEP 730, "Binary extension modules".
  var isOfiOS: Bool { apple == .iOS || apple == .iOSSimulator }
}

extension Machine {
  /// The word that macOS and Windows have for it.
  var foreignName: String { description == "aarch64" ? "arm64" : description == "i686" ? "32-bit x86" : description }
}
