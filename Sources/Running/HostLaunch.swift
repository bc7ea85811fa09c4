/// How a host is started for one cell: a command line and what surrounds it. Nothing of it has run yet.
package struct HostLaunch: Sendable, Hashable {
  /// Absolute path.
  package var executable: String
  /// Without the name of the program itself.
  package var arguments: [String]
  /// The whole environment of the host; the supervisor adds nothing but LD_PRELOAD, from `preload`.
  package var environment: [String: String]
  /// Absolute paths of the instruments that the host has to start with, in LD_PRELOAD's order.
  package var preload: [String]
  /// The scratch folder that it has to itself; in a sandbox the one place that it can write to.
  package var workingDirectory: String
  /// Absolute paths of files and folders that it reads, beside the system's, its program and its instruments: a sandbox shows
  /// nothing else.
  package var reads: [String]
  /// Takes the stacks of a hung host from outside, `{pid}` standing for its process id.
  ///
  /// Nil where the host answers SIGUSR1 itself, on the descriptor of the stacks.
  package var stackCommand: [String]?

  package init(
    executable: String, arguments: [String] = [], environment: [String: String] = [:], preload: [String] = [],
    workingDirectory: String, reads: [String] = [], stackCommand: [String]? = nil
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.preload = preload
    self.workingDirectory = workingDirectory
    self.reads = reads
    self.stackCommand = stackCommand
  }
}
