import Foundation

/// Wheels that people install, at the versions that were looked at by hand; fetched by pip, once, into the user's cache.
enum PublishedWheels {
  static let pins = [
    "aiohttp==3.14.5", "bcrypt==5.0.0", "cryptography==50.0.2", "greenlet==3.5.6", "grpcio==1.85.3", "jiter==0.19.0",
    "lxml==6.1.3", "msgpack==1.2.4", "nh3==0.3.8", "numpy==2.4.6", "orjson==3.13.0", "pandas==3.1.1",
    "pillow==13.0.0", "polars-runtime-32==2.1.0", "psutil==7.2.2", "pydantic-core==2.50.5", "pyyaml==6.0.4",
    "regex==2026.11.19", "rpds-py==2026.9.1", "ruff==0.17.6", "safetensors==0.8.0", "scipy==1.17.1",
    "tokenizers==0.23.3", "uvloop==0.23.0", "zstandard==0.25.0",
  ]

  static let cache: String = {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") { return "\(folder)/harness" }
    return "\(environment["HOME"] ?? "/tmp")/.cache/harness"
  }()

  /// The wheel for CPython 3.11, or the version that is named, whatever runs pip; nil where it is not there and can't be had.
  static func path(_ pin: String, python: String = "3.11", abi: String? = nil) -> String? {
    let folder = "\(cache)/test-wheels" + (abi.map { "/\($0)" } ?? "")
    if let there = stored(pin, in: folder) { return there }
    let options =
      [
        "--quiet", "--no-deps", "--only-binary", ":all:", "--python-version", python, "--implementation", "cp",
        "--disable-pip-version-check", "--timeout", "10", "--retries", "1", "--dest", folder,
      ] + (abi.map { ["--abi", $0] } ?? [])
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    _ = try? Fixture.output(["python3", "-m", "pip", "download"] + options + [pin])
    return stored(pin, in: folder)
  }

  private static func stored(_ pin: String, in folder: String) -> String? {
    let prefix = pin.replacing("-", with: "_").replacing("==", with: "-") + "-"
    return (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted()
      .first { $0.hasPrefix(prefix) && $0.hasSuffix(".whl") }.map { "\(folder)/\($0)" }
  }
}

/// Programs of others that have an opinion on the same questions, at the versions that the tables are made from.
enum Peers {
  /// The folder of their programs; nil where they can't be had.
  static let folder: String? = {
    let requirements = ["abi3audit==0.0.26", requirement("stable-abi"), requirement("manylinux")]
    // env(1) takes a path with `=` in it for a variable.
    let place =
      "\(PublishedWheels.cache)/test-peers/\(requirements.joined(separator: "-").replacing("==", with: "-"))"
    let isThere = {
      ["abi3audit", "auditwheel"].allSatisfy { FileManager.default.isExecutableFile(atPath: "\(place)/bin/\($0)") }
    }
    if isThere() { return "\(place)/bin" }
    _ = try? Fixture.output(["python3", "-m", "venv", place])
    let install = ["\(place)/bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _ = try? Fixture.output(install + requirements)
    return isThere() ? "\(place)/bin" : nil
  }()

  /// `auditwheel==6.8.2`, from the table's source.
  private static func requirement(_ table: String) -> String {
    struct Origin: Decodable { var source: String }
    let content = FileManager.default.contents(atPath: "\(Fixture.repository)/Harnesses/Tables/\(table).json") ?? Data()
    return (try? JSONDecoder().decode(Origin.self, from: content).source.replacing(" ", with: "==")) ?? table
  }
}
