import Packaging
import Testing

@Suite struct WheelFileTests {
  @Test func `a compressed tag set is expanded into every combination`() throws {
    let file = try #require(WheelFile(name: "words-1.0-py2.py3-none-any.whl"))
    #expect(file.tags.map(\.description) == ["py2-none-any", "py3-none-any"])
    #expect(file.distribution == "words" && file.version == "1.0" && file.build == nil)
  }

  @Test func `a build number is the third of six parts and starts with a digit`() throws {
    #expect(try #require(WheelFile(name: "words-1.0-2b-py3-none-any.whl")).build == "2b")
    #expect(WheelFile(name: "my-words-1.0-py3-none-any.whl") == nil)
  }

  @Test(arguments: [
    "words-1.0.whl", "words-1.0-py3-none-any.zip", "-1.0-py3-none-any.whl", "words--py3-none-any.whl",
    "words-1.0-py3--any.whl", "words-1.0-py3-none-a ny.whl", ".whl", "",
  ])
  func `other names are no wheel's`(name: String) { #expect(WheelFile(name: name) == nil) }

  @Test func `tag sets that multiply are refused`() {
    let many = Array(repeating: "a", count: 20).joined(separator: ".")
    #expect(WheelTag.expand("\(many)-\(many)-any") == nil)
    #expect(WheelTag.expand("\(many)-none-any")?.count == 20)
  }

  @Test(arguments: [
    ("manylinux1_x86_64", PlatformTag.manylinux(glibc: DottedVersion(2, 5), architecture: "x86_64")),
    ("manylinux2010_i686", .manylinux(glibc: DottedVersion(2, 12), architecture: "i686")),
    ("manylinux2014_aarch64", .manylinux(glibc: DottedVersion(2, 17), architecture: "aarch64")),
    ("manylinux_2_28_x86_64", .manylinux(glibc: DottedVersion(2, 28), architecture: "x86_64")),
    ("musllinux_1_2_x86_64", .musllinux(musl: DottedVersion(1, 2), architecture: "x86_64")),
    ("linux_x86_64", .linux(architecture: "x86_64")), ("any", .any), ("win_amd64", .other("win_amd64")),
    ("manylinux_two_x86_64", .other("manylinux_two_x86_64")),
  ])
  func `a platform tag is what its PEP says`(tag: String, platform: PlatformTag) {
    #expect(PlatformTag(tag) == platform)
  }

  @Test func `names and versions are compared in their normal forms`() {
    #expect(WheelFile.normalizedName("Ruamel.YAML_clib") == "ruamel-yaml-clib")
    #expect(WheelFile.normalizedVersion("1.0+local-1") == WheelFile.normalizedVersion("1.0+local_1"))
    #expect(WheelFile.normalizedVersion("v1.2.0") == WheelFile.normalizedVersion("1.2"))
    #expect(WheelFile.normalizedVersion("1.2") != WheelFile.normalizedVersion("1.20"))
  }
}
