import FoundationEssentials

/// Where a packager finds its tools, and what else of the environment it sees.
struct BuildEnvironment: Sendable {
  private(set) var variables: [String: String]
  /// The interpreter that wheels are built for.
  let python: String

  /// What changes a build's result; all else is left out of the content key.
  static let relevantPrefixes = [
    "CARGO_", "RUSTFLAGS", "RUSTC", "RUSTUP_TOOLCHAIN", "CFLAGS", "CXXFLAGS", "CPPFLAGS", "LDFLAGS", "MATURIN_",
    "PYO3_", "SETUPTOOLS_", "CMAKE_", "PKG_CONFIG", "SOURCE_DATE_EPOCH", "MACOSX_DEPLOYMENT_TARGET",
  ]
  static let relevantNames: Set<String> = ["CC", "CXX", "AR", "LD"]

  /// The tools that Harnesses/Toolchain/install provided come before the user's: theirs may be too old, or a shim.
  init(inherited: [String: String], cache: String, targetDirectory: String) {
    var variables = inherited
    let provided = BuildEnvironment.toolFolders(cache: cache, crates: inherited["HARNESS_CRATES"])
    variables["PATH"] = (provided + [inherited["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"]).joined(separator: ":")
    // The source tree stays as it was.
    variables["CARGO_TARGET_DIR"] = targetDirectory
    variables["PYTHONDONTWRITEBYTECODE"] = "1"
    // The output goes to a file.
    variables["CARGO_TERM_COLOR"] = "never"
    variables["CARGO_TERM_PROGRESS_WHEN"] = "never"
    variables["NO_COLOR"] = "1"
    variables["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    // npm is to build and pack, and to keep quiet about all else.
    variables["npm_config_audit"] = "false"
    variables["npm_config_fund"] = "false"
    variables["npm_config_update_notifier"] = "false"
    variables["npm_config_logs_max"] = "0"
    self.variables = variables
    let provisioned = cache + "/tools/python/bin/python3"
    python = FileManager.default.isExecutableFile(atPath: provisioned) ? provisioned : "/usr/bin/python3"
  }

  /// `cargo/bin` is there only where no crate registry was in reach.
  private static func toolFolders(cache: String, crates: String?) -> [String] {
    let folders = crates == "registry" ? [] : ["/cargo/bin"]
    return (folders + ["/tools/bin", "/tools/python/bin"]).map { cache + $0 }
      .filter { FileManager.default.fileExists(atPath: $0) }
  }

  /// Absolute path of a program; nil where PATH has none.
  func executable(_ name: String) -> String? {
    if name.contains("/") { return FileManager.default.isExecutableFile(atPath: name) ? name : nil }
    return path.split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  var path: String { variables["PATH"] ?? "" }

  func usesDebianCrates(_ cache: String) -> Bool { path.split(separator: ":").contains { $0 == cache + "/cargo/bin" } }

  /// With this folder first in PATH.
  func preferring(_ folder: String) -> BuildEnvironment {
    var changed = self
    changed.variables["PATH"] = folder + ":" + path
    return changed
  }

  /// With this script read by every Node before anything else.
  func requiring(_ script: String) -> BuildEnvironment {
    var changed = self
    let quoted = script.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    changed.variables["NODE_OPTIONS"] = [variables["NODE_OPTIONS"], "--require=\"\(quoted)\""].compactMap { $0 }
      .joined(separator: " ")
    return changed
  }

  /// With this folder's compiler, and this linker unless another was asked for.
  func compiling(for triple: String, with folder: String, linker: String) -> BuildEnvironment {
    var changed = preferring(folder)
    changed.variables["RUSTC"] = folder + "/rustc"
    let name = BuildEnvironment.linkerName(triple)
    changed.variables[name] = variables[name] ?? linker
    return changed
  }

  /// Commands that tell the compiler's version and those of the linkers that were chosen.
  var compilerVersions: [[String]] {
    let linkers = variables.filter { $0.key.hasPrefix("CARGO_TARGET_WASM") && $0.key.hasSuffix("_LINKER") }
    return [[variables["RUSTC"] ?? "rustc", "--version", "--verbose"]]
      + linkers.sorted { $0.key < $1.key }.map { [$0.value, "--version"] }
  }

  private static func linkerName(_ triple: String) -> String {
    "CARGO_TARGET_\(triple.uppercased().replacing("-", with: "_"))_LINKER"
  }

  /// `NAME=value`, sorted, of what counts for the content key.
  static func relevant(_ inherited: [String: String]) -> [String] {
    inherited.filter { name, _ in
      relevantNames.contains(name) || relevantPrefixes.contains { name.hasPrefix($0) }
    }
    .filter { name, _ in name != "CARGO_TARGET_DIR" && name != "CARGO_HOME" && !name.hasPrefix("CARGO_TERM_") }
    .map { "\($0.key)=\($0.value)" }.sorted()
  }
}
