/// A fact that a host, an instrument, the supervisor or Packaging measured; one line of JSON on the wire.
///
/// Harnesses/Hosts/Wire/wire.h is the same contract for the hosts, in C.
package enum Observation: Sendable, Equatable {
  /// The host is about to take this step; the last one seen tells how far a dead process got.
  case step(Step)
  /// A counter read after each window of calls.
  case series(Series)
  /// A single fact.
  case fact(String, Value)
  /// An exception that left the artifact.
  case raised(Raised)
  /// The probe doesn't apply here.
  case skip(String)
  /// The host could not measure what the probe asks; never a pass.
  case unmeasured(String)
  /// An object whose reference count went on changing over the windows.
  case drift(Drift)
  /// Blocks that survived the recorded window, gathered by the stack that allocated them.
  case survivors(Survivors)
  /// What the guard instrument caught: a block touched or given back as it may not be.
  case misuse(Misuse)
  /// Who asked for the block that was refused before the process died.
  case refused(Refused)
  /// How the process ended, said by the supervisor.
  case exit(Exit)
  /// What the artifact wrote to stdout or stderr, bounded.
  case stream(Stream)
  /// The stacks of all threads, taken before the kill or at a fatal signal.
  case stacks(String)
  /// Something wrong with the package as a file.
  case defect(Defect)
}

/// The risky steps of a host, in their order.
package enum Step: String, Sendable, Codable, Comparable, CaseIterable {
  case initialise, `import`, setup, call, after, finalise, unload, done

  package static func < (left: Step, right: Step) -> Bool { left.order < right.order }
  private var order: Int { Step.allCases.firstIndex(of: self) ?? 0 }
}

/// Readings of one counter: `values[i]` was read after `calls[i]` calls of the exercise in all.
///
/// `calls[0]` is the end of the warm-up; `values` has the same length. Units are the fact's own: blocks, bytes, references,
/// descriptors, threads.
package struct Series: Sendable, Equatable, Codable {
  package var fact: String
  package var calls: [Double]
  package var values: [Double]
  package init(fact: String, calls: [Double], values: [Double]) {
    self.fact = fact
    self.calls = calls
    self.values = values
  }
}

package struct Raised: Sendable, Equatable, Codable {
  package var type: String
  /// Names of the classes it derives from, nearest first, without its own.
  package var bases: [String]
  package var message: String
  package var during: Step
  /// The host's traceback, innermost frame first.
  package var traceback: [String]
  package init(type: String, bases: [String], message: String, during: Step, traceback: [String] = []) {
    self.type = type
    self.bases = bases
    self.message = message
    self.during = during
    self.traceback = traceback
  }
}

package struct Drift: Sendable, Equatable, Codable {
  package enum Kind: String, Sendable, Codable { case type, object, singleton }
  package var kind: Kind
  /// What it is: `<class 'rpds.HashTrieMap'>`, `None`, `str 'abc'`.
  package var object: String
  /// How it was reached: `text`, `words.Counter.__dict__['n']`.
  package var reached: String
  package var calls: [Double]
  package var values: [Double]
  package init(kind: Kind, object: String, reached: String, calls: [Double], values: [Double]) {
    self.kind = kind
    self.object = object
    self.reached = reached
    self.calls = calls
    self.values = values
  }
}

package struct Survivors: Sendable, Equatable, Codable {
  /// The counter that rises with them, of mappings, descriptors and threads; nil of blocks, as hosts say it that know no other.
  package var of: String?
  package var blocks: Double
  package var bytes: Double
  package var calls: Double
  /// Innermost first; `symbol` is filled in by whoever can read the module.
  package var frames: [Frame]
  package init(of: String? = nil, blocks: Double, bytes: Double, calls: Double, frames: [Frame]) {
    self.of = of
    self.blocks = blocks
    self.bytes = bytes
    self.calls = calls
    self.frames = frames
  }
}

/// Something done to a block of memory after its life, or beyond its ends.
package struct Misuse: Sendable, Equatable, Codable {
  package enum Kind: String, Sendable, Codable, CaseIterable {
    case doubleFree = "double-free"
    case useAfterFree = "use-after-free"
    case overrun, underrun
    /// Of a pointer that no allocator gave.
    case foreignFree = "foreign-free"
    /// By `delete` what `malloc` gave, or the other way round.
    case mismatchedFree = "mismatched-free"
  }
  package enum Access: String, Sendable, Codable { case read, write }
  package var kind: Kind
  /// Bytes that were asked for, and where it was touched, from the block's start; nil where nothing is known of the block.
  package var size: Double?
  package var offset: Double?
  package var access: Access?
  package var fromNew: Bool
  package var toDelete: Bool
  /// Found when the block was given back: it happened at some time before.
  package var afterwards: Bool
  /// Where it was found, who asked for the block and who gave it back; innermost first, empty where it is not known.
  package var at: [Frame]
  package var allocated: [Frame]
  package var freed: [Frame]

  private enum CodingKeys: String, CodingKey {
    case kind, size, offset, access, fromNew = "from-new", toDelete = "to-delete", afterwards, at, allocated, freed
  }

  package init(
    kind: Kind, size: Double? = nil, offset: Double? = nil, access: Access? = nil, fromNew: Bool = false,
    toDelete: Bool = false, afterwards: Bool = false, at: [Frame] = [], allocated: [Frame] = [], freed: [Frame] = []
  ) {
    self.kind = kind
    self.size = size
    self.offset = offset
    self.access = access
    self.fromNew = fromNew
    self.toDelete = toDelete
    self.afterwards = afterwards
    self.at = at
    self.allocated = allocated
    self.freed = freed
  }
}

/// Who asked for a block that was refused.
package struct Refused: Sendable, Equatable, Codable {
  package var at: [Frame]
  package init(at: [Frame]) { self.at = at }
}

package struct Frame: Sendable, Equatable, Codable {
  /// Path of the mapped file.
  package var module: String
  /// Bytes from the module's load address.
  package var offset: UInt64
  package var symbol: String?
  package var line: String?
  package init(module: String, offset: UInt64, symbol: String? = nil, line: String? = nil) {
    self.module = module
    self.offset = offset
    self.symbol = symbol
    self.line = line
  }
}

package struct Exit: Sendable, Equatable, Codable {
  package var code: Int?
  /// `SIGSEGV`, by name.
  package var signal: String?
  /// The deadline that passed, if one did: `cell` or `exit`.
  package var deadline: String?
  package var seconds: Double
  /// Processes that the artifact left behind and the supervisor ended.
  package var descendants: Int
  /// Peak resident size in KiB, from rusage.
  package var peakKiB: Int
  package init(
    code: Int?, signal: String?, deadline: String?, seconds: Double, descendants: Int = 0, peakKiB: Int = 0
  ) {
    self.code = code
    self.signal = signal
    self.deadline = deadline
    self.seconds = seconds
    self.descendants = descendants
    self.peakKiB = peakKiB
  }
}

package struct Stream: Sendable, Equatable, Codable {
  package var name: String
  package var head: String
  /// Bytes left out between head and tail.
  package var dropped: Int
  package var tail: String
  package init(name: String, head: String, dropped: Int = 0, tail: String = "") {
    self.name = name
    self.head = head
    self.dropped = dropped
    self.tail = tail
  }
}

/// Something wrong with a package as a file: which rule of its format, in which member.
package struct Defect: Sendable, Equatable, Codable {
  /// A stable word: `record-hash-mismatch`, `glibc-newer-than-tag`.
  package var kind: String
  package var severity: Severity
  package var message: String
  package var member: String?
  package var facts: [String: Value]
  package init(
    kind: String, severity: Severity = .error, message: String, member: String? = nil, facts: [String: Value] = [:]
  ) {
    self.kind = kind
    self.severity = severity
    self.message = message
    self.member = member
    self.facts = facts
  }
}
