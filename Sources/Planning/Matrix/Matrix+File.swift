import Model

extension Matrix {
  /// The matrix that `harness check FILE.whl` stands for.
  package static func matrix(forWheel path: String, id: String, exercises: [Exercise], requires: [String]) -> Matrix {
    let target = Target(
      id: id, kind: .wheel, source: .file(FilePlace.absolute(path)), requires: requires, exercises: exercises)
    return Matrix(targets: [target], known: [])
  }

  /// The matrix that `harness check FILE.so --header H` stands for.
  package static func matrix(
    forLibrary path: String, header: String?, id: String, exercises: [Exercise]
  ) -> Matrix {
    let target = Target(
      id: id, kind: .cABI, source: .file(FilePlace.absolute(path)), exercises: exercises,
      header: header.map(FilePlace.absolute))
    return Matrix(targets: [target], known: [])
  }
}
