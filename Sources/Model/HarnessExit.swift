/// The process exit codes of `harness`; nothing else ends it.
package enum HarnessExit: Int32, Sendable {
  /// Nothing wrong.
  case clean = 0
  /// A cell failed or passed unexpectedly; with `--gate` also warned, not-established, or a declared host missing.
  case found = 1
  /// Bad usage or Matrix.yaml.
  case usage = 2
  /// The harness or a host failed, or a canary was not caught.
  case broken = 3
  case nothingSelected = 4
  case interrupted = 130
}
