import Foundation
import Model
import Subprocess
import SystemPackage
import Testing

/// The tokenizer that marimo 0.25.2 brings: an addon of napi-rs, which offers nothing but synchronous calls.
enum RealAddon {
  private static let members = [
    "copilot-tokenizer.node": "marimo/_lsp/copilot/compiled/linux/x64/copilot-tokenizer.node",
    "o200k_base.tiktoken": "marimo/_lsp/copilot/resources/o200k_base.tiktoken.noindex",
  ]
  private static let unpack =
    "import sys, zipfile; open(sys.argv[3], 'wb').write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))"

  /// The folder that holds addon and vocabulary; nil where the wheel can't be had.
  static func folder() async -> String? {
    guard let wheel = await RealWheels.path("marimo", "0.25.2") else { return nil }
    let folder = "\(wheel).addon"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, member) in members where !FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
      _ = try? await Subprocess.run(
        .path("/usr/bin/python3"), arguments: ["-c", unpack, wheel, member, "\(folder)/\(name)"], output: .discarded)
    }
    return members.keys.allSatisfy { FileManager.default.fileExists(atPath: "\(folder)/\($0)") } ? folder : nil
  }
}

extension HarnessTests {
  @Suite(
    .enabled("marimo 0.25.2 could not be downloaded: nothing is shown on it") { await RealAddon.folder() != nil })
  struct RealAddonTests {
    private static let runtimes = ["node-18-embedded", "node-20", "node-22", "node-24"]

    @Test func `a tokenizer loads on every Node, and 4 MB of text hold the loop`()
      async throws
    {
      let folder = try #require(await RealAddon.folder())
      let setup = """
        artifact.tokenInitEncoder("o200k_base", require("fs").readFileSync("\(folder)/o200k_base.tiktoken"));
        const text = Array.from({ length: 600000 }, (_, number) => number % 977).join(" ");
        """
      let run = try await Workbench().run(
        "check", "\(folder)/copilot-tokenizer.node", "--setup", setup, "--call",
        "artifact.tokenEncode(text.repeat(2).slice(0, 4 << 20), \"o200k_base\")", "--only", "*/load/imports/*",
        "--only",
        "*/blocking/host-held/*", "--readable", folder)
      for runtime in Self.runtimes {
        #expect(try run.cell("copilot-tokenizer.node/\(runtime)/load/imports/-").verdict == .passed)
        let finding = try run.finding("copilot-tokenizer.node/\(runtime)/blocking/host-held/call")
        #expect(finding.facts["fact"] == "hold-ratio", "\(finding)")
      }
      #expect(run.exit == 1)
    }
  }
}
