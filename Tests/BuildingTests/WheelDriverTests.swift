import Building
import Foundation
import Model
import Testing

/// The Python packagers for real, with the tools and crates that Harnesses/Toolchain/install provides.
@Suite struct WheelDriverTests {
  @Test func `the pyo3 fixture comes to a wheel, and its folder stays as it was`() async throws {
    let scratch = try Scratch()
    let fixture = repository + "/Harnesses/Fixtures/pyo3"
    let before = try FileManager.default.contentsOfDirectory(atPath: fixture).sorted()
    // The shared cache: PyO3 takes a while to compile, so only the first run of these tests does it.
    let builder = Builder(cache: Builder.defaultCache(), output: scratch.root + "/output")
    let target = Target(id: "words-py", kind: .wheel, source: .build(Build(packager: .maturin, path: fixture)))
    let built = try await builder.build(target, noBuild: false)
    let name = try #require(built.artifact.path.split(separator: "/").last)
    #expect(name.hasPrefix("words-0.1.0-cp3") && name.hasSuffix(".whl"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: fixture).sorted() == before)
  }

  @Test func `setuptools-rust comes to a wheel and leaves nothing beside the sources`() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.project, to: "sources/pyproject.toml")
    try scratch.write(Self.manifest, to: "sources/Cargo.toml")
    try scratch.write("", to: "sources/plain/__init__.py")
    try scratch.write("#[unsafe(no_mangle)] pub extern \"C\" fn plain() {}", to: "sources/src/lib.rs")
    let target = Target(
      id: "plain", kind: .wheel, source: .build(Build(packager: .setuptoolsRust, path: scratch.sources)))
    let built = try await scratch.equipped(["tools", "cargo", "crates"]).build(target, noBuild: false)
    let name = try #require(built.artifact.path.split(separator: "/").last)
    #expect(name.hasPrefix("plain-0.1.0-") && name.hasSuffix(".whl"))
    let left = try FileManager.default.contentsOfDirectory(atPath: scratch.sources).sorted()
    #expect(left == ["Cargo.toml", "plain", "pyproject.toml", "src"])
  }

  private static let manifest =
    "[package]\nname = \"plain\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\ncrate-type = [\"cdylib\"]\n"

  private static let project = """
    [build-system]
    requires = ["setuptools", "setuptools-rust"]
    build-backend = "setuptools.build_meta"
    [project]
    name = "plain"
    version = "0.1.0"
    [tool.setuptools]
    packages = ["plain"]
    [[tool.setuptools-rust.ext-modules]]
    target = "plain._native"
    path = "Cargo.toml"
    binding = "NoBinding"

    """
}
