import Foundation
import Subprocess
import SystemPackage
import Testing

@testable import Running

/// The guard in a program of the test's own, which prints what it was told.
@Suite struct GuardInstrumentTests {
  private static let prelude = """
    #define _GNU_SOURCE
    #include "Instruments/Guard/guard.h"
    #include <dlfcn.h>
    #include <malloc.h>
    #include <pthread.h>
    #include <signal.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <sys/wait.h>
    #include <unistd.h>
    #define FIND(name) __typeof__(name) *name##_ = (__typeof__(name) *)dlsym(RTLD_DEFAULT, #name)
    static void *volatile block, *volatile other;
    static const char *const everything[] = {"", NULL};
    static bool (*explain)(uintptr_t, struct guard_event *);
    static void print(const struct guard_event *event) {
      static const char *const words[] = {"double", "use", "overrun", "underrun", "foreign", "mismatch"};
      char text[200];
      int length = snprintf(text, sizeof text, "%s %zu %td %d%d;", words[event->kind], event->size, event->offset,
                            event->allocated.depth > 0, event->freed.depth > 0);
      (void)!write(1, text, (size_t)length);
    }
    static void fault(int number, siginfo_t *info, void *context) {
      struct guard_event event;
      (void)number, (void)context;
      if (explain((uintptr_t)info->si_addr, &event))
        print(&event);
      _exit(0);
    }
    static void tell(void) {
      FIND(harness_guard_next);
      for (struct guard_event event; harness_guard_next_(&event);)
        print(&event);
    }
    static void begin(void) {
      FIND(harness_guard_begin);
      FIND(harness_guard_explain);
      FIND(harness_guard_own);
      struct sigaction action = {.sa_sigaction = fault, .sa_flags = SA_SIGINFO};
      explain = harness_guard_explain_;
      sigaction(SIGSEGV, &action, NULL);
      harness_guard_own_(everything);
      if (!harness_guard_begin_())
        _exit(9);
    }

    """

  /// What is printed of these statements in the window, `before` which others may run.
  private func told(_ statements: String, before: String = "", functions: String = "") async throws -> String? {
    let program = try await SupervisedHost.program(
      Self.prelude + "\(functions)\nint main(void) {\n\(before)\nbegin();\n\(statements)\ntell();\n_exit(0);\n}\n",
      flags: ["-fno-builtin", "-w"], libraries: ["-lpthread", "-ldl"])
    let instrument = try await NativeBench.compiler.guardInstrument()
    let result = try await Subprocess.run(
      .path(program), environment: .custom(["LD_PRELOAD": instrument.string]), output: .string(limit: 65_536))
    #expect(result.terminationStatus == .exited(0), "\(statements)")
    return result.standardOutput
  }

  @Test(arguments: [
    ("block = malloc(40); free(block); free(block);", "double 40 0 11;"),
    ("block = malloc(40); free(block); ((volatile char *)block)[8] = 1;", "use 40 8 11;"),
    ("block = malloc(48); ((volatile char *)block)[48] = 1;", "overrun 48 48 10;"),
    ("block = malloc(45); ((volatile char *)block)[45] = 1; free(block);", "overrun 45 45 10;"),
    ("block = malloc(48); ((volatile char *)block)[-3] = 1; free(block);", "underrun 48 -3 10;"),
    ("block = malloc(40); free((char *)block + 8); free(block);", "foreign 40 8 10;"),
    ("free((void *)\"literal\");", "foreign 0 0 00;"),
    ("char local; free(&local);", "foreign 0 0 00;"),
    (
      "block = malloc(40); block = realloc(block, 80); other = block; block = realloc(block, 8); free(other);",
      "double 80 0 11;"
    ),
  ]) func whatIsDoneToABlockIsTold(statements: String, told expected: String) async throws {
    #expect(try await told(statements) == expected)
  }

  @Test(arguments: [
    ("free(block); free(block);", "double 40 0 01;"),
    ("free((char *)block + 16); free(block);", "foreign 0 0 00;"),
    ("_ZdlPv(block);", "mismatch 0 0 00;"),
  ]) func blocksFromBeforeTheWindowAreKnown(statements: String, told expected: String) async throws {
    #expect(
      try await told(statements, before: "block = malloc(40);", functions: "__attribute__((weak)) void _ZdlPv(void *);")
        == expected)
  }

  @Test func soundCodeIsNotToldOf() async throws {
    let everyLength = """
      for (size_t bytes = 0; bytes < 70000; bytes += bytes < 300 ? 1 : 977) {
        block = malloc(bytes);
        memset(block, 1, bytes);
        if (malloc_usable_size(block) != bytes) _exit(7);
        other = calloc(1, bytes + 1);
        for (size_t i = 0; i <= bytes; i++) if (((char *)other)[i]) _exit(8);
        other = realloc(other, bytes * 2 + 7);
        memset(other, 2, bytes * 2 + 7);
        if (posix_memalign((void **)&block, 64, bytes) != 0 || (size_t)block % 64) _exit(9);
        memset(block, 3, bytes);
        free(block);
        free(other);
      }
      """
    #expect(try await told(everyLength) == "")
  }

  /// More blocks than there is room for, and larger ones, are libc's.
  @Test func whatHasNoRoomIsLibcs() async throws {
    let many = """
      static void *kept[40000];
      for (size_t i = 0; i < 40000; i++) memset(kept[i] = malloc(24), 1, 24);
      block = malloc(9 << 20);
      memset(block, 1, 9 << 20);
      block = realloc(block, 10 << 20);
      free(block);
      for (size_t i = 0; i < 40000; i++) free(kept[i]);
      for (size_t i = 0; i < 40000; i++) free(malloc(24));
      """
    #expect(try await told(many) == "")
  }

  @Test func threadsAndForkedChildrenAllocateOn() async throws {
    let functions = """
      static void *run(void *argument) {
        for (int i = 0; i < 3000; i++) free(realloc(malloc((size_t)i % 900), 40));
        return argument;
      }
      """
    let statements = """
      pthread_t threads[4];
      for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, run, NULL);
      for (int i = 0; i < 20; i++) {
        pid_t child = fork();
        if (child == 0) { run(NULL); _exit(0); }
        int status = 1;
        waitpid(child, &status, 0);
        if (status != 0) _exit(5);
      }
      for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
      """
    #expect(try await told(statements, functions: functions) == "")
  }

  @Test func theNthBlockIsRefusedOnce() async throws {
    let statements = """
      FIND(harness_guard_refuse);
      FIND(harness_guard_asked);
      harness_guard_refuse_(2);
      int given = 0;
      for (int i = 0; i < 5; i++) given += malloc(8) != NULL;
      if (given != 4 || harness_guard_asked_() != 5) _exit(6);
      harness_guard_refuse_(0);
      """
    #expect(try await told(statements) == "")
  }
}
