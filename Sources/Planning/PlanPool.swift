internal import Runbooks

/// A pool: so many places, of which nodes take some while they run (design 5.8).
public struct PlanPool: Sendable, Equatable {
  /// Its name.
  public let name: String
  /// How many places there are.
  public let capacity: Int

  /// The most places of a pool of the machine: each is a file.
  static let largestOfMachine = 1000

  /// Whether all runs of the machine share it, rather than the nodes of one run.
  public var isOfMachine: Bool { PoolDeclaration.isOfMachine(name) }
}

/// What a node takes from a pool while it runs.
public struct PlanShare: Sendable, Equatable {
  /// The index of the pool.
  public let pool: Int
  /// How many of its places.
  public let amount: Int
}
