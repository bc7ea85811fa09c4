import FoundationEssentials
import Logging
import Model

/// Gets a target's artifact: the file that is there, the one built before from the same content, or a new build.
package struct Builder: Sendable {
  /// The folder that all checkouts share.
  package let cache: String
  /// Where the run is written; logs go to `builds/<target>.log` below it.
  package let output: String
  private let environment: [String: String]
  private let logger: Logger

  package init(
    cache: String, output: String, environment: [String: String] = ProcessInfo.processInfo.environment,
    logger: Logger = Logger(label: "harness.building")
  ) {
    self.cache = cache
    self.output = output
    self.environment = environment
    self.logger = logger
  }

  /// `$XDG_CACHE_HOME/harness`, by default `~/.cache/harness`; a relative XDG_CACHE_HOME is ignored, as XDG says.
  package static func defaultCache(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
    let home = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return (home ?? (environment["HOME"] ?? "/tmp") + "/.cache") + "/harness"
  }

  /// With `noBuild`, only what is there already is taken; throws before anything runs where the target is no good.
  package func build(
    _ target: Target, noBuild: Bool
  ) async throws(BuildingError) -> BuiltArtifact {
    let clock = ContinuousClock()
    let start = clock.now
    var built =
      switch target.source {
      case .file(let pattern):
        try await GivenArtifact(target: target, pattern: pattern, cache: cache, environment: environment)
          .built(output: output)
      case .build(let build): try await built(target, build, noBuild: noBuild)
      // A release is no file: its parts are got one by one.
      case .set(let parts): throw .severalMatches(target: target.id, pattern: target.id, found: parts.map(\.id))
      }
    built.seconds = (clock.now - start) / .seconds(1)
    logger.debug("\(target.id): \(built.cached ? "cached" : "built") \(built.artifact.path)")
    return built
  }

  /// The file that is there already, with an empty digest, so that it can be read while the digest is taken; nil where the
  /// target's artifact is a folder, or has to be built.
  package func undigestedFile(of target: Target) throws(BuildingError) -> Artifact? {
    guard case .file(let pattern) = target.source else { return nil }
    return try GivenArtifact(target: target, pattern: pattern, cache: cache, environment: environment).undigestedFile()
  }

  private func built(_ target: Target, _ declared: Build, noBuild: Bool) async throws(BuildingError) -> BuiltArtifact {
    var build = declared
    guard let driver = build.packager.driver(for: target.kind) else {
      throw .unsupportedPackager(
        target: target.id, packager: build.packager.rawValue, supported: Build.Packager.supported)
    }
    guard let folder = Folder.canonical(build.path) else {
      throw .missingFolder(target: target.id, path: build.path)
    }
    build.path = folder
    try driver.check(build, target: target.id)
    var surroundings = buildEnvironment(for: build)
    let triple = try await driver.triple(of: build, target: target.id, in: surroundings)
    if let triple {
      surroundings = try await WasmCompiler(target: target.id, triple: triple, folder: build.path, cache: cache)
        .chosen(in: surroundings)
    }
    let crates = try await CrateFolders(of: build.path, target: target.id, environment: surroundings)
    let key = try await key(of: build, target.id, driver, crates, surroundings)
    let store = ArtifactStore(cache: cache)
    if let stored = store.artifact(key) {
      return BuiltArtifact(artifact: stored, seconds: 0, cached: true, log: nil)
    }
    if noBuild { throw .notBuilt(target: target.id, command: "harness run \(target.id)") }
    let log = try BuildLog.fresh(for: target.id, in: output)
    let draft = try store.draft()
    defer { Folder.remove(draft) }
    let lock = LockFile(path: crates.lock)
    defer { lock.restore() }
    let site = Site(
      target: target.id, kind: target.kind, build: build, draft: draft, environment: surroundings, log: log)
    try await forget(crates, triple, at: site)
    let product = try await packed(try await driver.make(at: site), at: site)
    let artifact = try store.store(product, as: key)
    return BuiltArtifact(artifact: artifact, seconds: 0, cached: false, log: log.path)
  }

  /// Cargo goes by times of change, we by content: a file that was swapped for an older one has to count.
  private func forget(_ crates: CrateFolders, _ triple: String?, at site: Site) async throws(BuildingError) {
    guard !crates.packages.isEmpty, let earlier = site.environment.variables["CARGO_TARGET_DIR"],
      Folder.exists(earlier)
    else { return }
    let options = crates.packages.flatMap { ["--package", $0] } + (triple.map { ["--target", $0] } ?? [])
    try await site.run(["cargo", "clean", "--release", "--quiet"] + options)
  }

  /// A command may come to an npm package's folder.
  private func packed(_ product: Product, at site: Site) async throws(BuildingError) -> Product {
    guard site.kind == .nodeAddon, Folder.exists(product.artifact) else { return product }
    let place = site.draft + "/packed"
    try Folder.create(place)
    let package = try NpmPackage(folder: product.artifact, target: site.target)
    let tarball = try await NpmPack(target: site.target, environment: site.environment, log: site.log)
      .pack(package, into: place)
    return Product(artifact: tarball.path)
  }

  /// One target folder for each source folder, so that a second build compiles only what changed.
  private func buildEnvironment(for build: Build) -> BuildEnvironment {
    let name = FileDigest.sha256(text: build.path).prefix(16)
    return BuildEnvironment(inherited: environment, cache: cache, targetDirectory: "\(cache)/cargo-target/\(name)")
  }

  private func key(
    of build: Build, _ target: String, _ driver: any Driver, _ crates: CrateFolders, _ surroundings: BuildEnvironment
  ) async throws(BuildingError) -> ContentKey {
    var versions: [String] = []
    for command in driver.versions(of: build, in: surroundings) {
      let invocation = Invocation(target: target, command: command, folder: build.path, environment: surroundings)
      versions.append(try await invocation.output())
    }
    if surroundings.usesDebianCrates(cache) {
      versions.append((try? FileDigest.sha256(cache + "/crates/packages.txt")) ?? "")
    }
    return try ContentKey(
      build: build, leavings: driver.leavings, crates: crates, versions: versions,
      variables: BuildEnvironment.relevant(environment))
  }
}
