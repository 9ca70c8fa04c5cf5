internal import Values

/// Data in the JSON form of a plan, where `{"template": …}` is a field that is known only when its node runs.
///
/// A map that happens to look like that is written as `{"literal": …}`, so that no two plans have the same form.
enum PlanData {
  /// The key of a field that is known only when its node runs.
  static let template = "template"
  /// The key of data that looks like something else.
  static let literal = "literal"

  /// Whether a map with only this key looks like something else.
  static func isReserved(_ key: String?) -> Bool { key == template || key == literal }

  /// `value`, with such maps in it marked.
  static func marked(_ value: Value) -> Value {
    switch value {
    case .list(let items): return .list(items.map { marked($0) })
    case .map(let map):
      var result = ValueMap()
      for entry in map.entries { result[entry.key] = marked(entry.value) }
      let isMarked = map.count == 1 && isReserved(map.entries.first?.key.string)
      return .map(isMarked ? ValueMap([(literal, .map(result))]) : result)
    default: return value
    }
  }
}
