/// Something of this machine that its runs share: a lock, or a pool whose name begins with `machine:` (design 5.8).
public enum MachineResource: Hashable, Sendable {
  case lock(String)
  case pool(String)

  /// Its name.
  public var name: String {
    switch self {
    case .lock(let name), .pool(let name): name
    }
  }

  /// What it is, and its name.
  public var text: String {
    switch self {
    case .lock(let name): "lock `\(name)`"
    case .pool(let name): "pool `\(name)`"
    }
  }
}

/// What a node or a run takes of its machine: all of it, or nothing.
public struct LockClaim: Sendable, Equatable {
  /// Places of a pool that all runs of the machine share.
  public struct Places: Sendable, Equatable {
    /// The pool's name.
    public var pool: String
    /// How many are taken.
    public var amount: Int
    /// How many there are, as the runbook says.
    public var capacity: Int

    /// Places of a pool.
    public init(pool: String, amount: Int, capacity: Int) {
      self.pool = pool
      self.amount = amount
      self.capacity = capacity
    }
  }

  /// The names of locks, sorted.
  public var locks: [String]
  /// Places of pools.
  public var places: [Places]
  /// Whether a run that has died with one of the locks is asked for what it has left open.
  public var heedsPredecessor = false

  /// A claim.
  public init(locks: [String], places: [Places] = []) {
    self.locks = locks
    self.places = places
  }

  /// Whether nothing is claimed.
  public var isEmpty: Bool { locks.isEmpty && places.isEmpty }

  /// All that is claimed.
  public var resources: [MachineResource] {
    locks.map { .lock($0) } + places.map { .pool($0.pool) }
  }
}
