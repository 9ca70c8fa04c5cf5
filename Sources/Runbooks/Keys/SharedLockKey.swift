/// The keys of `lock` where a strategy's lock is held elsewhere, by commands (design 8).
public enum SharedLockKey: String, Sendable, CaseIterable {
  case acquire, release, status, ttl

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .acquire: KeyDefinition(.commandOrTable, "takes the lock; fails where somebody has it")
    case .release: KeyDefinition(.commandOrTable, "gives it back")
    case .status: KeyDefinition(.commandOrTable, "tells who has it")
    case .ttl: KeyDefinition(.duration, "how long it lasts unless it is taken again, which is done at a third of that")
    }
  }
}
