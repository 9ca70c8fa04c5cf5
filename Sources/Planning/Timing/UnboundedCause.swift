/// Why nobody knows how long a node takes at most.
public enum UnboundedCause: Sendable, Equatable {
  /// A command without `timeout`.
  case noTimeout
  /// Its `timeout`, or how long it sleeps, is known only when it runs.
  case timeoutOfRun
  /// How often and when it is tried again is known only when it runs.
  case retryOfRun
  /// A person who is given no time to answer.
  case person
  /// Other runs may hold the lock for as long as they like; nothing if its name is known only when the node runs.
  case lock(String?)
  /// Other runs may fill the pool for as long as they like.
  case pool(String)
  /// What it is done for is known only when it runs.
  case listOfRun
}
