import Model

/// An exercise that nobody declared: made of calls that a survey found to work, or to fail.
package struct FoundExercise: Sendable, Equatable {
  package var exercise: Exercise
  /// Its calls one by one, where it is made of several: what is found in all of them together is then asked of each.
  package var parts: [Exercise]
  /// The lower, the sooner it is asked.
  package var rank: Int
  package init(exercise: Exercise, parts: [Exercise] = [], rank: Int = 0) {
    self.exercise = exercise
    self.parts = parts
    self.rank = rank
  }
}
