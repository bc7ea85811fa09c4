import Model

/// `maturin build`: one wheel.
struct MaturinDriver: Driver {
  func versions(of build: Build, in environment: BuildEnvironment) -> [[String]] {
    [["maturin", "--version"], ["rustc", "--version", "--verbose"], [environment.python, "--version"]]
  }

  func make(at site: Site) async throws(BuildingError) -> Product {
    let command = [
      "maturin", "build", "--release", "--out", site.draft, "--interpreter", site.environment.python,
    ]
    try await site.run(command)
    let wheels = Folder.entries(of: site.draft, suffix: ".whl")
    guard let wheel = wheels.first, wheels.count == 1 else {
      throw site.noArtifact(command, expected: "one wheel", found: wheels)
    }
    return Product(artifact: wheel)
  }
}
