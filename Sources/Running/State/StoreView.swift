public import Values

/// The key-value store as a run sees it: what `kv.get` answers.
public struct StoreView: Sendable, Equatable {
  /// The plain values by their keys.
  public var values = ValueMap()
  /// The keys of secrets, whose values no run gets this way.
  public var secretKeys: Set<String> = []
  /// Why it cannot be read, if it cannot.
  public var problem: String?

  /// An empty store.
  public init() {}
}
