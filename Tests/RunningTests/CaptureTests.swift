import Subprocess
import Testing

@testable import Running

/// capture.c by itself, fed in pieces of every awkward size.
@Suite struct CaptureTests {
  private static let driver = """
    #include "Hosts/Supervisor/capture.h"
    #include <stdio.h>
    #include <stdlib.h>
    static struct capture capture;
    static char tail[capture_tail], piece[1 << 20];
    static char letter(size_t at) { return (char)('!' + at * 2654435761u % 89); }
    int main(int count, char **arguments) {
      size_t total = strtoul(arguments[count - 2], 0, 10), size = strtoul(arguments[count - 1], 0, 10);
      for (size_t at = 0; at < total;) {
        size_t length = total - at < size ? total - at : size;
        for (size_t i = 0; i < length; i++) piece[i] = letter(at + i);
        capture_add(&capture, piece, length);
        at += length;
      }
      capture_add(&capture, piece, 0);
      size_t head = capture_head_length(&capture), kept = capture_take_tail(&capture, tail), wrong = 0;
      for (size_t i = 0; i < head; i++) wrong += capture.head[i] != letter(i);
      for (size_t i = 0; i < kept; i++) wrong += tail[i] != letter(total - kept + i);
      printf("%zu %zu %zu %zu", head, kept, capture_dropped(&capture), wrong);
    }

    """

  @Test(arguments: [
    (0, "0 0 0 0"), (1, "1 0 0 0"), (8191, "8191 0 0 0"), (8192, "8192 0 0 0"), (8193, "8192 1 0 0"),
    (24_575, "8192 16383 0 0"), (24_576, "8192 16384 0 0"), (24_577, "8192 16384 1 0"),
    (40_960, "8192 16384 16384 0"), (40_961, "8192 16384 16385 0"), (1_000_000, "8192 16384 975424 0"),
  ])
  func `head, tail and dropped are exact, however the bytes came`(total: Int, expected: String) async throws {
    let program = try await SupervisedHost.program(Self.driver, sources: ["Hosts/Supervisor/capture.c"])
    for piece in [1, 7, 8192, 16_384, 65_536, 1 << 20] {
      let result = try await Subprocess.run(
        .path(program), arguments: ["\(total)", "\(piece)"], output: .string(limit: 100))
      #expect(result.standardOutput == expected, "in pieces of \(piece)")
    }
  }
}
