import Foundation
import Testing

/// What a reader's process may no longer do: tried by a small program that confines itself with the same source.
@Suite struct ReaderConfinementTests {
  private static let program = """
    #define _GNU_SOURCE
    #include "confine_reader.h"
    #include <fcntl.h>
    #include <pthread.h>
    #include <stdio.h>
    #include <sys/socket.h>
    #include <sys/wait.h>
    #include <unistd.h>

    static void *nothing(void *argument) { return argument; }

    static void tell(const char *what, int done) { printf("%s %s\\n", what, done ? "done" : "refused"); }

    int main(int count, char **words) {
      (void)count;
      const char *readable[] = {words[1]}, *writable[] = {words[2]};
      int bits = harness_confine_reader(readable, 1, writable, 1);
      printf("files %d\\ncalls %d\\n", bits & harness_confined_files, bits & harness_confined_calls);
      char path[4096];
      tell("read-own", open(words[1], O_RDONLY) >= 0);
      tell("read-other", open(words[3], O_RDONLY) >= 0);
      tell("read-passwords", open("/etc/passwd", O_RDONLY) >= 0);
      tell("write-own", open(words[1], O_WRONLY) >= 0);
      tell("write-other", open(words[3], O_WRONLY | O_TRUNC) >= 0);
      snprintf(path, sizeof path, "%s/new", words[2]);
      tell("write-scratch", open(path, O_WRONLY | O_CREAT, 0600) >= 0);
      tell("nameless-scratch", open(words[2], O_TMPFILE | O_RDWR, 0600) >= 0);
      snprintf(path, sizeof path, "%s.beside", words[2]);
      tell("write-beside", open(path, O_WRONLY | O_CREAT, 0600) >= 0);
      tell("unlink-other", unlink(words[3]) == 0);
      tell("socket", socket(AF_INET, SOCK_STREAM, 0) >= 0);
      tell("local-socket", socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
      pthread_t thread;
      tell("thread", pthread_create(&thread, NULL, nothing, NULL) == 0 && pthread_join(thread, NULL) == 0);
      fflush(stdout);
      int child = fork();
      if (child == 0)
        _exit(0);
      tell("fork", child > 0);
      char *arguments[] = {"true", NULL};
      fflush(stdout);
      execv("/bin/true", arguments);
      tell("exec", 0);
      return 0;
    }

    """

  private static let mayNot = [
    "read-other", "read-passwords", "write-own", "write-other", "write-beside", "unlink-other", "socket",
    "local-socket",
    "fork", "exec",
  ]
  private static let may = ["read-own", "write-scratch", "nameless-scratch", "thread"]

  @Test func `a reader reads its file, writes to its scratch folder, and does nothing else`() throws {
    let source = "\(Fixture.repository)/Sources/CConfine"
    let told = try Fixture.withFolder { folder in
      for (name, text) in [("program.c", Self.program), ("artifact", "a"), ("other", "secret")] {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
      }
      try FileManager.default.createDirectory(atPath: "\(folder)/scratch", withIntermediateDirectories: true)
      try Fixture.run(
        [
          "cc", "-D_Nonnull=", "-D_Nullable=", "-Wall", "-Wextra", "-Werror", "-I",
          "\(source)/include",
          "-o", "confined", "program.c", "\(source)/confine_reader.c", "-pthread",
        ], in: folder)
      return try Fixture.output(
        ["\(folder)/confined", "\(folder)/artifact", "\(folder)/scratch", "\(folder)/other"], in: folder)
    }
    let answers = Dictionary(
      uniqueKeysWithValues: told.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        .map { ($0[0], $0[1]) })
    #expect(answers["calls"] != "0", "seccomp is in every kernel that Debian 12 has")
    guard answers["files"] != "0" else { try Test.cancel("this kernel has no Landlock") }
    for deed in Self.may { #expect(answers[deed] == "done", "\(deed)") }
    for deed in Self.mayNot { #expect(answers[deed] == "refused", "\(deed)") }
  }
}
