extension Observation: Codable {
  /// Version of the wire; a host that speaks another is refused.
  package static let wireVersion = 1

  private enum Key: String, CodingKey {
    case version = "harness"
    case step, series, fact, value, raised, skip, unmeasured, drift, survivors, misuse, refused, exit, stream, stacks,
      defect
  }

  package init(from decoder: any Decoder) throws {
    let record = try decoder.container(keyedBy: Key.self)
    let version = try record.decode(Int.self, forKey: .version)
    guard version == Observation.wireVersion else {
      throw DecodingError.dataCorruptedError(
        forKey: .version, in: record, debugDescription: "wire version \(version), not \(Observation.wireVersion)")
    }
    let kinds: [(Key, () throws -> Observation)] = [
      (.step, { .step(try record.decode(Step.self, forKey: .step)) }),
      (.series, { .series(try record.decode(Series.self, forKey: .series)) }),
      (
        .fact,
        { .fact(try record.decode(String.self, forKey: .fact), try record.decode(Value.self, forKey: .value)) }
      ),
      (.raised, { .raised(try record.decode(Raised.self, forKey: .raised)) }),
      (.skip, { .skip(try record.decode(String.self, forKey: .skip)) }),
      (.unmeasured, { .unmeasured(try record.decode(String.self, forKey: .unmeasured)) }),
      (.drift, { .drift(try record.decode(Drift.self, forKey: .drift)) }),
      (.survivors, { .survivors(try record.decode(Survivors.self, forKey: .survivors)) }),
      (.misuse, { .misuse(try record.decode(Misuse.self, forKey: .misuse)) }),
      (.refused, { .refused(try record.decode(Refused.self, forKey: .refused)) }),
      (.exit, { .exit(try record.decode(Exit.self, forKey: .exit)) }),
      (.stream, { .stream(try record.decode(Stream.self, forKey: .stream)) }),
      (.stacks, { .stacks(try record.decode(String.self, forKey: .stacks)) }),
      (.defect, { .defect(try record.decode(Defect.self, forKey: .defect)) }),
    ]
    guard let kind = kinds.first(where: { record.contains($0.0) }) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: record.codingPath, debugDescription: "a record of no known kind"))
    }
    self = try kind.1()
  }

  package func encode(to encoder: any Encoder) throws {
    var record = encoder.container(keyedBy: Key.self)
    try record.encode(Observation.wireVersion, forKey: .version)
    switch self {
    case .step(let step): try record.encode(step, forKey: .step)
    case .series(let series): try record.encode(series, forKey: .series)
    case .fact(let fact, let value):
      try record.encode(fact, forKey: .fact)
      try record.encode(value, forKey: .value)
    case .raised(let raised): try record.encode(raised, forKey: .raised)
    case .skip(let reason): try record.encode(reason, forKey: .skip)
    case .unmeasured(let reason): try record.encode(reason, forKey: .unmeasured)
    case .drift(let drift): try record.encode(drift, forKey: .drift)
    case .survivors(let survivors): try record.encode(survivors, forKey: .survivors)
    case .misuse(let misuse): try record.encode(misuse, forKey: .misuse)
    case .refused(let refused): try record.encode(refused, forKey: .refused)
    case .exit(let exit): try record.encode(exit, forKey: .exit)
    case .stream(let stream): try record.encode(stream, forKey: .stream)
    case .stacks(let stacks): try record.encode(stacks, forKey: .stacks)
    case .defect(let defect): try record.encode(defect, forKey: .defect)
    }
  }
}
