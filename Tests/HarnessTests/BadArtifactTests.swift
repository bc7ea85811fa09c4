import Foundation
import Model
import Testing

/// One run of four targets that come to nothing, and a sound one between them.
private struct BadArtifactRun: Sendable {
  static let shared = Task { try await BadArtifactRun() }

  let bench: Workbench
  let run: HarnessRun

  init() async throws {
    bench = try Workbench()
    try bench.wheel("sound", module: "def answer():\n    return 42\n")
    try bench.wheel("raising", module: "raise LookupError('no such luck')\n")
    try bench.write("this is text\n", to: "text-1.0-py3-none-any.whl")
    try bench.write("#!/bin/sh\nfor i in $(seq 40); do echo \"line $i\"; done\nexit 7\n", to: "unbuildable/build.sh")
    let use = "setup: import sound, call: sound.answer(), probes: [panic/contained]"
    try bench.write(
      matrix: """
        targets:
          absent: { kind: wheel, artifact: absent-*.whl, hosts: [cpython-3.11], exercises: { use: { \(use) } } }
          unbuildable:
            kind: wheel
            build: { packager: command, path: unbuildable, command: sh build.sh }
            hosts: [cpython-3.11]
            exercises: { use: { \(use) } }
          text: { kind: wheel, artifact: text-*.whl, hosts: [cpython-3.11], exercises: { use: { \(use) } } }
          raising:
            kind: wheel
            artifact: raising-*.whl
            hosts: [cpython-3.11]
            exercises: { use: { setup: import raising, call: raising.answer(), probes: [panic/contained] } }
          sound: { kind: wheel, artifact: sound-*.whl, hosts: [cpython-3.11], exercises: { use: { \(use) } } }

        """)
    run = try await bench.run("run", "package/archive-sound", "load/imports", "panic/contained")
  }
}

extension HarnessTests {
  @Suite struct BadArtifactTests {
    private func verdicts(of target: String) async throws -> [String: Verdict] {
      let cells = try await BadArtifactRun.shared.value.run.verdicts.filter { $0.key.hasPrefix("\(target)/") }
      return Dictionary(uniqueKeysWithValues: cells.map { (String($0.key.dropFirst(target.count + 1)), $0.value) })
    }

    private func allThree(_ archive: Verdict, _ imports: Verdict, _ contained: Verdict) -> [String: Verdict] {
      [
        "-/package/archive-sound/-": archive, "cpython-3.11/load/imports/-": imports,
        "cpython-3.11/panic/contained/use": contained,
      ]
    }

    @Test func `what is sound passes beside what is not, and the run fails`() async throws {
      #expect(try await verdicts(of: "sound") == allThree(.passed, .passed, .passed))
      let run = try await BadArtifactRun.shared.value.run
      #expect(run.exit == 1)
      #expect(run.stderr.isEmpty, "\(run.stderr)")
    }

    @Test func `a missing artifact answers nothing, and its pattern is named`() async throws {
      #expect(try await verdicts(of: "absent") == allThree(.notEstablished, .notEstablished, .notEstablished))
      let hostile = try await BadArtifactRun.shared.value
      let reason = try #require(try hostile.run.cell("absent/-/package/archive-sound/-").reason)
      #expect(reason.contains("no file matches \(hostile.bench.path("absent-*.whl"))"), "\(reason)")
      let target = try #require(hostile.run.results?.targets.first { $0.id == "absent" })
      #expect(target.artifact == nil)
      #expect(target.facts["error"]?.string?.contains("no file matches") == true)
    }

    @Test func `a build that fails shows its last 30 lines, and the whole log is kept`() async throws {
      #expect(try await verdicts(of: "unbuildable") == allThree(.notEstablished, .notEstablished, .notEstablished))
      let hostile = try await BadArtifactRun.shared.value
      let shown = hostile.run.stdout.split(separator: "\n").filter { $0.hasPrefix("  | ") }.map { $0.dropFirst(4) }
      #expect(shown == (11...40).map { "line \($0)" })
      let log = "out/builds/unbuildable.log"
      #expect(hostile.run.stdout.contains("whole log: \(hostile.bench.path(log))"))
      let kept = try #require(hostile.bench.text(log)).split(separator: "\n").filter { $0.hasPrefix("line ") }
      #expect(kept == (1...40).map { "line \($0)" })
    }

    @Test func `a wheel that is no zip is told as that, and nothing can be asked of it`() async throws {
      #expect(try await verdicts(of: "text") == allThree(.failed, .notEstablished, .notEstablished))
      let run = try await BadArtifactRun.shared.value.run
      #expect(try run.finding("text/-/package/archive-sound/-").facts["fact"] == "not-a-zip")
      let reason = try #require(try run.cell("text/cpython-3.11/load/imports/-").reason)
      #expect(reason.contains("pip could not install"), "\(reason)")
    }

    @Test func `an import that raises fails with its type and message, and nothing else can be asked`() async throws {
      #expect(try await verdicts(of: "raising") == allThree(.passed, .failed, .notEstablished))
      let run = try await BadArtifactRun.shared.value.run
      let finding = try run.finding("raising/cpython-3.11/load/imports/-")
      #expect(finding.message == "import raised LookupError: no such luck")
      #expect(finding.facts["type"] == "LookupError")
      #expect(finding.where.contains { $0.contains("raising.py:1") }, "\(finding.where)")
      let reason = try run.cell("raising/cpython-3.11/panic/contained/use").reason
      #expect(reason == "import raised LookupError: no such luck")
    }

    @Test(arguments: ["absent", "unbuildable", "text", "raising"])
    func `each of them alone fails a run`(target: String) async throws {
      let bench = try await BadArtifactRun.shared.value.bench
      let probe = target == "raising" ? "load/imports" : "package/archive-sound"
      #expect(try await bench.run("run", "--only", "\(target)/*/\(probe)/*").exit == 1)
    }
  }
}
