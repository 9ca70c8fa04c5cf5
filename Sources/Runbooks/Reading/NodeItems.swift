internal import TOML

/// The keys that a node's table has, with their values.
///
/// A list and no dictionary: a node has few keys, and each of the many that it could have is looked for.
struct NodeItems {
  private var items: [(key: NodeKey, item: TOMLItem)] = []

  /// The value of a key; nothing if the table does not have it.
  subscript(key: NodeKey) -> TOMLItem? {
    get { items.first { $0.key == key }?.item }
    set {
      items.removeAll { $0.key == key }
      if let newValue { items.append((key, newValue)) }
    }
  }

  /// Only one of the keys.
  func only(_ key: NodeKey) -> NodeItems {
    var result = NodeItems()
    result[key] = self[key]
    return result
  }

  /// These items, and of the others those whose keys are not among them.
  func filled(from other: NodeItems) -> NodeItems {
    var result = self
    for (key, item) in other.items where self[key] == nil { result.items.append((key, item)) }
    return result
  }
}
