internal import TOML

/// The keys that a table has, with their values, in order of writing.
///
/// A list and no dictionary: a table has few keys, and each of the many that it could have is looked for.
struct KeyItems<Key: TableKey>: Sequence {
  private var items: [(key: Key, item: TOMLItem)] = []

  /// The value of a key; nothing if the table does not have it.
  subscript(key: Key) -> TOMLItem? {
    get { items.first { $0.key == key }?.item }
    set {
      items.removeAll { $0.key == key }
      if let newValue { items.append((key, newValue)) }
    }
  }

  func makeIterator() -> IndexingIterator<[(key: Key, item: TOMLItem)]> { items.makeIterator() }

  /// Only one of the keys.
  func only(_ key: Key) -> KeyItems {
    var result = KeyItems()
    result[key] = self[key]
    return result
  }

  /// These items, and of the others those whose keys are not among them.
  func filled(from other: KeyItems) -> KeyItems {
    var result = self
    for (key, item) in other where self[key] == nil { result.items.append((key, item)) }
    return result
  }
}

typealias NodeItems = KeyItems<NodeKey>
