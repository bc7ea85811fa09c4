import Testing

/// Tests that start hosts, one after the other: the canaries of a run measure time, and a neighbour would disturb them.
@Suite(.serialized) enum HarnessTests {}
