import Model
import Testing

extension HarnessTests {
  /// Published wheels with a bug that is known, and the release without it.
  @Suite struct RealWheelTests {
    private func check(_ name: String, _ version: String, setup: String, call: String, probe: String) async throws
      -> HarnessRun
    {
      let wheel = try #require(await RealWheels.path(name, version))
      return try await Workbench().run(
        "check", wheel, "--host", "cpython-3.11", "--setup", setup, "--call", call, "--only", "*/\(probe)/*")
    }

    @Test(
      .enabled("rpds-py could not be downloaded: nothing is shown on it") {
        await RealWheels.isThere("rpds-py", ["0.30.0", "2026.9.1"])
      })
    func `rpds-py 0 30 0 keeps a reference to its type for each instance, and 2026 9 1 none`() async throws {
      func run(_ version: String) async throws -> HarnessRun {
        try await check(
          "rpds-py", version, setup: "from rpds import HashTrieMap", call: "HashTrieMap({'a': 1})",
          probe: "ownership/type-references")
      }
      let leaking = try await run("0.30.0")
      let cell = try leaking.cell("rpds_py-0.30.0/cpython-3.11/ownership/type-references/call")
      #expect(cell.verdict == .warned)
      let finding = try #require(cell.findings.first)
      #expect(finding.message.contains("rpds.HashTrieMap"), "\(finding)")
      #expect(finding.facts["per-call"] == 1)
      #expect(leaking.exit == 0, "a warning, and no gate")
      let mended = try await run("2026.9.1")
      #expect(mended.verdicts == ["rpds_py-2026.9.1/cpython-3.11/ownership/type-references/call": .passed])
    }

    @Test(
      .enabled("nh3 could not be downloaded: nothing is shown on it") {
        await RealWheels.isThere("nh3", ["0.2.18", "0.2.19"])
      })
    func `nh3 0 2 18 keeps a block for each call, with the stack that allocated it, and 0 2 19 none`() async throws {
      func run(_ version: String) async throws -> HarnessRun {
        try await check(
          "nh3", version, setup: "import nh3", call: "nh3.clean('<b>text</b>')", probe: "ownership/call-growth")
      }
      let leaking = try await run("0.2.18")
      let finding = try leaking.finding("nh3-0.2.18/cpython-3.11/ownership/call-growth/call")
      #expect(finding.severity == .error)
      #expect(finding.facts["fact"] == "live-heap-blocks")
      let perCall = try #require(finding.facts["per-call"]?.number)
      #expect(abs(perCall - 1) < 0.01)
      #expect(finding.where.contains { $0.contains("nh3.abi3.so") && $0.contains("clean") }, "\(finding.where)")
      #expect(leaking.exit == 1)
      let mended = try await run("0.2.19")
      #expect(mended.verdicts == ["nh3-0.2.19/cpython-3.11/ownership/call-growth/call": .passed])
      #expect(mended.exit == 0)
    }
  }
}
