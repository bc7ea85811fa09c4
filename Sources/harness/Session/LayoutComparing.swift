import Foundation
import Model
import Packaging
import Running

/// What is inside the types of two C libraries, held against each other by libabigail's abidiff where both have debugging
/// information.
struct LayoutComparing: Sendable {
  /// Bytes of private writable memory that abidiff may take; more than our own readers, since it holds all types of both
  /// files at once: BoringSSL's libcrypto, with 2.1 MB of debugging information, takes it 268 MiB against itself.
  static let memory = 1 << 30
  /// abidiff's own: the first says that it failed, the second that it was asked wrongly.
  private static let failures: Int32 = 1 | 2

  /// This program, but in tests.
  var reader = ReaderProcess.itself
  /// Nil: as long as files of their size may take.
  var time: ReadingTime?
  /// Folders in which abidiff is looked for, as PATH has them.
  var searched = ProcessInfo.processInfo.environment["PATH"] ?? ""

  /// Adds to the comparison what it finds, or why that could not be found out.
  func extend(_ comparison: inout Comparison, _ old: Inspection, _ new: Inspection) async {
    guard old.form == .library, new.form == .library else { return }
    switch (old.hasDebugInformation, new.hasDebugInformation) {
    case (false, false):
      comparison.changes.append(
        Change(
          "layout-unseen", .information,
          "Neither file has debugging information (-g), so what is inside a struct or an enum was not compared, only "
            + "symbols and, where given, the header."))
    case (true, true): await run(&comparison, old.artifact, new.artifact)
    case (let before, _):
      comparison.unmeasured.append(
        "Only the \(before ? "old" : "new") file has debugging information, so what is inside a struct or an enum could not "
          + "be compared: build both with -g, and compare them before they are stripped.")
    }
  }

  private func run(_ comparison: inout Comparison, _ old: Artifact, _ new: Artifact) async {
    guard let abidiff = program else {
      comparison.unmeasured.append(
        "Both files have debugging information, and abidiff, which compares what is inside a struct or an enum by it, is "
          + "not in PATH. Install it (Debian: apt-get install abigail-tools).")
      return
    }
    // Given for one of the two, it says of both what users see.
    let header = (old.header ?? new.header).map { ["--header", $0] } ?? []
    let time = time ?? ReadingTime(ofLayoutsIn: [old.path, new.path])
    let arguments =
      ["compare-layouts", "--abidiff", abidiff, "--old", old.path, "--new", new.path] + header + time.arguments
    do throws(RunningError) {
      read(
        try await ReaderProcess(program: reader, arguments: arguments, deadline: time.deadline).run(), time, &comparison
      )
    } catch { comparison.unmeasured.append(Self.reason("\(error)")) }
  }

  private func read(_ outcome: ReaderProcess.Outcome, _ time: ReadingTime, _ comparison: inout Comparison) {
    switch outcome {
    case .read(let data): judge(data, &comparison)
    case .late: comparison.unmeasured.append(Self.reason("it \(time.passed)"))
    case .died(SIGXCPU): comparison.unmeasured.append(Self.reason("it \(time.used)"))
    case .died(let signal):
      comparison.unmeasured.append(
        Self.reason(
          "it was ended by signal \(signal): the files are damaged, or take more than \(Self.memory >> 20) MiB"))
    case .tooLong: comparison.unmeasured.append(Self.reason("it has more to tell than is read"))
    case .exited(let code, let data, let complaint):
      guard code & Self.failures == 0 else {
        comparison.unmeasured.append(
          Self.reason(
            "it ended with \(code): \(complaint.split(separator: "\n").first.map { String($0.prefix(300)) } ?? "")"))
        return
      }
      judge(data, &comparison)
    }
  }

  /// A line of JSON, and abidiff's report.
  private func judge(_ data: Data, _ comparison: inout Comparison) {
    let end = data.firstIndex(of: UInt8(ascii: "\n")) ?? data.endIndex
    guard let headers = try? JSONDecoder().decode([PublicHeaders].self, from: data[..<end]) else {
      comparison.unmeasured.append(Self.reason("its report doesn't begin as it has to"))
      return
    }
    let report = LayoutReport(String(decoding: data[end...], as: UTF8.self))
    LayoutComparison(report, headers: headers.first).extend(&comparison)
    if report.isIncomplete { comparison.unmeasured.append(Self.reason("its report was understood in part only")) }
  }

  private static func reason(_ reason: String) -> String {
    "What is inside a struct or an enum could not be compared by abidiff: \(reason)."
  }

  private var program: String? {
    searched.split(separator: ":").map { "\($0)/abidiff" }.first {
      $0.hasPrefix("/") && FileManager.default.isExecutableFile(atPath: $0)
    }
  }
}

extension Inspection {
  fileprivate var hasDebugInformation: Bool { binaries.contains(where: \.hasDebugInformation) }
}
