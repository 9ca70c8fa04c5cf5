/// What channels were told already, so that no message is sent twice: read from the records of a run.
public struct SentKeys: Sendable, Equatable {
  private var keys: [String: Set<String>] = [:]

  /// Nothing was sent.
  public init() {}

  /// Whether a channel has got what has this key.
  public func contains(_ key: String, of channel: String) -> Bool { keys[channel]?.contains(key) ?? false }

  /// Notes that a channel has got it.
  public mutating func insert(_ key: String, of channel: String) { keys[channel, default: []].insert(key) }
}
