/// A path of the machine that something was built on, as far as it is told: the folder at its start.
package enum BuildPath {
  /// What stands behind the needle is read up to here.
  static let most = 300

  /// `/home/joe` of `/home/joe/words/src/lib.rs`; nil where it is no source file's or build folder's path.
  ///
  /// A path of an example in a docstring has no such ending. Rust's strings have no end, so that text of the next one may
  /// follow; `isWhole` says that the text is a C string of debugging information, where folders stand alone.
  static func folder(of needle: Needle, followed rest: Slice<UnsafeRawBufferPointer>, isWhole: Bool) -> String? {
    let path = rest.prefix { isPathByte($0) }
    // `/opt/rh/gcc-toolset-14/root/usr` is no home of root.
    if needle == .rootFolder || needle == .githubHome {
      let isCargos = path.starts(with: ".cargo/".utf8) || path.starts(with: ".rustup/".utf8)
      return isCargos || isWhole ? String(needle.rawValue.dropLast()) : nil
    }
    let parts = path.split(separator: needle == .windowsUsers ? 0x5c : 0x2f, maxSplits: 2)
    guard let first = parts.first, isName(Array(first)), parts.count > 1 || isWhole,
      isWhole || isSourcePath(path)
    else { return nil }
    let name = String(decoding: first, as: UTF8.self)
    switch needle {
    case .homeFolders, .macHomeFolders: return needle.rawValue + name
    case .windowsUsers: return "C" + needle.rawValue + name
    default: return String(needle.rawValue.dropLast())
    }
  }

  private static func isPathByte(_ byte: UInt8) -> Bool {
    (0x21..<0x7f).contains(byte) && !"\"'<>|*?`;:,(){}[]$&!=".utf8.contains(byte)
  }

  /// A user's or a folder's: `joe`, `joe.doe`, not `.cargo`, `...` or `%s`.
  private static func isName(_ name: [UInt8]) -> Bool {
    guard let first = name.first, isASCIIAlphanumeric(first) || first == 0x5f, name.count <= 32 else { return false }
    return name.allSatisfy { isASCIIAlphanumeric($0) || "._-+~".utf8.contains($0) }
  }

  /// Endings of files that compilers name in what they make. A Rust path may have the next string right behind it.
  private static let endings = [
    ".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".hxx", ".ipp", ".inl", ".m", ".mm", ".pyx", ".pxd", ".pxi",
    ".go",
    ".zig", ".swift", ".f", ".f90", ".F90", ".s", ".S", ".asm", ".cu",
  ]

  private static func isSourcePath(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
    let path = String(decoding: bytes, as: UTF8.self)
    if path.contains(".rs") || path.contains("/.cargo/") || path.contains("/.rustup/") { return true }
    return endings.contains { path.hasSuffix($0) }
  }
}

extension BuildPath {
  /// Users of build services and of images, who are nobody in particular.
  ///
  /// GitHub and Azure have `runner` and `vsts`; CircleCI, Travis and Jenkins users of their own names; images `ubuntu`,
  /// `debian`, `builder`, `docker` and the like.
  private static let services: Set<String> = [
    "runner", "runneradmin", "vsts", "vsts_azpcontainer", "circleci", "travis", "jenkins", "gitlab-runner",
    "buildkite-agent", "appveyor", "cirrus", "semaphore", "conda", "builder", "build", "buildozer", "ubuntu", "debian",
    "ec2-user", "admin", "administrator", "containeradministrator", "docker", "vagrant", "user", "root", "ci", "rust",
    "node", "app", "worker", "nobody", "linuxbrew", "public", "default", "runner-user", "distiller", "codespace",
    "vscode",
  ]

  /// The user whose home the folder is; nil where it is a build service's or no home at all.
  package static func person(in folder: String) -> String? {
    for prefix in ["/home/", "/Users/", "C:\\Users\\"] where folder.hasPrefix(prefix) {
      let name = String(folder.dropFirst(prefix.count))
      return services.contains(name.lowercased()) ? nil : name
    }
    return nil
  }
}
