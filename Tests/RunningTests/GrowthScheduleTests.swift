import Foundation
import Model
import Subprocess
import Testing

@testable import Running

/// growth.c by itself, on a clock of the test's: the numbers are those of `growth_plan_default`.
///
/// The first four calls size the windows (one to settle, three timed); the warm-up is one window more.
@Suite struct GrowthScheduleTests {
  /// `driver RULE NANOSECONDS-A-CALL [noted | scarce]`; a counter that grows by the rule, and one that never does.
  private static let driver = """
    #include "Hosts/Wire/wire.h"
    #include "Instruments/Growth/growth.h"
    #include <math.h>
    #include <stdlib.h>
    #include <string.h>
    #include <time.h>
    static long long nanoseconds = 1000000000, calls, settled;
    static const char *rule;
    int clock_gettime(clockid_t clock, struct timespec *time) {
      (void)clock;
      *time = (struct timespec){nanoseconds / 1000000000, nanoseconds % 1000000000};
      return 0;
    }
    static double counter(void *context) {
      (void)context;
      if (strcmp(rule, "always") == 0) return (double)calls;
      if (strcmp(rule, "every-1000th") == 0) return (double)(calls / 1000);
      if (strncmp(rule, "bounded-", 8) == 0) return fmin((double)calls, atof(rule + 8));
      if (strcmp(rule, "runs-out") == 0) return calls > 6000 ? NAN : 0;
      if (strcmp(rule, "falls") == 0) return -(double)calls;
      double capacity = 1;
      while (strcmp(rule, "doubles") == 0 && capacity < (double)calls) capacity *= 2;
      return capacity;
    }
    static double flat(void *context) { return (void)context, 7; }
    static void settle(void *context) { (void)context, settled++; }
    int main(int count, char **arguments) {
      static struct growth growth;
      rule = arguments[1];
      long long took = atoll(arguments[2]);
      wire_use(1, NULL);
      growth_begin(&growth, &growth_plan_default, NULL);
      growth.settle = settle;
      const char *kind = count > 3 ? arguments[3] : "";
      (*kind == 'n' ? growth_note : *kind == 's' ? growth_count_scarce : growth_count)(&growth, "counter", counter);
      growth_count(&growth, "flat", flat);
      while (growth_next(&growth)) calls++, nanoseconds += took;
      growth_report(&growth);
      wire_fact_number("made", (double)calls);
      wire_fact_number("settled", (double)settled);
    }

    """

  private func schedule(_ rule: String, nanoseconds: Int = 1000, _ kind: String? = nil) async throws -> Schedule {
    let program = try await SupervisedHost.program(
      Self.driver, sources: ["Instruments/Growth/growth.c", "Hosts/Wire/wire.c"], libraries: ["-ldl", "-lm"])
    let result = try await Subprocess.run(
      .path(program), arguments: Arguments([rule, "\(nanoseconds)"] + (kind.map { [$0] } ?? [])),
      output: .string(limit: 1 << 20))
    let lines = result.standardOutput.split(separator: "\n")
    return Schedule(
      outcome: SupervisedHost.Outcome(
        observations: try lines.map { try JSONDecoder().decode(Observation.self, from: Data($0.utf8)) }))
  }

  /// Windows of `size` calls after `first`.
  private func calls(from first: Int, windows: Int, of size: Int) -> [Double] {
    (0...windows).map { Double(first + $0 * size) }
  }

  @Test func `what never grows is read 17 times, after windows of 1,000 calls`() async throws {
    let schedule = try await schedule("never")
    let series = try #require(schedule.series("counter"))
    #expect(series.calls == calls(from: 1004, windows: 16, of: 1000))
    #expect(series.values == Array(repeating: 1, count: 17))
    #expect(schedule.fact("made") == 17_004)
    #expect(schedule.fact("settled") == 17, "before each reading")
  }

  @Test func `what always grows is read 33 times`() async throws {
    let schedule = try await schedule("always")
    let series = try #require(schedule.series("counter"))
    #expect(series.calls == calls(from: 1004, windows: 32, of: 1000))
    #expect(series.values == series.calls, "each reading is of the calls that had been made")
    #expect(schedule.fact("made") == 33_004)
  }

  /// 86,996 calls more would take 43 ms; in windows of six times 1,000 calls.
  @Test func `what always grows in a call of half a microsecond is followed past 120,000 calls`() async throws {
    let schedule = try await schedule("always", nanoseconds: 500)
    #expect(schedule.fact("made") == 129_004)
    #expect(schedule.series("counter")?.calls.suffix(17) == calls(from: 33_004, windows: 16, of: 6000)[...])
  }

  @Test func `a bound of 100,000 that a call of half a microsecond fills is flat at the end`() async throws {
    let series = try #require(try await schedule("bounded-100000", nanoseconds: 500).series("counter"))
    #expect(series.values.suffix(5) == Array(repeating: 100_000, count: 5)[...])
  }

  /// 250 µs a call would be 40 calls a window, 680 in all.
  @Test func `a slower call is made 1,100 times where that takes no longer than 0 4 s`() async throws {
    #expect(try await schedule("never", nanoseconds: 250_000).fact("made") == .number(4 + 17 * 65))
    #expect(try await schedule("never", nanoseconds: 400_000).fact("made") == .number(4 + 17 * 25))
  }

  @Test func `what a process has few of is read after windows of 64 calls while each call keeps one`() async throws {
    let series = try #require(try await schedule("always", "scarce").series("counter"))
    #expect(series.calls == calls(from: 4 + 64, windows: 16, of: 64))
  }

  @Test func `a pool that fills during short windows is followed by windows of the usual size`() async throws {
    let schedule = try await schedule("bounded-100", "scarce")
    #expect(schedule.series("counter")?.calls.prefix(17) == calls(from: 4 + 64, windows: 16, of: 64)[...])
    #expect(schedule.series("counter")?.calls.suffix(17) == calls(from: 2092, windows: 16, of: 1000)[...])
  }

  @Test func `a few at the beginning leave the windows as they are`() async throws {
    #expect(try await schedule("bounded-8", "scarce").fact("made") == 17_004)
  }

  @Test func `every counter is read together, whichever asked for more`() async throws {
    let schedule = try await schedule("always")
    #expect(schedule.series("flat")?.calls == schedule.series("counter")?.calls)
    #expect(schedule.series("flat")?.values == Array(repeating: 7, count: 33))
  }

  @Test func `one every 1,000th call grows in every window, and escalates`() async throws {
    let series = try #require(try await schedule("every-1000th").series("counter"))
    #expect(series.values == (1...33).map(Double.init))
  }

  @Test func `a bound of 10,000 grows in 9 windows of 16, and is flat after the escalation`() async throws {
    let series = try #require(try await schedule("bounded-10000").series("counter"))
    #expect(series.calls.count == 33)
    #expect(series.values.prefix(9) == calls(from: 1004, windows: 8, of: 1000)[...])
    #expect(series.values.dropFirst(9) == Array(repeating: 10_000, count: 24)[...])
  }

  /// The round's middle is read at 9,004 calls, its end at 17,004.
  @Test(arguments: [(9004, 17), (9005, 33), (1004, 17), (17_004, 33), (5000, 17)])
  func `what stands higher at the end of the round than in its middle gets another`(bound: Int, readings: Int)
    async throws
  {
    #expect(try await schedule("bounded-\(bound)").series("counter")?.calls.count == readings)
  }

  /// 16 windows of 4,000 calls behind the first 17,004; 131,072 is the first power of two from 81,004 on.
  @Test func `what doubles grows in few windows, and gets windows four times as large`() async throws {
    let series = try #require(try await schedule("doubles").series("counter"))
    #expect(series.calls.count == 33)
    #expect(series.calls.last == 81_004)
    #expect(series.values.first == 1024)
    #expect(series.values.last == 131_072)
  }

  @Test func `what falls has settled`() async throws {
    #expect(try await schedule("falls").series("counter")?.calls.count == 17)
  }

  @Test func `a noted counter decides nothing`() async throws {
    let series = try #require(try await schedule("always", "noted").series("counter"))
    #expect(series.calls == calls(from: 1004, windows: 16, of: 1000))
  }

  @Test func `what can not be read any more ends the schedule, without that reading`() async throws {
    let schedule = try await schedule("runs-out")
    #expect(schedule.series("counter")?.calls == calls(from: 1004, windows: 4, of: 1000))
    #expect(schedule.series("flat")?.values.count == 5)
    #expect(schedule.fact("made") == 6004)
  }

  /// 10 ms hold 76 calls of 130 µs; the escalation's 1.5 s hold 16 windows of 721.
  @Test func `windows last 10 ms, and those of the escalation share 1.5 s`() async throws {
    let series = try #require(try await schedule("always", nanoseconds: 130_000).series("counter"))
    let first = calls(from: 4 + 76, windows: 16, of: 76)
    #expect(series.calls == first + calls(from: 1296, windows: 16, of: 721).dropFirst())
  }

  /// 149 ms is as long as a call may take and still get 16 windows; they are of one call.
  @Test(arguments: [(149_000_000, 17, 4), (151_000_000, 7, 2), (2_000_000_000, 7, 2)])
  func `slow calls are made one a window, and the slowest get 6 windows`(
    nanoseconds: Int, readings: Int, sizing: Int
  ) async throws {
    let schedule = try await schedule("never", nanoseconds: nanoseconds)
    #expect(schedule.series("counter")?.calls == calls(from: sizing + 1, windows: readings - 1, of: 1))
    #expect(schedule.fact("made") == .number(Double(sizing + readings)))
  }

  @Test func `a slow call that grows gets as many windows again`() async throws {
    let series = try #require(try await schedule("always", nanoseconds: 200_000_000).series("counter"))
    #expect(series.calls == calls(from: 3, windows: 12, of: 1))
  }
}

struct Schedule {
  var outcome: SupervisedHost.Outcome

  func series(_ fact: String) -> Series? {
    outcome.observations.lazy
      .compactMap { if case .series(let series) = $0, series.fact == fact { series } else { nil } }.first
  }

  func fact(_ name: String) -> Value? {
    outcome.observations.lazy.compactMap { if case .fact(name, let value) = $0 { value } else { nil } }.first
  }
}
