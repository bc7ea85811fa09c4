/// The seven rules of a boundary that the probes stand for.
enum BoundaryRule {
  static let words = [
    1: "the boundary is a protocol: ownership, lifetimes and error mapping are declared, then checked",
    2: "the ABI surface is small and deliberate: nothing is exported by accident",
    3: "no panic unwinds across the boundary: it becomes the host's error, or the declared abort",
    4: "ownership is visible in the API: owned values, or handles with a destructor",
    5: "errors are structured: the host's own exception types, with facts",
    6: "the host runtime owns concurrency: it is not blocked",
    7: "the package is part of the API: what is tested is the packaged artifact",
  ]
}
