import Packaging
import Testing

@Suite struct WheelTagFitTests {
  @Test(arguments: [
    ("cp313-cp313", [true, false, false]), ("cp313-abi3", [true, true, false]), ("cp39-abi3", [true, true, false]),
    ("cp315-abi3", [false, false, false]), ("cp314-cp314t", [false, false, true]),
    ("cp314-cp314", [false, true, false]),
    ("cp313-cp313t", [false, false, false]), ("cp314-none", [false, true, true]), ("py3-none", [true, true, true]),
    ("py314-none", [false, true, true]), ("py313-none", [true, true, true]), ("py2-none", [false, false, false]),
    ("cp314-abi3t", [false, false, true]), ("pp311-pypy311_pp73", [false, false, false]),
  ])
  func `a wheel fits CPython 3.13, 3.14 and free-threaded 3.14 as its tags say`(tag: String, fits: [Bool]) throws {
    let tag = try #require(WheelTag.expand("\(tag)-any")?.first)
    let runtimes = [(13, false), (14, false), (14, true)]
    #expect(runtimes.map { tag.fits(DottedVersion(3, $0), isFreeThreaded: $1) } == fits)
  }
}
