import Model
import Testing

@testable import Planning

@Suite struct SelectionTests {
  private static let matrix = Matrix(
    targets: [
      Target(id: "w", kind: .wheel, source: .file("/w"), exercises: [Exercise(name: "go", call: "f()")]),
      Target(
        id: "lib", kind: .cABI, source: .file("/l"),
        exercises: [Exercise(name: "add", call: "f()"), Exercise(name: "mul", call: "g()")]),
      Target(id: "d", kind: .wheel, source: .file("/d"), hosts: ["cpython-3.11-debug"]),
    ], known: [])

  private static func select(_ selection: Selection) throws -> [String] {
    try Planner.plan(
      matrix: matrix, probes: Samples.probes, runtimes: Samples.runtimes, missing: Samples.missing,
      selection: selection
    ).cells.map(\.id.description)
  }

  static let cases: [([String], [String])] = [
    (
      ["python"],
      [
        "w/-/package/archive-sound/-", "w/cpython-3.11/load/imports/-", "w/cpython-3.11/ownership/call-growth/go",
        "d/-/package/archive-sound/-", "d/cpython-3.11-debug/load/imports/-",
      ]
    ),
    (["cc"], ["lib/cc/load/imports/-", "lib/cc/ownership/call-growth/add", "lib/cc/ownership/call-growth/mul"]),
    (["cpython-3.11-debug"], ["d/cpython-3.11-debug/load/imports/-"]),
    (["d"], ["d/-/package/archive-sound/-", "d/cpython-3.11-debug/load/imports/-"]),
    (
      ["ownership"],
      [
        "w/cpython-3.11/ownership/call-growth/go", "lib/cc/ownership/call-growth/add",
        "lib/cc/ownership/call-growth/mul",
      ]
    ),
    (
      ["load/imports"],
      ["w/cpython-3.11/load/imports/-", "lib/cc/load/imports/-", "d/cpython-3.11-debug/load/imports/-"]
    ),
    (["load/im*"], ["w/cpython-3.11/load/imports/-", "lib/cc/load/imports/-", "d/cpython-3.11-debug/load/imports/-"]),
    (
      ["*/add", "d"],
      ["lib/cc/ownership/call-growth/add", "d/-/package/archive-sound/-", "d/cpython-3.11-debug/load/imports/-"]
    ),
    (["lib/cc/ownership/call-growth/mul"], ["lib/cc/ownership/call-growth/mul"]),
  ]

  @Test(arguments: cases)
  func aSelectorIsAHostARuntimeATargetAGroupAProbeOrAPattern(selectors: [String], expected: [String]) throws {
    #expect(try SelectionTests.select(Selection(selectors: selectors)) == expected)
  }

  @Test func onlyNarrowsAndSkipTakesAway() throws {
    let cells = try SelectionTests.select(
      Selection(selectors: ["native"], only: ["*/ownership/*", "*/load/*"], skip: ["*/mul"]))
    #expect(cells == ["lib/cc/load/imports/-", "lib/cc/ownership/call-growth/add"])
    #expect(
      try SelectionTests.select(Selection(only: ["d/*"], skip: ["*/-/*"])) == ["d/cpython-3.11-debug/load/imports/-"])
  }

  @Test func everyUnknownSelectorIsToldWithItsNearestWord() {
    #expect(
      throws: PlanningError.unknownSelectors([
        UnknownSelector(selector: "pyhton", nearest: "python"), UnknownSelector(selector: "zzzzzz"),
        UnknownSelector(selector: "*/nowhere/*"), UnknownSelector(selector: "x/*"),
      ])
    ) {
      try SelectionTests.select(Selection(selectors: ["pyhton", "zzzzzz", "w"], only: ["*/nowhere/*"], skip: ["x/*"]))
    }
  }

  @Test func aKnownWordWithoutACellSelectsNothing() {
    for word in ["node-18", "swift", "kotlin"] {
      let error = #expect(throws: PlanningError.self) { try SelectionTests.select(Selection(selectors: [word])) }
      #expect(error?.description.contains("`\(word)`") == true)
      if case .nothingSelected = error { continue }
      Issue.record("\(word): not `nothingSelected`")
    }
  }

  @Test func selectorsThatCancelOutSelectNothing() {
    #expect(throws: PlanningError.nothingSelected(reason: "the selectors leave none over")) {
      try SelectionTests.select(Selection(selectors: ["d"], skip: ["d/*"]))
    }
  }
}
