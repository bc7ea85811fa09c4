import Foundation
import Model
import Running
import Testing

@testable import harness

extension HarnessTests {
  /// The process that holds two inspections against each other, and what its end is told as.
  @Suite struct InspectionComparingTests {
    private static func inspection(_ signatures: [String]) -> Inspection {
      var inspection = Inspection(artifact: Artifact(path: "/words-1.0.0.tgz", sha256: ""), form: .npmPackage)
      inspection.surface = signatures.map {
        Inspection.SurfaceItem(
          kind: .function, name: "words.count", signature: $0, source: "package/index.d.ts:declaration")
      }
      return inspection
    }

    private static func pair(_ old: [String], _ new: [String]) -> InspectionPair {
      InspectionPair(old: inspection(old), new: inspection(new))
    }

    private let comparing = InspectionComparing(program: Program.path.string)

    @Test func `it tells what comparing them here tells`() async throws {
      let gone = try await comparing.compare(Self.pair(["(text: string): number"], []))
      #expect(gone.changes.map(\.kind) == ["declarations-dropped"], "\(gone)")
      let same = try await comparing.compare(Self.pair(["(text: string): number"], ["(text: string): number"]))
      #expect(same.changes == [] && same.unmeasured == [])
    }

    @Test func `nine thousand overloads are compared with themselves in the time that there is`() async throws {
      let overloads = (0..<9_000).map { "(text: string, way: 'x\($0)'): number" }
      let told = try await comparing.compare(Self.pair(overloads, overloads))
      #expect(told.changes == [] && told.unmeasured == [], "\(told.unmeasured)")
    }

    @Test func `what would take minutes to compare is ended, and said`() async throws {
      let old = (0..<9_000).map { "(text: string, way: 'x\($0)'): number" }
      let new = (0..<9_000).map { "(text: string, way: 'y\($0)'): number" }
      let comparing = InspectionComparing(program: Program.path.string, time: ReadingTime(processorSeconds: 1))
      let told = try await comparing.compare(Self.pair(old, new))
      #expect(told.unmeasured == ["The two could not be compared: that took more than 1 s of processor time."])
      #expect(told.changes == [])
    }

    @Test(arguments: [
      ("kill -KILL $$", "signal 9"), ("exec cat /dev/zero", "more to tell"), ("exec sleep 3600", "longer than 6 s"),
    ])
    func `what ends it is a comparison that was not made, and why`(script: String, reason: String) async throws {
      let told = try await run(script)
      #expect(told.changes == [] && told.unmeasured.count == 1)
      #expect(told.unmeasured.first?.contains(reason) == true, "\(told.unmeasured)")
    }

    @Test(arguments: ["echo nonsense", "exit 1"])
    func `one that has lost its own mind is the harness's fault`(script: String) async throws {
      await #expect(throws: RunningError.self) { try await run(script) }
    }

    private func run(_ script: String) async throws -> Comparison {
      signal(SIGPIPE, SIG_IGN)  // As the program does: nobody here reads what is asked.
      let bench = try Workbench()
      try bench.write("#!/bin/sh\n\(script)\n", to: "reader")
      #expect(chmod(bench.path("reader"), 0o700) == 0)
      let comparing = InspectionComparing(
        program: bench.path("reader"), time: ReadingTime(processorSeconds: 1))
      return try await comparing.compare(Self.pair([], []))
    }
  }
}
