import Foundation
import Subprocess
import SystemPackage
import Testing

@testable import Running

/// The counting allocator in a program of the test's own, which prints what changed in the counters.
@Suite struct HeapInstrumentTests {
  private static let prelude = """
    #define _GNU_SOURCE
    #include "Instruments/Heap/heap.h"
    #include <dlfcn.h>
    #include <errno.h>
    #include <malloc.h>
    #include <pthread.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <sys/mman.h>
    #include <sys/wait.h>
    #include <unistd.h>
    static void (*heap_read)(struct heap_reading *);
    static struct heap_reading before, after;
    static void *volatile kept, *volatile other;
    static long long expected_bytes;
    static void find(void) { *(void **)&heap_read = dlsym(RTLD_DEFAULT, "harness_heap_read"); }
    static void tell(void) {
      static char text[256];
      int length = snprintf(text, sizeof text, "%lld %lld %lld", (long long)(after.live_blocks - before.live_blocks),
                            (long long)(after.live_bytes - before.live_bytes) - expected_bytes,
                            (long long)(after.mapped_bytes - before.mapped_bytes));
      (void)!write(1, text, (size_t)length);
    }

    """

  /// What `code` prints, run under the instrument.
  private func output(of code: String, libraries: [String] = ["-lpthread", "-ldl"]) async throws -> String? {
    let program = try await SupervisedHost.program(
      Self.prelude + code, flags: ["-fno-builtin", "-w"], libraries: libraries)
    let instrument = try await NativeBench.compiler.heapInstrument()
    let result = try await Subprocess.run(
      .path(program), environment: .custom(["LD_PRELOAD": instrument.string]), output: .string(limit: 65_536))
    #expect(result.terminationStatus == .exited(0), "\(code)")
    return result.standardOutput
  }

  /// Growth in blocks, in bytes beyond `expected_bytes`, and in mapped bytes, over these statements.
  private func growth(_ statements: String, before functions: String = "") async throws -> String? {
    try await output(
      of: """
        \(functions)
        int main(void) {
          find();
          heap_read(&before);
          \(statements)
          heap_read(&after);
          tell();
        }

        """)
  }

  @Test(arguments: [
    "",
    "for (int i = 0; i < 1000; i++) { kept = malloc((size_t)i); free(kept); }",
    "kept = malloc(0); free(kept); free(NULL);",
    "kept = calloc(100, 100); free(kept);",
    "kept = malloc(10); kept = realloc(kept, 1 << 22); free(kept);",
    "kept = malloc(1 << 22); kept = realloc(kept, 10); free(kept);",
    "kept = malloc(100); kept = realloc(kept, 100); free(kept);",
    "kept = realloc(NULL, 64); free(kept);",
    "kept = malloc(64); kept = realloc(kept, 0); if (kept) free(kept);",
    "kept = malloc(64); other = realloc(kept, PTRDIFF_MAX); if (other || errno != ENOMEM) abort(); free(kept);",
    "kept = malloc(64); other = reallocarray(kept, 1ul << 33, 1ul << 33); if (other) abort(); free(kept);",
    "kept = reallocarray(NULL, 10, 10); kept = reallocarray(kept, 1000, 10); free(kept);",
    "void *p; for (int i = 0; i < 12; i++) { if (posix_memalign(&p, 8ul << i, 100)) abort(); free(p); }",
    "void *p = &p; if (posix_memalign(&p, 3, 8) != EINVAL || posix_memalign(&p, 0, 8) != EINVAL || p != &p) abort();",
    "void *p = &p; if (posix_memalign(&p, 64, PTRDIFF_MAX) != ENOMEM || p != &p) abort();",
    "kept = aligned_alloc(4096, 8192); if ((uintptr_t)kept % 4096) abort(); free(kept);",
    "kept = memalign(512, 10); if ((uintptr_t)kept % 512) abort(); free(kept);",
    "kept = memalign(512, 10); kept = realloc(kept, 100000); free(kept);",
    "kept = valloc(10); if ((uintptr_t)kept % 4096) abort(); free(kept);",
    "kept = pvalloc(5000); if (malloc_usable_size(kept) < 8192) abort(); free(kept);",
    "kept = malloc(PTRDIFF_MAX); other = calloc(1ul << 33, 1ul << 33); if (kept || other) abort();",
    "kept = strdup(\"a\"); free(kept); char *line = NULL; if (asprintf(&line, \"%d\", 7) != 1) abort(); free(line);",
    "kept = malloc(64 << 20); memset(kept, 1, 64 << 20); free(kept);",
  ])
  func `what is given back leaves every counter where it was`(statements: String) async throws {
    #expect(try await growth(statements) == "0 0 0")
  }

  @Test(arguments: [
    ("malloc(16)", 1), ("malloc(24)", 1), ("malloc(25)", 1), ("malloc(0)", 1), ("calloc(3, 7)", 1),
    ("realloc(malloc(10), 1000)", 1), ("aligned_alloc(256, 256)", 1), ("valloc(1)", 1),
    ("malloc(32 << 20)", 1), ("strdup(\"sixteen letters.\")", 1),
  ])
  func `what is kept is counted in blocks and in usable bytes`(call: String, blocks: Int) async throws {
    let statements = "for (int i = 0; i < 100; i++) { kept = \(call); expected_bytes += malloc_usable_size(kept); }"
    #expect(try await growth(statements) == "\(blocks * 100) 0 0")
  }

  @Test func `sixteen bytes are the twenty-four that glibc gives`() async throws {
    #expect(try await growth("for (int i = 0; i < 1000; i++) kept = malloc(16);") == "1000 24000 0")
  }

  @Test func `eight threads with 100,000 allocations each come back to where they were`() async throws {
    let work = """
      static void *work(void *nothing) {
        void *ring[32] = {0};
        for (int i = 0; i < 100000; i++) {
          free(ring[i % 32]);
          ring[i % 32] = i % 3 ? malloc((size_t)i % 700) : calloc(1, 40);
          if (i % 7 == 0) ring[i % 32] = realloc(ring[i % 32], (size_t)i % 2000 + 1);
        }
        for (int i = 0; i < 32; i++) free(ring[i]);
        return nothing;
      }
      static void run(void) {
        pthread_t threads[8];
        for (int i = 0; i < 8; i++) pthread_create(&threads[i], NULL, work, NULL);
        for (int i = 0; i < 8; i++) pthread_join(threads[i], NULL);
      }
      """
    /* libc keeps what it needs for a thread in its cache of stacks, so the second round tells. */
    #expect(try await growth("run(); heap_read(&before); run();", before: work) == "0 0 0")
  }

  @Test func `a block freed by another thread is given back`() async throws {
    let work = """
      static void *gives(void *block) { free(block); return malloc(48); }
      """
    let statements = """
      pthread_t thread; void *made;
      for (int i = 0; i < 2; i++) {
        heap_read(&before);
        pthread_create(&thread, NULL, gives, malloc(5000)); pthread_join(thread, &made); free(made);
      }
      """
    #expect(try await growth(statements, before: work) == "0 0 0")
  }

  @Test(arguments: [
    ("kept = MAP(1);", 4096), ("kept = MAP(4096);", 4096), ("kept = MAP(4097);", 8192),
    ("kept = MAP(8192); munmap(kept, 8192);", 0), ("kept = MAP(5000); munmap(kept, 5000);", 0),
    ("kept = MAP(12288); munmap(kept, 4096);", 8192),
    ("kept = MAP(4096); kept = mremap(kept, 4096, 16384, MREMAP_MAYMOVE);", 16_384),
    ("kept = MAP(16384); kept = mremap(kept, 16384, 4096, 0);", 4096),
    ("kept = MAP(4096); kept = mremap(kept, 4096, 40960, MREMAP_MAYMOVE); munmap(kept, 40960);", 0),
    ("if (mremap((void *)1, 4096, 8192, 0) != MAP_FAILED || errno == 0) abort();", 0),
    ("if (munmap((void *)1, 4096) != -1 || errno != EINVAL) abort();", 0),
    ("if (MAP(0) != MAP_FAILED || MAP(PTRDIFF_MAX) != MAP_FAILED) abort();", 0),
    (
      "kept = MAP(16384); if (mmap(kept, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != kept) abort();",
      16_384
    ),
  ])
  func `mapped bytes are whole pages, counted as they come and go`(statements: String, mapped: Int) async throws {
    let macro = "#define MAP(n) mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)"
    #expect(try await growth(statements, before: macro) == "0 0 \(mapped)")
  }

  /// 300 forks beside two threads that do nothing but allocate; each child allocates and leaves.
  private static let forking = """
    static volatile int over;
    static void *work(void *nothing) {
      while (!over) free(malloc(100));
      return nothing;
    }
    static int forks(void) {
      pthread_t threads[2];
      int sound = 0;
      for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, work, NULL);
      for (int i = 0; i < 300; i++) {
        pid_t child = fork();
        if (child == 0) {
          alarm(10);
          for (int k = 0; k < 100; k++) { kept = malloc(1000); free(kept); }
          _exit(0);
        }
        int status = -1;
        waitpid(child, &status, 0);
        sound += status == 0;
        if (status != 0) break;
      }
      over = 1;
      for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
      return sound;
    }

    """

  @Test func `a fork in the midst of other threads' allocations leaves a child that can allocate`() async throws {
    let main = "int main(void) { find(); printf(\"%d\", forks()); }\n"
    #expect(try await output(of: Self.forking + main) == "300")
  }

  @Test func `so does a fork while allocations are recorded`() async throws {
    let main = """
      int main(void) {
        bool (*start)(void);
        *(void **)&start = dlsym(RTLD_DEFAULT, "harness_heap_record_start");
        if (!start()) return 1;
        printf("%d", forks());
      }

      """
    #expect(try await output(of: Self.forking + main) == "300")
  }

  @Test func `survivors are gathered by the stack that allocated them, most blocks first`() async throws {
    let recorded = try await output(
      of: """
        static bool (*start)(void);
        static void (*stop)(void);
        static size_t (*survivors)(struct heap_survivors *, size_t);
        static uint64_t (*missed)(void);
        __attribute__((noinline)) void *keeps_many(void) { void *block = malloc(16); kept = block; return block; }
        __attribute__((noinline)) void *keeps_few(void) { void *block = calloc(1, 100); kept = block; return block; }
        __attribute__((noinline)) void *moves_one(void *old) { void *block = realloc(old, 3000); kept = block; return block; }
        __attribute__((noinline)) void *gives_back(void) { void *block = malloc(32); free(block); return block; }
        static const char *function_of(void *frame) {
          Dl_info info = {0};
          return dladdr(frame, &info) && info.dli_sname && strchr(info.dli_sname, '_') ? info.dli_sname : NULL;
        }
        int main(void) {
          static struct heap_survivors groups[8];
          *(void **)&start = dlsym(RTLD_DEFAULT, "harness_heap_record_start");
          *(void **)&stop = dlsym(RTLD_DEFAULT, "harness_heap_record_stop");
          *(void **)&survivors = dlsym(RTLD_DEFAULT, "harness_heap_record_survivors");
          *(void **)&missed = dlsym(RTLD_DEFAULT, "harness_heap_record_missed");
          void *old = keeps_many(), *freed = keeps_many();
          if (!start()) return 1;
          for (volatile int i = 0; i < 5; i++) keeps_few();
          for (volatile int i = 0; i < 200; i++) { keeps_many(); gives_back(); }
          free(freed);
          moves_one(old);
          void *late = keeps_few();
          stop();
          free(late);
          keeps_many();
          size_t count = survivors(groups, 8);
          for (size_t i = 0; i < count; i++) {
            const char *name = NULL;
            for (size_t k = 0; k < groups[i].depth && !name; k++) {
              name = function_of(groups[i].frames[k]);
              if (name && strncmp(name, "harness_", 8) == 0) name = NULL;
            }
            printf("%s %llu %llu\\n", name ? name : "?", (unsigned long long)groups[i].blocks,
                   (unsigned long long)groups[i].bytes);
          }
          printf("missed %llu\\n", (unsigned long long)missed());
        }

        """, libraries: ["-rdynamic", "-lpthread", "-ldl"])
    #expect(recorded == "keeps_many 200 4800\nkeeps_few 5 520\nmoves_one 1 3000\nmissed 0\n")
  }

  @Test func `more groups than there is room for are the fewest blocks' ones`() async throws {
    let recorded = try await output(
      of: """
        #define KEEPER(n) __attribute__((noinline)) void keeper##n(void) { for (volatile int i = 0; i < n; i++) kept = malloc(8); }
        KEEPER(1) KEEPER(2) KEEPER(3) KEEPER(4) KEEPER(5)
        int main(void) {
          static struct heap_survivors groups[3];
          bool (*start)(void);
          size_t (*survivors)(struct heap_survivors *, size_t);
          *(void **)&start = dlsym(RTLD_DEFAULT, "harness_heap_record_start");
          *(void **)&survivors = dlsym(RTLD_DEFAULT, "harness_heap_record_survivors");
          if (!start()) return 1;
          keeper2(); keeper5(); keeper1(); keeper4(); keeper3();
          size_t count = survivors(groups, 3);
          for (size_t i = 0; i < count; i++) printf("%llu ", (unsigned long long)groups[i].blocks);
        }

        """)
    #expect(recorded == "5 4 3 ")
  }
}
