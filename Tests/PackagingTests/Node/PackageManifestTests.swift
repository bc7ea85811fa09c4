import Testing

@testable import Packaging

@Suite struct PackageManifestTests {
  @Test(arguments: ["words", "@scope/words", "w.o-r_d~s", "Words", "words2"])
  func `a name that npm takes`(name: String) { #expect(PackageManifest.isName(name)) }

  @Test(arguments: [
    "", ".words", "_words", "../words", "a/b", "@scope", "@scope/", "@/words", "@a/b/c", "node_modules", "wörter",
    "a b",
    "@../words", "@scope/..", "a\\b", "a\0b",
  ])
  func `a name that npm refuses, or that leaves the folder`(name: String) { #expect(!PackageManifest.isName(name)) }

  @Test(arguments: ["1.0.0", "0.0.0", "1.2.3-rc.1", "1.2.3+build", "1.2.3-a+b"])
  func `a version is three numbers`(version: String) { #expect(PackageManifest.isVersion(version)) }

  @Test(arguments: ["1.0", "1", "1.0.0.0", "01.0.0", "1.0.0-", "one", "", "1.0.0 "])
  func `other versions are refused`(version: String) { #expect(!PackageManifest.isVersion(version)) }

  @Test(
    arguments: [
      ("words.linux-x64-gnu", "linux", "x64", "gnu"), ("@words/words-linux-arm64-musl", "linux", "arm64", "musl"),
      ("linux-x64", "linux", "x64", nil), ("words-win32-x64-msvc", "win32", "x64", "msvc"),
      ("words.darwin-arm64", "darwin", "arm64", nil), ("words.linux-arm-gnueabihf", "linux", "arm", "gnueabihf"),
    ] as [(String, String, String, String?)])
  func `a platform is read from the end of a name`(text: String, system: String, processor: String, library: String?)
    throws
  {
    let platform = try #require(NodePlatform(suffixOf: text))
    #expect(platform.system == system && platform.processor == processor && platform.library == library)
  }

  @Test(arguments: [
    "words", "linux", "x64-linux", "words-linux-x64-gnu-extra", "linux-toolbox", "words-linux-x64-tools", "",
  ])
  func `other names have no platform`(text: String) { #expect(NodePlatform(suffixOf: text) == nil) }
}
