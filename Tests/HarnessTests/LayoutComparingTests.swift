import Foundation
import Model
import Packaging
import Running
import Testing

@testable import harness

extension HarnessTests {
  /// abidiff run confined, by the program that was built, on files that it can read and on files that were made to hurt it.
  @Suite(.enabled("abidiff is installed") { access("/usr/bin/abidiff", X_OK) == 0 }) struct LayoutComparingTests {
    private let bench: Workbench
    private static let source =
      "struct words { int count; int length; };\nint words_count(struct words *words) { return words->count; }\n"

    init() throws {
      bench = try Workbench()
      try compile(Self.source, "old.so", "-g")
      try compile(Self.source.replacing("int count;", with: "int kind; int count;"), "new.so", "-g")
    }

    /// In a header, as `words.h`, all of it.
    private func compile(_ source: String, _ name: String, _ option: String) throws {
      try bench.write("# 1 \"words.h\"\n\(source)", to: "words.c")
      try build(name, ["-shared", "-fPIC", option])
    }

    private func build(_ name: String, _ options: [String]) throws {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/cc")
      process.arguments = options + ["-o", bench.path(name), bench.path("words.c")]
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }

    private func inspection(_ name: String, _ hasDebugInformation: Bool = true) -> Inspection {
      var inspection = Inspection(artifact: Artifact(path: bench.path(name), sha256: ""), form: .library)
      var binary = Inspection.Binary(path: name, bytes: 0, machine: "")
      binary.hasDebugInformation = hasDebugInformation
      inspection.binaries = [binary]
      return inspection
    }

    private func compared(_ old: Inspection, _ new: Inspection, _ comparing: LayoutComparing) async -> Comparison {
      var comparison = Comparison(old: .init(old), new: .init(new))
      await comparing.extend(&comparison, old, new)
      return comparison
    }

    private func compared(_ old: String, _ new: String) async -> Comparison {
      await compared(inspection(old), inspection(new), LayoutComparing(reader: Program.path.string))
    }

    @Test func `a member that is new in the middle is told with its figures`() async throws {
      let told = await compared("old.so", "new.so")
      #expect(told.unmeasured == [] && told.changes.map(\.kind) == ["layout-changed"], "\(told)")
      let message = told.changes.first?.message ?? ""
      #expect(message.contains("grew from 8 to 12 bytes; int kind is new at byte 0"), "\(message)")
      #expect(message.contains("count moved from byte 0 to 4") && message.contains("words_count"), "\(message)")
    }

    @Test func `without abidiff that is said, and what installs it`() async throws {
      let comparing = LayoutComparing(reader: Program.path.string, searched: bench.path("nowhere"))
      let told = await compared(inspection("old.so"), inspection("new.so"), comparing)
      #expect(told.changes == [] && told.unmeasured.first?.contains("apt-get install abigail-tools") == true)
    }

    @Test func `debugging information in one file only is said, and in neither is told`() async throws {
      let comparing = LayoutComparing(reader: "/nowhere")
      let one = await compared(inspection("old.so", false), inspection("new.so"), comparing)
      #expect(one.changes == [] && one.unmeasured.first?.contains("Only the new file") == true, "\(one)")
      let neither = await compared(inspection("old.so", false), inspection("new.so", false), comparing)
      #expect(neither.unmeasured == [] && neither.changes.map(\.kind) == ["layout-unseen"])
    }

    @Test(arguments: [
      ("kill -SEGV $$", "signal 11"), ("kill -KILL $$", "1024 MiB"), ("exec cat /dev/zero", "more to tell"),
      ("echo no such thing >&2; exit 3", "no such thing"), ("echo nonsense", "doesn't begin"),
      ("echo '[]'; echo 'Changed leaf types summary: 3 leaf types changed'; exit 4", "in part only"),
    ])
    func `what ends abidiff is a comparison that was not made, and why`(script: String, reason: String) async throws {
      try bench.write("#!/bin/sh\n\(script)\n", to: "reader")
      #expect(chmod(bench.path("reader"), 0o700) == 0)
      let told = await compared(
        inspection("old.so"), inspection("new.so"), LayoutComparing(reader: bench.path("reader")))
      #expect(told.changes == [] && told.unmeasured.count == 1)
      #expect(told.unmeasured.first?.contains(reason) == true, "\(told.unmeasured)")
    }

    /// A program in abidiff's place, as one that a file has taken over would be.
    private static let deeds = """
      #include <fcntl.h>
      #include <stdio.h>
      #include <sys/socket.h>
      #include <unistd.h>
      static void tell(const char *name, int result) {
        printf("%s %s\\n", name, result < 0 ? "refused" : "done");
        fflush(stdout);
      }
      int main(int count, char **words) {
        const char *old = words[count - 2];
        chdir(getenv("TMPDIR"));
        tell("read", open(old, O_RDONLY));
        tell("scratch", open("file", O_WRONLY | O_CREAT, 0600));
        tell("spy", open("SECRET", O_RDONLY));
        tell("overwrite", open(old, O_WRONLY));
        tell("create", open("FRESH", O_WRONLY | O_CREAT, 0600));
        tell("connect", socket(AF_INET, SOCK_STREAM, 0));
        tell("start", execl("/usr/bin/true", "true", NULL));
        tell("fork", fork());
      }
      """

    @Test func `what runs in abidiff's place reads the two files, and writes, starts and connects nothing`()
      async throws
    {
      try bench.write("secret", to: "secret")
      let deeds =
        "#include <stdlib.h>\n"
        + Self.deeds.replacing("SECRET", with: bench.path("secret")).replacing("FRESH", with: bench.path("fresh"))
      try bench.write(deeds, to: "words.c")
      try build("abidiff", [])
      let outcome = try await ReaderProcess(
        program: Program.path.string,
        arguments: [
          "compare-layouts", "--abidiff", bench.path("abidiff"), "--old", bench.path("old.so"), "--new",
          bench.path("new.so"), "--processor-seconds", "10",
        ], deadline: .seconds(60)
      ).run()
      guard case .read(let data) = outcome else {
        Issue.record("\(outcome)")
        return
      }
      let told = String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst().map(String.init)
      let refused = ["spy", "overwrite", "create", "connect", "start", "fork"]
      #expect(told == ["read done", "scratch done"] + refused.map { "\($0) refused" })
    }

    @Test(arguments: [
      ("for (;;);", "took more than 1 s of processor time"), ("pause();", "took longer than 6 s"),
      // A file that has taken it over may let the signal pass: then it is told as any other end.
      ("signal(SIGXCPU, SIG_IGN); for (;;);", "signal 9"),
    ])
    func `what is busy in abidiff's place is ended by its processor time, and what sleeps by the clock`(
      deed: String, reason: String
    ) async throws {
      try bench.write("#include <signal.h>\n#include <unistd.h>\nint main(void) { \(deed) }\n", to: "words.c")
      try build("abidiff", [])
      let comparing = LayoutComparing(
        reader: Program.path.string, time: ReadingTime(processorSeconds: 1), searched: bench.folder.string)
      let told = await compared(inspection("old.so"), inspection("new.so"), comparing)
      #expect(told.unmeasured.first?.contains(reason) == true, "\(told.unmeasured)")
    }

    /// Bytes of .debug_ sections are turned; what comes of it is a comparison, or the reason why there is none.
    @Test(.timeLimit(.minutes(5))) func `two hundred damaged files each come to an end`() async throws {
      let sound = [UInt8](try Data(contentsOf: URL(fileURLWithPath: bench.path("new.so"))))
      var state: UInt64 = 42
      func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
      }
      let clock = ContinuousClock()
      var longest = Duration.zero
      for _ in 0..<200 {
        var bytes = sound
        for _ in 0...next(8) { bytes[64 + next(bytes.count - 64)] = UInt8(next(256)) }
        try Data(bytes).write(to: URL(fileURLWithPath: bench.path("damaged.so")))
        let spent = try await clock.measure {
          let told = await compared("old.so", "damaged.so")
          #expect(told.unmeasured.count < 2 && told.changes.allSatisfy { $0.message.count < 4_000 })
        }
        longest = max(longest, spent)
      }
      print("the longest of 200 took \(longest)")
    }
  }
}
