public import Templates
public import Text
public import Values

/// A pool as `[runbook] pools` states it: a number of places that nodes take from (design 5.8).
public struct PoolDeclaration: Sendable {
  /// Its name.
  public let name: String
  /// How many there are; nothing if that could not be understood, and was reported.
  public let capacity: Field<Int>?
  /// Where that stands.
  public let span: ByteSpan

  /// What the names of pools begin with that all runs of a machine share.
  static let machinePrefix = "machine:"

  /// Whether all runs of the machine share the pool of that name.
  public static func isOfMachine(_ name: String) -> Bool { name.hasPrefix(machinePrefix) }
}

/// What a node takes from a pool while it runs.
public struct PoolShareDeclaration: Sendable {
  /// The pool's name.
  public let pool: Field<String>
  /// How much of it.
  public let amount: Field<Int>
  /// Where the pool's name stands.
  public let poolSpan: ByteSpan
  /// Where the amount stands.
  public let amountSpan: ByteSpan
}
