import FoundationEssentials
import Model

/// An npm package with native code: its build script, or napi-rs's command, then `npm pack`.
struct NapiDriver: Driver {
  static let suffix = ".node"

  var leavings: [String] { [NapiDriver.suffix] }

  func check(_ build: Build, target: String) throws(BuildingError) {
    _ = try NpmPackage(folder: build.path, target: target)
  }

  /// Without npm's, which it takes half a second to tell.
  func versions(of build: Build, in environment: BuildEnvironment) -> [[String]] {
    let isCrate = Folder.isFile(build.path + "/Cargo.toml")
    return [["node", "--version"]] + (isCrate ? [["rustc", "--version", "--verbose"]] : [])
  }

  /// Builds in the package's folder, where its scripts expect to be; the addons that this makes are removed again.
  func make(at site: Site) async throws(BuildingError) -> Product {
    let package = try NpmPackage(folder: site.folder, target: site.target)
    let before = Set(try addons(in: site.folder))
    let command = NapiDriver.command(package)
    defer { remove(but: before, in: site.folder) }
    try await site.run(command)
    let tarball = try await packed(package, with: try addons(in: site.folder), at: site)
    guard tarball.members.contains(where: { $0.hasSuffix(NapiDriver.suffix) }) else {
      throw site.noArtifact(command, expected: "a .node in the package", found: tarball.members)
    }
    return Product(artifact: tarball.path)
  }

  /// Never fetched: `npx` would take the unrelated package that is called napi.
  private static func command(_ package: NpmPackage) -> [String] {
    package.hasBuildScript ? ["npm", "run", "build"] : ["npx", "--no-install", "napi", "build", "--release"]
  }

  /// napi-rs publishes the addons in packages of their own, one a platform; here the one of this platform goes along.
  private func packed(
    _ package: NpmPackage, with addons: [String], at site: Site
  ) async throws(BuildingError) -> NpmPack.Tarball {
    let place = site.draft + "/packed"
    try Folder.create(place)
    let pack = NpmPack(target: site.target, environment: site.environment, log: site.log)
    let tarball = try await pack.pack(package, into: place)
    if addons.isEmpty || tarball.members.contains(where: { $0.hasSuffix(NapiDriver.suffix) }) { return tarball }
    Folder.remove(tarball.path)
    let copy = try PackageCopy(of: package.folder, members: tarball.members + addons, in: site.draft + "/copy")
    return try await pack.pack(NpmPackage(folder: copy.folder, target: site.target), into: place)
  }

  private func addons(in folder: String) throws(BuildingError) -> [String] {
    try SourceTree(root: folder).files().filter { $0.hasSuffix(NapiDriver.suffix) }
  }

  private func remove(but kept: Set<String>, in folder: String) {
    let addons = (try? addons(in: folder)) ?? []
    for addon in addons where !kept.contains(addon) { Folder.remove(folder + "/" + addon) }
  }
}
