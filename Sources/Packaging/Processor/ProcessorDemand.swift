/// An instruction that loading a file runs, and that not each x86-64 processor has.
package struct ProcessorDemand: Sendable, Equatable {
  /// Of the x86-64 psABI: 2 to 4. The file may need more.
  package var level: Int
  /// `vmovdqu`
  package var instruction: String
  package var address: UInt64
  /// Where the code begins that has it.
  package var start: Start

  package enum Start: Sendable, Equatable {
    case constructor
    /// By its symbol: `PyInit_words`.
    case function(String)
    /// Py_mod_create and Py_mod_exec, of a module's definition.
    case slot
  }
}
