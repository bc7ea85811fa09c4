import Foundation
import Model
import Packaging
import Testing

/// Real compilers where they are there, and the files that are no compiler's.
@Suite struct PanicStrategyTests {
  private static let rust = """
    const char library[] = "/rustc/1159e78c4747b02ef996e55082b704c09b970588/library/core/src/str/mod.rs";
    const char hook[] = "' panicked at ";
    """

  private func answers(_ bytes: [UInt8], contract: Contract.Panic? = nil) throws -> PackageReading {
    try read(bytes, contract) { readPackage($0) }
  }

  private func strategy(_ bytes: [UInt8]) throws -> String? {
    try read(bytes, nil) { inspectPackage($0) }.binaries.first?.panic
  }

  private func read<Told>(
    _ bytes: [UInt8], _ contract: Contract.Panic?, _ read: (Circumstances) throws -> Told
  ) throws -> Told {
    try Fixture.withFolder { folder in
      let path = "\(folder)/libwords.so"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      return try read(
        Circumstances(
          artifact: Artifact(path: path, sha256: ""), kind: .cABI, contract: Contract(panic: contract),
          tables: Fixture.tables))
    }
  }

  static let hasRust = (try? Fixture.run(["rustc", "--version"])) != nil

  @Test(
    .enabled(if: hasRust, "there is no rustc here"),
    arguments: ["unwind", "abort"].flatMap { strategy in
      [[], ["-C", "lto=fat"]].flatMap { more in ["none", "symbols"].map { [strategy, $0] + more } }
    })
  func `what rustc was told is what the file says, stripped or not`(options: [String]) throws {
    let bytes = try Fixture.withFolder { folder in
      let source = """
        #[no_mangle] pub extern "C" fn share(n: usize) -> usize { std::panic::catch_unwind(|| 10 / n).unwrap_or(0) }
        """
      try source.write(toFile: "\(folder)/words.rs", atomically: true, encoding: .utf8)
      try Fixture.run(
        [
          "rustc", "--crate-type", "cdylib", "-O", "-C", "panic=\(options[0])", "-C", "strip=\(options[1])", "-o",
          "libwords.so", "words.rs",
        ] + options.dropFirst(2), in: folder)
      return Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/libwords.so")))
    }
    #expect(try strategy(bytes) == options[0])
  }

  /// What panic = "immediate-abort" leaves, and what can't panic: no text of the standard library.
  @Test(.enabled(if: hasRust, "there is no rustc here"))
  func `Rust without a text is never no Rust`() throws {
    let bytes = try Fixture.withFolder { folder in
      let source = """
        #![no_std]
        #[panic_handler] fn stop(_: &core::panic::PanicInfo) -> ! { loop {} }
        #[no_mangle] pub extern "C" fn twice(n: u32) -> u32 { n.wrapping_mul(2) }
        """
      try source.write(toFile: "\(folder)/words.rs", atomically: true, encoding: .utf8)
      try Fixture.run(
        [
          "rustc", "--crate-type", "cdylib", "-O", "-C", "panic=abort", "-C", "strip=symbols", "-o", "libwords.so",
          "words.rs",
        ], in: folder)
      return Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/libwords.so")))
    }
    #expect(try strategy(bytes) == nil)
    for contract in [nil, Contract.Panic.unwind] {
      let answer = try answers(bytes, contract: contract).answers["package/panic-strategy"] ?? []
      #expect(answer.contains { if case .unmeasured(let why) = $0 { why.contains("rustc 1.") } else { false } })
      #expect(!answer.contains { if case .skip = $0 { true } else { false } })
    }
  }

  @Test func `Rust and C++ without a contract are not told to be without Rust`() throws {
    let thrower = "void _Unwind_RaiseException(void) {}\nvoid __cxa_throw(void) {}\n"
    let answer = try answers(try Fixture.compile(Self.rust + "\n" + thrower)).answers["package/panic-strategy"] ?? []
    #expect(answer.contains { if case .unmeasured = $0 { true } else { false } })
  }

  @Test func `without Rust there is no strategy, and the probe is skipped`() throws {
    for source in ["int word_count(void) { return 1; }", "const char text[] = \"the horse panicked at the noise\";"] {
      let bytes = try Fixture.compile(source)
      let reading = try answers(bytes, contract: .unwind)
      #expect(try strategy(bytes) == nil)
      #expect(
        reading.answers["package/panic-strategy"]?.contains { if case .skip = $0 { true } else { false } } == true)
      #expect(reading.facts["panic-strategy"] == nil)
    }
  }

  @Test func `Rust and a C++ runtime in one file are not judged`() throws {
    let thrower = "void _Unwind_RaiseException(void) {}\nvoid __cxa_throw(void) {}\n"
    let reading = try answers(try Fixture.compile(Self.rust + "\n" + thrower), contract: .unwind)
    let answer = try #require(reading.answers["package/panic-strategy"])
    #expect(answer.contains { if case .unmeasured = $0 { true } else { false } })
    #expect(!answer.contains { if case .defect = $0 { true } else { false } })
  }

  @Test func `the report's facts have the strategy`() throws {
    #expect(try answers(try Fixture.compile(Self.rust)).facts["panic-strategy"] == .array([.string("abort")]))
  }
}
