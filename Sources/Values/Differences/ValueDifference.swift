/// What differs between two values that JSON can hold, place by place.
public struct ValueDifference: Sendable, Equatable {
  /// A place that is not the same.
  public struct Change: Sendable, Equatable {
    /// Where it is, as a JSON pointer (RFC 6901); empty for the whole.
    public var pointer: String
    /// What was there; nothing if there was no such place.
    public var before: Value?
    /// What is there.
    public var after: Value?

    /// A change.
    public init(_ pointer: String, before: Value?, after: Value?) {
      self.pointer = pointer
      self.before = before
      self.after = after
    }
  }

  /// More changes than these are only counted.
  public static let mostChanges = 1000

  /// The changes, in the order of the places before, then those that are new.
  public private(set) var changes: [Change] = []
  /// Changes that are not listed.
  public private(set) var omitted = 0

  /// What differs: items of lists by their position, members of maps by their names, whatever their order.
  ///
  /// O(n): each place is visited once.
  public init(_ before: Value, _ after: Value) {
    compare(before, after, at: "")
  }

  private mutating func compare(_ before: Value, _ after: Value, at pointer: String) {
    switch (before, after) {
    case (.map(let old), .map(let new)): compare(old, new, at: pointer)
    case (.list(let old), .list(let new)): compare(old, new, at: pointer)
    default: if before != after { add(Change(pointer, before: before, after: after)) }
    }
  }

  private mutating func compare(_ before: ValueMap, _ after: ValueMap, at pointer: String) {
    for (key, value) in before.entries {
      let place = Self.place(key, in: pointer)
      if let other = after[key] {
        compare(value, other, at: place)
      } else {
        add(Change(place, before: value, after: nil))
      }
    }
    for (key, value) in after.entries where before[key] == nil {
      add(Change(Self.place(key, in: pointer), before: nil, after: value))
    }
  }

  private mutating func compare(_ before: [Value], _ after: [Value], at pointer: String) {
    for index in 0..<max(before.count, after.count) {
      let place = "\(pointer)/\(index)"
      if index < before.count, index < after.count {
        compare(before[index], after[index], at: place)
      } else {
        add(
          Change(
            place, before: index < before.count ? before[index] : nil, after: index < after.count ? after[index] : nil))
      }
    }
  }

  private static func place(_ key: Value, in pointer: String) -> String {
    let name = key.string ?? JSONWriter.string(key)
    return pointer + "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
  }

  private mutating func add(_ change: Change) {
    if changes.count < Self.mostChanges { changes.append(change) } else { omitted += 1 }
  }

  /// The difference with every value changed by `body`.
  public func mapped(_ body: (Change) -> Change) -> ValueDifference {
    var result = self
    result.changes = changes.map(body)
    return result
  }
}
