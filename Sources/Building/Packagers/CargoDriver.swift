import Model

/// `cargo build` of one cdylib, and cbindgen where the crate is set up for it.
struct CargoDriver: Driver {
  static let configuration = "cbindgen.toml"

  func versions(of build: Build, in environment: BuildEnvironment) -> [[String]] {
    [["rustc", "--version", "--verbose"]] + (isBindgen(build.path) ? [["cbindgen", "--version"]] : [])
  }

  func make(at site: Site) async throws(BuildingError) -> Product {
    let build = try await CargoBuild(at: site)
    let libraries = try build.messages.libraries(ofManifest: site.folder + "/Cargo.toml")
    guard let library = libraries.first, libraries.count == 1 else {
      throw site.noArtifact(build.command, expected: "one cdylib of this crate", found: libraries)
    }
    return Product(artifact: library, header: try await header(at: site, library: library))
  }

  /// Written by cbindgen, or the one header that the crate keeps; nil where it has none or several.
  private func header(at site: Site, library: String) async throws(BuildingError) -> String? {
    guard isBindgen(site.folder) else {
      let kept = ["", "/include"].flatMap { Folder.entries(of: site.folder + $0, suffix: ".h") }
      return kept.count == 1 ? kept[0] : nil
    }
    let header = site.draft + "/" + stem(of: library) + ".h"
    try await site.run(["cbindgen", "--config", CargoDriver.configuration, "--output", header, "."])
    return header
  }

  private func isBindgen(_ folder: String) -> Bool { Folder.isFile(folder + "/" + CargoDriver.configuration) }

  /// `words` of `…/libwords.so`
  private func stem(of library: String) -> String {
    let base = Folder.name(library).split(separator: ".")[0]
    return base.hasPrefix("lib") ? String(base.dropFirst(3)) : String(base)
  }
}
