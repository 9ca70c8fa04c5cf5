internal import Values

/// Filters over lists, maps and the code points of strings.
enum SequenceFilters {
  static let all: [Filter] = [
    length, first, last, join, list, reverse, batch, slice, flatten, zip, items,
  ]

  private static let length = Filter(Signature("length")) { value, _, _ throws(TemplateProblem) in
    switch value {
    case .string(let text): return .int(text.utf8.count { $0 & 0xC0 != 0x80 })
    case .map(let map): return .int(map.count)
    default: return .int(try Argument.items(value, for: "length").count)
    }
  }

  private static let first = Filter(Signature("first")) { value, _, _ throws(TemplateProblem) in
    try Argument.items(value, for: "first").first ?? .object(Undefined(.undefined("first item")))
  }

  private static let last = Filter(Signature("last")) { value, _, _ throws(TemplateProblem) in
    try Argument.items(value, for: "last").last ?? .object(Undefined(.undefined("last item")))
  }

  private static let join = Filter(
    Signature("join", .optional("d", .string("")), .optional("attribute", .null))
  ) { value, arguments, form throws(TemplateProblem) in
    let separator = try form.text(of: arguments[0])
    var parts: [String] = []
    var size = 0
    for item in try Argument.items(value, for: "join") {
      var part = item
      if case .null = arguments[1] {} else { part = try Argument.attribute(arguments[1], of: item) }
      parts.append(try form.text(of: part))
      size += parts[parts.count - 1].utf8.count + separator.utf8.count
      if size > TemplateLimits.textSize + separator.utf8.count {
        throw .limitReached("string size", limit: TemplateLimits.textSize)
      }
    }
    return .string(parts.joined(separator: separator))
  }

  private static let list = Filter(Signature("list")) { value, _, _ throws(TemplateProblem) in
    .list(try Argument.items(value, for: "list"))
  }

  private static let items = Filter(Signature("items"), acceptsUndefined: true) {
    value, _, _ throws(TemplateProblem) in
    if value.undefined != nil { return .list([]) }
    return .list(try Argument.map(value, for: "items").entries.map { .object(Tuple(items: [$0.key, $0.value])) })
  }

  private static let reverse = Filter(Signature("reverse")) { value, _, _ throws(TemplateProblem) in
    guard case .string(let text) = value else {
      return .list(try Argument.items(value, for: "reverse").reversed())
    }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: text.unicodeScalars.reversed())
    return .string(String(result))
  }

  /// Lists of `linecount` items each, the last one filled up with `fill_with`.
  private static let batch = Filter(
    Signature("batch", .required("linecount"), .optional("fill_with", .null))
  ) { value, arguments, _ throws(TemplateProblem) in
    let size = try Argument.integer(arguments[0], "linecount", of: "batch")
    guard size > 0, size <= TemplateLimits.listLength else {
      throw .wrongArgument("linecount", of: "batch", expected: "1 to \(TemplateLimits.listLength)", found: String(size))
    }
    let items = try Argument.items(value, for: "batch")
    var rows: [Value] = []
    for start in stride(from: 0, to: items.count, by: size) {
      var row = Array(items[start..<min(start + size, items.count)])
      if case .null = arguments[1] {} else { row += Array(repeating: arguments[1], count: size - row.count) }
      rows.append(.list(row))
    }
    return .list(rows)
  }

  /// `slices` lists of about equal length.
  private static let slice = Filter(
    Signature("slice", .required("slices"), .optional("fill_with", .null))
  ) { value, arguments, _ throws(TemplateProblem) in
    let count = try Argument.integer(arguments[0], "slices", of: "slice")
    guard count > 0, count <= TemplateLimits.listLength else {
      throw .wrongArgument("slices", of: "slice", expected: "1 to \(TemplateLimits.listLength)", found: String(count))
    }
    let items = try Argument.items(value, for: "slice")
    let (size, longer) = items.count.quotientAndRemainder(dividingBy: count)
    var start = 0
    return .list(
      (0..<count).map { index in
        let end = start + size + (index < longer ? 1 : 0)
        var part = Array(items[start..<end])
        start = end
        if arguments[1] != .null, index >= longer { part.append(arguments[1]) }
        return .list(part)
      })
  }

  private static let flatten = Filter(
    Signature("flatten", .optional("levels", .null), .optional("skip_nulls", .bool(true)))
  ) { value, arguments, _ throws(TemplateProblem) in
    let levels = Comparing.integer(arguments[0]) ?? TemplateLimits.depth
    let skipsNulls = try Argument.truth(arguments[1])
    return .list(flat(try Argument.items(value, for: "flatten"), levels: levels, skipsNulls: skipsNulls))
  }

  private static func flat(_ items: [Value], levels: Int, skipsNulls: Bool) -> [Value] {
    var result: [Value] = []
    for item in items {
      switch item {
      case .null where skipsNulls: continue
      case .list(let inner) where levels > 0: result += flat(inner, levels: levels - 1, skipsNulls: skipsNulls)
      case .object(let tuple as Tuple) where levels > 0:
        result += flat(tuple.items, levels: levels - 1, skipsNulls: skipsNulls)
      default: result.append(item)
      }
    }
    return result
  }

  private static let zip = Filter(Signature(variadic: "zip")) { value, arguments, _ throws(TemplateProblem) in
    var columns = [try Argument.items(value, for: "zip")]
    for column in arguments[0].list ?? [] { columns.append(try Argument.items(column, for: "zip")) }
    let count = columns.map(\.count).min() ?? 0
    return .list((0..<count).map { row in .object(Tuple(items: columns.map { $0[row] })) })
  }
}
