internal import Values

/// What one instance of a node is made for.
struct IterationItem {
  let number: Int
  /// `item`, or `matrix`.
  let name: String
  let value: Value
  /// What the instance could be called; nothing if the value is no text.
  let text: String?

  /// The names that the instance's templates see.
  var names: [String: Value] { [name: value, IterationNames.index: .int(number)] }

  /// The items of a list, each called as its text says.
  static func items(of list: [Value]) -> [IterationItem] {
    list.enumerated().map { IterationItem(number: $0, name: IterationNames.item, value: $1, text: scalarText($1)) }
  }

  /// The entries of a map, as `item.key` and `item.value`, called by their keys.
  static func items(of map: ValueMap) -> [IterationItem] {
    map.entries.enumerated().map { number, entry in
      let value = ValueMap([("key", entry.key), ("value", entry.value)])
      return IterationItem(number: number, name: IterationNames.item, value: .map(value), text: scalarText(entry.key))
    }
  }

  /// The combinations of a matrix, called by their values.
  static func items(of combinations: [ValueMap]) -> [IterationItem] {
    combinations.enumerated().map { number, combination in
      let texts = combination.entries.map { scalarText($0.value) }
      let text = texts.contains(nil) ? nil : texts.compactMap { $0 }.joined(separator: ",")
      return IterationItem(number: number, name: IterationNames.matrix, value: .map(combination), text: text)
    }
  }

  private static func scalarText(_ value: Value) -> String? {
    switch value {
    case .string, .int, .double, .bool: String.convert(value)
    case .null, .list, .map, .object: nil
    }
  }
}
