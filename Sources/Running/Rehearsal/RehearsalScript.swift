/// What the actions of a plan do in a rehearsal, by the ids of their nodes (design 9).
public struct RehearsalScript: Sendable {
  /// The steps of the nodes whose ids match a pattern.
  public struct Entry: Sendable {
    /// An id, in which `*` stands for any text but what follows a `!`: `ID!rollback` is what undoes a node.
    public let pattern: String
    /// What they do, one after another; the last one repeats, unless it says how often.
    public let steps: [ScriptStep]

    /// An entry.
    public init(_ pattern: String, _ steps: [ScriptStep]) {
      self.pattern = pattern
      self.steps = steps
    }
  }

  /// The entries; an exact id goes before a pattern, and an earlier pattern before a later one.
  public var entries: [Entry]

  /// A script.
  public init(_ entries: [Entry] = []) {
    self.entries = entries
  }

  /// What the node with an id does the given time, counted from 0; nothing if the script does not say.
  public func step(of id: String, time: Int) -> ScriptStep? {
    guard let steps = entry(of: id)?.steps else { return nil }
    var passed = 0
    for (number, step) in steps.enumerated() {
      let isLast = number == steps.count - 1
      if isLast, step.times == nil, !step.ending.happensOnce { return step }
      passed += max(1, step.times ?? 1)
      if time < passed { return step }
    }
    return nil
  }

  /// Whether the script says anything of the node with an id.
  public func entry(of id: String) -> Entry? {
    entries.first { $0.pattern == id } ?? entries.first { Self.matches($0.pattern, id) }
  }

  /// Whether an id is like a pattern, in which `*` stands for any text; what undoes nodes is only like one that says so.
  public static func matches(_ pattern: String, _ id: String) -> Bool {
    if pattern == id { return true }
    guard pattern.contains("*"), pattern.contains("!") == id.contains("!") else { return false }
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard parts.count > 1, id.hasPrefix(parts[0]), id.count >= parts[0].count + parts[parts.count - 1].count,
      id.hasSuffix(parts[parts.count - 1])
    else { return false }
    var rest = id.dropFirst(parts[0].count).dropLast(parts[parts.count - 1].count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return true
  }
}
