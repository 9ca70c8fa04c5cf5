/// A map that keeps its entries in the order of insertion.
///
/// Keys are scalar values; nearly always strings, but an expression may write `{1: 'a'}`. As in Python, `1`, `1.0` and
/// `true` are the same key. Looking up is O(1): small maps are searched, larger ones carry an index.
public struct ValueMap: Sendable {
  /// A key with its value.
  public typealias Entry = (key: Value, value: Value)

  private static let searchedSize = 8

  /// The entries, in order.
  public private(set) var entries: [Entry] = []
  private var index: [MapKey: Int]?

  /// An empty map.
  public init() {}

  /// A map of the given entries; of equal keys the last one wins, at the place of the first.
  public init(_ entries: some Sequence<(String, Value)>) {
    for (key, value) in entries { self[key] = value }
  }

  /// The number of entries.
  public var count: Int { entries.count }

  /// Whether there is none.
  public var isEmpty: Bool { entries.isEmpty }

  /// The value of a string key.
  ///
  /// Setting nothing is not removing: use `removing`.
  public subscript(key: String) -> Value? {
    get { position(of: key).map { entries[$0].value } }
    set { self[.string(key)] = newValue }
  }

  /// The value of a scalar key.
  public subscript(key: Value) -> Value? {
    get { position(of: key).map { entries[$0].value } }
    set {
      guard let newValue else { return }
      if let position = position(of: key) {
        entries[position].value = newValue
      } else {
        append(newValue, for: key)
      }
    }
  }

  /// The map without the given string key.
  ///
  /// O(n).
  public func removing(_ key: String) -> ValueMap {
    var result = ValueMap()
    for entry in entries where !MapKey.equal(entry.key, .string(key)) {
      result[entry.key] = entry.value
    }
    return result
  }

  private func position(of key: String) -> Int? {
    if let index { return index[MapKey(value: .string(key))] }
    return entries.firstIndex {
      if case .string(let name) = $0.key { name.isIdentical(to: key) } else { false }
    }
  }

  private func position(of key: Value) -> Int? {
    if let index { return index[MapKey(value: key)] }
    return entries.firstIndex { MapKey.equal($0.key, key) }
  }

  private mutating func append(_ value: Value, for key: Value) {
    entries.append((key, value))
    if index != nil {
      index?[MapKey(value: key)] = entries.count - 1
    } else if entries.count > Self.searchedSize {
      var built: [MapKey: Int] = [:]
      for (position, entry) in entries.enumerated() { built[MapKey(value: entry.key)] = position }
      index = built
    }
  }
}

extension ValueMap: Equatable {
  /// The same entries in the same order.
  public static func == (left: ValueMap, right: ValueMap) -> Bool {
    left.entries.elementsEqual(right.entries) { $0.key == $1.key && $0.value == $1.value }
  }
}

extension ValueMap: ExpressibleByDictionaryLiteral {
  /// A map written out.
  public init(dictionaryLiteral elements: (String, Value)...) {
    self.init(elements)
  }
}
