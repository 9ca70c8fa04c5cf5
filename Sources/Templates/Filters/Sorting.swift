internal import Values

/// A stable merge sort whose comparison may fail, which the standard library's cannot with a typed error.
enum Sorting {
  typealias Keyed = (key: Value, value: Value)

  /// O(n log n) comparisons.
  static func sorted(_ items: [Keyed], descending: Bool) throws(TemplateProblem) -> [Keyed] {
    guard items.count > 1 else { return items }
    let middle = items.count / 2
    let left = try sorted(Array(items[..<middle]), descending: descending)
    let right = try sorted(Array(items[middle...]), descending: descending)
    return try merged(left, right, descending: descending)
  }

  private static func merged(
    _ left: [Keyed], _ right: [Keyed], descending: Bool
  ) throws(TemplateProblem) -> [Keyed] {
    var result: [Keyed] = []
    var (i, j) = (0, 0)
    while i < left.count, j < right.count {
      let order = try Comparing.order(right[j].key, left[i].key, operatorName: "<")
      if order == (descending ? .greater : .less) {
        result.append(right[j])
        j += 1
      } else {
        result.append(left[i])
        i += 1
      }
    }
    return result + left[i...] + right[j...]
  }

  /// What strings are compared by where case does not count.
  static func key(_ value: Value, caseSensitive: Bool) -> Value {
    guard !caseSensitive, case .string(let text) = value else { return value }
    return .string(text.lowercased())
  }

  /// What items are compared by: themselves, an attribute, or several with commas between them.
  static func key(
    _ item: Value, attribute: Value, caseSensitive: Bool
  ) throws(TemplateProblem) -> Value {
    switch attribute {
    case .null: return key(item, caseSensitive: caseSensitive)
    case .string(let paths) where paths.contains(","):
      var keys: [Value] = []
      for path in paths.split(separator: ",") {
        let value = try Argument.attribute(.string(String(path)), of: item)
        keys.append(key(value, caseSensitive: caseSensitive))
      }
      return .list(keys)
    default: return key(try Argument.attribute(attribute, of: item), caseSensitive: caseSensitive)
    }
  }
}
