import Foundation
import Testing

/// What a reader's process may no longer do: tried by a small program that confines itself with the same source.
@Suite struct ReaderConfinementTests {
  private static let program = """
    #define _GNU_SOURCE
    #include "confine_reader.h"
    #include <asm/ioctls.h>
    #include <errno.h>
    #include <fcntl.h>
    #include <pthread.h>
    #include <sched.h>
    #include <signal.h>
    #include <stdio.h>
    #include <sys/resource.h>
    #include <sys/ioctl.h>
    #include <sys/shm.h>
    #include <sys/socket.h>
    #include <sys/stat.h>
    #include <sys/syscall.h>
    #include <sys/time.h>
    #include <sys/wait.h>
    #include <sys/xattr.h>
    #include <unistd.h>

    static void *nothing(void *argument) { return argument; }

    static void tell(const char *what, int done) { printf("%s %s\\n", what, done ? "done" : "refused"); }

    /* Landlock refuses with EACCES: what says EPERM is refused in each of its versions, and without it. */
    static void call(const char *what, long result) {
      printf("%s %s\\n", what, result != -1 ? "done" : errno == EPERM ? "refused" : "failed-otherwise");
    }

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
      const char *other = words[3], *own = words[1];
      int parent = getppid(), file = open(own, O_RDONLY);
      call("truncate", truncate(other, 0));
      call("truncate-by-opening", open(own, O_RDONLY | O_TRUNC));
      call("chmod", chmod(other, 0777));
      call("fchmod", fchmod(file, 0777));
      call("fchmodat", fchmodat(AT_FDCWD, other, 0777, 0));
      call("chown", chown(other, getuid(), getgid()));
      call("lchown", lchown(other, getuid(), getgid()));
      call("fchown", fchown(file, getuid(), getgid()));
      call("fchownat", fchownat(AT_FDCWD, other, getuid(), getgid(), 0));
      call("utimensat", utimensat(AT_FDCWD, other, NULL, 0));
      call("utimes", utimes(other, NULL));
      call("setxattr", setxattr(other, "user.a", "b", 1, 0));
      call("fsetxattr", fsetxattr(file, "user.a", "b", 1, 0));
      call("removexattr", removexattr(other, "user.a"));
      call("signal", kill(parent, 0));
      call("signal-thread", syscall(SYS_tgkill, parent, parent, 0));
      call("signal-any-thread", syscall(SYS_tkill, parent, 0));
      call("signal-own-thread", syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), 0));
      siginfo_t info = {.si_code = SI_QUEUE};
      call("queue-signal", syscall(SYS_rt_sigqueueinfo, parent, 0, &info));
      call("queue-thread-signal", syscall(SYS_rt_tgsigqueueinfo, parent, parent, 0, &info));
      call("process-descriptor", syscall(434, parent, 0));
      call("signal-by-descriptor", syscall(424, file, 0, NULL, 0));
      call("descriptor-of-another", syscall(438, file, 0, 0));
      struct rlimit limit;
      call("limit-of-another", prlimit(parent, RLIMIT_CORE, NULL, &limit));
      call("own-limit", prlimit(0, RLIMIT_CORE, NULL, &limit));
      cpu_set_t processors;
      sched_getaffinity(0, sizeof processors, &processors);
      call("processors-of-another", sched_setaffinity(parent, sizeof processors, &processors));
      call("own-processors", sched_setaffinity(0, sizeof processors, &processors));
      call("priority-of-another", setpriority(PRIO_PROCESS, parent, 0));
      call("shared-memory", shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600));
      int terminal = open("/dev/null", O_RDONLY);
      call("type-into-terminal", ioctl(terminal < 0 ? file : terminal, TIOCSTI, "a"));
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
    "local-socket", "fork", "exec", "truncate", "truncate-by-opening", "chmod", "fchmod", "fchmodat", "chown", "lchown",
    "fchown", "fchownat", "utimensat", "utimes", "setxattr", "fsetxattr", "removexattr", "signal", "signal-thread",
    "signal-any-thread", "queue-signal", "queue-thread-signal", "process-descriptor", "signal-by-descriptor",
    "descriptor-of-another", "limit-of-another", "processors-of-another", "priority-of-another", "shared-memory",
    "type-into-terminal",
  ]
  private static let may = [
    "read-own", "write-scratch", "nameless-scratch", "thread", "signal-own-thread", "own-limit", "own-processors",
  ]

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
          "-o", "confined", "program.c", "-pthread",
        ] + ["reader", "files", "calls"].map { "\(source)/confine_\($0).c" }, in: folder)
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
