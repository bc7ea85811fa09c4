import Foundation
import Model
import Testing

/// One run in which nearly every call does something dreadful to its host.
private struct HostileRun: Sendable {
  static let shared = Task { try await HostileRun() }

  let bench: Workbench
  let run: HarnessRun

  init(_ options: String...) async throws {
    bench = try Workbench()
    try bench.wheel("hostile", module: HostileModule.source)
    let calls = [
      "sound", "segfault", "leave", "flood", "close-records", "close-all", "close-streams",
    ].map {
      "\($0): { setup: import hostile, call: hostile.\($0.replacing("-", with: "_"))(), probes: [panic/contained] }"
    }
    let hang = "hang: { setup: import hostile, call: hostile.hang(), timeout: 1s, probes: [panic/contained] }"
    let abandon = """
      abandon: { setup: import hostile, call: "hostile.abandon('\(bench.path("child"))')", probes: [load/exits] }
      """
    try bench.write(matrix: HostileModule.matrix((calls + [hang, abandon]).joined(separator: "\n")))
    run = try await bench.run(
      ["run", "--only", "*/panic/contained/*", "--only", "*/load/exits/abandon"] + options)
  }

  func finding(_ exercise: String) throws -> Finding {
    try run.finding("hostile/cpython-3.11/panic/contained/\(exercise)")
  }
}

extension HarnessTests {
  @Suite struct HostileHostTests {
    private func finding(_ exercise: String) async throws -> Finding {
      try await HostileRun.shared.value.finding(exercise)
    }

    @Test func `each hostile call gets a verdict of its own, and the sound one passes beside them`() async throws {
      let run = try await HostileRun.shared.value.run
      let contained = "hostile/cpython-3.11/panic/contained"
      #expect(
        run.verdicts == [
          "\(contained)/sound": .passed, "\(contained)/flood": .passed, "\(contained)/close-streams": .passed,
          "\(contained)/segfault": .failed, "\(contained)/leave": .failed, "\(contained)/hang": .failed,
          "\(contained)/close-records": .failed, "\(contained)/close-all": .failed,
          "hostile/cpython-3.11/load/exits/abandon": .failed,
        ])
      #expect(run.exit == 1)
      #expect(run.stderr.isEmpty, "\(run.stderr)")
    }

    @Test func `a host that segfaults in the call is told with the line that did it`() async throws {
      let finding = try await finding("segfault")
      #expect(finding.message == "killed by SIGSEGV in the call")
      #expect(finding.facts["signal"] == "SIGSEGV")
      #expect(finding.facts["step"] == "call")
      #expect(finding.where.contains { $0.contains("hostile.py") && $0.contains("segfault") }, "\(finding.where)")
      let addresses = finding.where.filter { $0.contains("at address") && !$0.hasSuffix("at address 0x0") }
      #expect(addresses == [], "the address is 0, or not known")
    }

    @Test func `a host that hangs is stopped at its deadline, and its stack says where`() async throws {
      let finding = try await finding("hang")
      #expect(finding.message.hasPrefix("never came back from the call: stopped after 1"), "\(finding.message)")
      #expect(finding.facts["deadline"] == "cell")
      #expect(finding.where.contains { $0.contains("hostile.py") && $0.contains("hang") }, "\(finding.where)")
    }

    @Test func `an exit with status 0 in the middle is no pass`() async throws {
      let finding = try await finding("leave")
      #expect(finding.message.hasPrefix("ended the whole process with status 0 in the call"), "\(finding.message)")
      #expect(finding.facts["code"] == 0)
    }

    @Test(arguments: ["close-records", "close-all"])
    func `a host whose descriptors are closed is told as that`(exercise: String) async throws {
      let message = try await finding(exercise).message
      #expect(message.hasPrefix("closed") && message.contains("in the call"), "\(message)")
    }

    @Test func `processes of their own come to the same as those that were forked from a template`() async throws {
      let forked = try await HostileRun.shared.value.run
      let fresh = try await HostileRun("--fresh").run
      #expect(fresh.verdicts == forked.verdicts)
      for cell in fresh.results?.cells ?? [] {
        let other = try forked.cell(cell.id.description).findings
        #expect(cell.findings.map { $0.facts["signal"] } == other.map { $0.facts["signal"] })
        #expect(cell.findings.map { $0.facts["step"] } == other.map { $0.facts["step"] })
        #expect(cell.findings.map { $0.facts["deadline"] } == other.map { $0.facts["deadline"] })
      }
    }

    @Test func `children left behind are told and ended`() async throws {
      let hostile = try await HostileRun.shared.value
      let finding = try hostile.run.finding("hostile/cpython-3.11/load/exits/abandon")
      #expect(finding.message.hasPrefix("left 1 process running"), "\(finding.message)")
      #expect(finding.facts["descendants"] == 1)
      let child = try #require(hostile.bench.text("child").flatMap(Int.init))
      #expect(Processes.isGone(child))
      #expect(try Processes.mentioning(hostile.bench.folder.string) == [])
    }

    @Test func `every failure comes with the command that repeats it`() async throws {
      let run = try await HostileRun.shared.value.run
      #expect(run.stdout.contains("harness run --only 'hostile/cpython-3.11/panic/contained/segfault'"))
    }

    @Test func `a flood of output stays bounded in memory, in the log and in the report`() async throws {
      let bench = try Workbench()
      try bench.wheel("hostile", module: HostileModule.source)
      try bench.write(
        matrix: HostileModule.matrix(
          "flood: { setup: import hostile, call: hostile.flood(), probes: [panic/contained] }"))
      let peak = PeakSize()
      let run = try await bench.run("run", "--only", "*/panic/contained/*") { process in
        await peak.set(try await Processes.peak(of: process))
      }
      #expect(run.exit == 0)
      #expect(await peak.kib > 0)
      #expect(await peak.kib < 150 << 10, "200 MB went through")
      let files = try FileManager.default.subpathsOfDirectory(atPath: bench.path("out"))
      let sizes = try files.map {
        try FileManager.default.attributesOfItem(atPath: bench.path("out/\($0)"))[.size] as? Int ?? 0
      }
      #expect(sizes.reduce(0, +) < 1 << 20, "\(files)")
    }
  }
}

private actor PeakSize {
  var kib = 0
  func set(_ kib: Int) { self.kib = kib }
}
