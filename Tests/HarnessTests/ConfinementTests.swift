import Foundation
import Model
import Subprocess
import Testing

extension HarnessTests {
  /// Kernels that lack a part of what confines readers, played by a filter in front of the program.
  @Suite struct ConfinementTests {
    /// `without CALL ANSWER CONDITION PROGRAM…`: the call answers that errno; with CONDITION 1 only where its first argument
    /// is PR_SET_SECCOMP, with 2 only where its third is no null pointer.
    private static let source = """
      #include <linux/filter.h>
      #include <linux/seccomp.h>
      #include <stddef.h>
      #include <stdlib.h>
      #include <sys/prctl.h>
      #include <unistd.h>
      #define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset)
      int main(int count, char **words) {
        int condition = atoi(words[3]);
        struct sock_filter filter[] = {
            LOAD(offsetof(struct seccomp_data, nr)),
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, atoi(words[1]), 0, 4),
            LOAD(offsetof(struct seccomp_data, args) + (condition == 2 ? 16 : 0)),
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, condition == 2 ? 0 : PR_SET_SECCOMP, condition == 2 ? 2 : 0,
                     condition == 1 ? 2 : 0),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | atoi(words[2])),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        };
        struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
        if (count < 5 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
          return 99;
        execv(words[4], words + 4);
        return 98;
      }

      """

    private func bench() async throws -> Workbench {
      let bench = try Workbench()
      try bench.wheel("words", module: "")
      try bench.write(Self.source, to: "without.c")
      let built = try await Subprocess.run(
        .name("cc"), arguments: ["-Wall", "-Wextra", "-o", "without", "without.c"], workingDirectory: bench.folder,
        output: .discarded, error: .string(limit: 1 << 16))
      #expect(built.terminationStatus.isSuccess, "\(built.standardError)")
      return bench
    }

    private func run(_ bench: Workbench, without words: [String], _ arguments: [String]) async throws -> (Int32, String)
    {
      let done = try await Subprocess.run(
        .path(bench.folder.appending("without")), arguments: Arguments(words + [Program.path.string] + arguments),
        environment: .inherit.updating(["HARNESS_HOME": Program.repository.string, "TMPDIR": bench.path("tmp")]),
        workingDirectory: bench.folder, output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
      guard case .exited(let code) = done.terminationStatus else { return (-1, done.standardError) }
      return (code, done.standardOutput + done.standardError)
    }

    /// landlock_create_ruleset is 444 everywhere; prctl 157 and prlimit64 302 on x86_64, 167 and 261 on arm64.
    #if arch(x86_64)
      private static let (prctl, prlimit) = ("157", "302")
    #else
      private static let (prctl, prlimit) = ("167", "261")
    #endif

    @Test(arguments: [("Landlock", ["444", "95", "0"]), ("seccomp", [prctl, "22", "1"])])
    func `where the kernel lacks one, files are read all the same, and doctor says so`(lacks: String, words: [String])
      async throws
    {
      let bench = try await bench()
      let (status, text) = try await run(bench, without: words, ["inspect", "words-1.0-py3-none-any.whl"])
      #expect(status == 0 && text.contains("words-1.0-py3-none-any.whl"), "\(text)")
      let (_, told) = try await run(bench, without: words, ["doctor"])
      #expect(told.contains("limits only: this kernel has no \(lacks)\n"), "\(told)")
    }

    @Test func `where a limit can't be set nothing is read, which is the harness's fault`() async throws {
      let bench = try await bench()
      let words = [Self.prlimit, "1", "2"]
      let (status, text) = try await run(bench, without: words, ["inspect", "words-1.0-py3-none-any.whl"])
      #expect(status == 3 && text.contains("the limit on data can't be set"), "\(status) \(text)")
    }
  }
}
