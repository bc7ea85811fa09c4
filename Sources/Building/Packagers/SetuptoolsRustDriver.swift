import Model

/// `pip wheel` with the setuptools-rust that is provided; nothing is fetched.
struct SetuptoolsRustDriver: Driver {
  func versions(of build: Build, in environment: BuildEnvironment) -> [[String]] {
    let packages = ["setuptools", "setuptools-rust", "wheel"]
    return [
      [environment.python, "-m", "pip", "show"] + packages, ["rustc", "--version", "--verbose"],
      [environment.python, "--version"],
    ]
  }

  func make(at site: Site) async throws(BuildingError) -> Product {
    let command = [
      "env", "DIST_EXTRA_CONFIG=\(try elsewhere(site))", site.environment.python, "-m", "pip", "wheel",
      "--no-build-isolation", "--no-deps", "--wheel-dir", site.draft, ".",
    ]
    try await site.run(command)
    let wheels = Folder.entries(of: site.draft, suffix: ".whl")
    guard let wheel = wheels.first, wheels.count == 1 else {
      throw site.noArtifact(command, expected: "one wheel", found: wheels)
    }
    return Product(artifact: wheel)
  }

  /// setuptools writes `build` and `*.egg-info` beside the sources unless a file says where else.
  private func elsewhere(_ site: Site) throws(BuildingError) -> String {
    let scratch = site.draft + "/scratch"
    try Folder.create(scratch + "/egg")
    let file = scratch + "/setup.cfg"
    try Folder.write("[build]\nbuild_base = \(scratch)/build\n[egg_info]\negg_base = \(scratch)/egg\n", to: file)
    return file
  }
}
