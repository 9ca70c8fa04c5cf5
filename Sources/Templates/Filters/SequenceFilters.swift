internal import Values

/// Filters over lists, maps and the characters of strings.
enum SequenceFilters {
  static let all: [Filter] = [length, first, last, join]

  private static let length = Filter(Signature("length")) { value, _, _ throws(TemplateProblem) in
    switch value {
    case .string(let text): return .int(text.unicodeScalars.count)
    case .map(let map): return .int(map.count)
    default: return .int(try items(of: value, for: "length").count)
    }
  }

  private static let first = Filter(Signature("first")) { value, _, _ throws(TemplateProblem) in
    try items(of: value, for: "first").first ?? .object(Undefined(.undefined("first item")))
  }

  private static let last = Filter(Signature("last")) { value, _, _ throws(TemplateProblem) in
    try items(of: value, for: "last").last ?? .object(Undefined(.undefined("last item")))
  }

  private static let join = Filter(
    Signature("join", .optional("d", .string("")), .optional("attribute", .null))
  ) { value, arguments, form throws(TemplateProblem) in
    let separator = try form.text(of: arguments[0])
    var parts: [String] = []
    for item in try items(of: value, for: "join") {
      parts.append(try form.text(of: try part(item, arguments[1])))
    }
    return .string(parts.joined(separator: separator))
  }

  private static func part(_ item: Value, _ attribute: Value) throws(TemplateProblem) -> Value {
    if case .null = attribute { return item }
    return try Parts.item(attribute, of: item)
  }

  /// What a loop over the value would go through: items, keys, or characters.
  private static func items(
    of value: Value, for filter: String
  ) throws(TemplateProblem) -> [Value] {
    switch value {
    case .list(let items): items
    case .object(let tuple as Tuple): tuple.items
    case .map(let map): map.entries.map(\.key)
    case .string(let text): text.unicodeScalars.map { .string(String($0)) }
    default: throw .wrongInput(filter, expected: "a list, map or string", found: value.kind)
    }
  }
}
