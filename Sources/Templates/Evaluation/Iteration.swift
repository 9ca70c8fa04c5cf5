internal import Values

/// What going through a value gives.
enum Iteration {
  /// Items of a list, keys of a map, code points of a string.
  static func items(of value: Value) throws(TemplateProblem) -> [Value] {
    switch try value.defined() {
    case .list(let items): return items
    case .object(let tuple as Tuple): return tuple.items
    case .map(let map): return map.entries.map(\.key)
    case .string(let text): return text.unicodeScalars.map { .string(String($0)) }
    default: throw .notIterable(value.kind)
    }
  }
}
