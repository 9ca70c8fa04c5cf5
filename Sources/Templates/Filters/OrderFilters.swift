internal import Values

/// Filters that order items or tell equal ones apart.
enum OrderFilters {
  static let all: [Filter] = [
    sort, dictsort, groupby, unique, extreme("min", .less), extreme("max", .greater), union, intersect, difference,
    symmetricDifference, random,
  ]

  private static let sort = Filter(
    Signature(
      "sort", .optional("reverse", .bool(false)), .optional("case_sensitive", .bool(false)),
      .optional("attribute", .null))
  ) { value, arguments, _ throws(TemplateProblem) in
    let isSensitive = try Argument.truth(arguments[1])
    var items: [Sorting.Keyed] = []
    for item in try Argument.items(value, for: "sort") {
      // A list of one, so that equal items need no order, as in Jinja2.
      let key = try Sorting.key(item, attribute: arguments[2], caseSensitive: isSensitive)
      items.append((.list([key]), item))
    }
    return .list(try Sorting.sorted(items, descending: try Argument.truth(arguments[0])).map(\.value))
  }

  private static let dictsort = Filter(
    Signature(
      "dictsort", .optional("case_sensitive", .bool(false)), .optional("by", .string("key")),
      .optional("reverse", .bool(false)))
  ) { value, arguments, _ throws(TemplateProblem) in
    let isSensitive = try Argument.truth(arguments[0])
    guard let by = arguments[1].string, by == "key" || by == "value" else {
      throw .wrongArgument("by", of: "dictsort", expected: "'key' or 'value'", found: arguments[1].kind)
    }
    let items = try Argument.map(value, for: "dictsort").entries.map { entry in
      Sorting.Keyed(
        Sorting.key(by == "key" ? entry.key : entry.value, caseSensitive: isSensitive),
        .object(Tuple(items: [entry.key, entry.value])))
    }
    return .list(try Sorting.sorted(items, descending: try Argument.truth(arguments[2])).map(\.value))
  }

  /// Pairs of what items have in common and those items, which also have the names `grouper` and `list`.
  private static let groupby = Filter(
    Signature(
      "groupby", .required("attribute"), .optional("default", .null), .optional("case_sensitive", .bool(false)))
  ) { value, arguments, _ throws(TemplateProblem) in
    let isSensitive = try Argument.truth(arguments[2])
    var items: [Sorting.Keyed] = []
    for item in try Argument.items(value, for: "groupby") {
      var key = try Argument.attribute(arguments[0], of: item)
      if key.undefined != nil, arguments[1] != .null { key = arguments[1] }
      items.append((Sorting.key(try key.defined(), caseSensitive: isSensitive), item))
    }
    var groups: [(key: Value, items: [Value])] = []
    for (key, item) in try Sorting.sorted(items, descending: false) {
      if let last = groups.last, try Comparing.equal(last.key, key) {
        groups[groups.count - 1].items.append(item)
      } else {
        groups.append((key, [item]))
      }
    }
    var result: [Value] = []
    for group in groups {
      let first = try group.items.first.map { item throws(TemplateProblem) in
        try Argument.attribute(arguments[0], of: item)
      }
      let key = first.flatMap { $0.undefined == nil ? $0 : nil } ?? group.key
      result.append(.object(Tuple(items: [key, .list(group.items)], names: ["grouper", "list"])))
    }
    return .list(result)
  }

  private static let unique = Filter(
    Signature("unique", .optional("case_sensitive", .bool(false)), .optional("attribute", .null))
  ) { value, arguments, _ throws(TemplateProblem) in
    let isSensitive = try Argument.truth(arguments[0])
    var seen = ValueMap()
    var result: [Value] = []
    for item in try Argument.items(value, for: "unique") {
      let key = try Sorting.key(item, attribute: arguments[1], caseSensitive: isSensitive)
      if key.list != nil || key.map != nil { throw .unhashableKey(key.kind) }
      if seen[key] != nil { continue }
      seen[key] = .null
      result.append(item)
    }
    return .list(result)
  }

  private static func extreme(_ name: String, _ wanted: Comparing.Order) -> Filter {
    Filter(
      Signature(name, .optional("case_sensitive", .bool(false)), .optional("attribute", .null))
    ) { value, arguments, _ throws(TemplateProblem) in
      let isSensitive = try Argument.truth(arguments[0])
      var best: Sorting.Keyed?
      for item in try Argument.items(value, for: name) {
        let key = try Sorting.key(item, attribute: arguments[1], caseSensitive: isSensitive)
        guard let current = best else {
          best = (key, item)
          continue
        }
        if try Comparing.order(key, current.key, operatorName: "<") == wanted { best = (key, item) }
      }
      return best?.value ?? .object(Undefined(.emptySequence(name)))
    }
  }

  private static let union = Filter(Signature("union", .required("b"))) {
    value, arguments, _ throws(TemplateProblem) in
    let items = try Argument.items(value, for: "union") + Argument.items(arguments[0], for: "union")
    return .list(try distinct(items))
  }

  private static let intersect = Filter(Signature("intersect", .required("b"))) {
    value, arguments, _ throws(TemplateProblem) in
    let other = try Argument.items(arguments[0], for: "intersect")
    return .list(try kept(try distinct(try Argument.items(value, for: "intersect")), in: other, true))
  }

  private static let difference = Filter(Signature("difference", .required("b"))) {
    value, arguments, _ throws(TemplateProblem) in
    let other = try Argument.items(arguments[0], for: "difference")
    return .list(try kept(try distinct(try Argument.items(value, for: "difference")), in: other, false))
  }

  private static let symmetricDifference = Filter(Signature("symmetric_difference", .required("b"))) {
    value, arguments, _ throws(TemplateProblem) in
    let left = try distinct(try Argument.items(value, for: "symmetric_difference"))
    let right = try distinct(try Argument.items(arguments[0], for: "symmetric_difference"))
    return .list(try kept(left, in: right, false) + kept(right, in: left, false))
  }

  private static func distinct(_ items: [Value]) throws(TemplateProblem) -> [Value] {
    var result: [Value] = []
    for item in items where try !Comparing.contains(item, in: .list(result)) { result.append(item) }
    return result
  }

  private static func kept(
    _ items: [Value], in other: [Value], _ wanted: Bool
  ) throws(TemplateProblem) -> [Value] {
    var result: [Value] = []
    for item in items where try Comparing.contains(item, in: .list(other)) == wanted { result.append(item) }
    return result
  }

  /// The same for the same items: a result that changed from run to run could be neither planned nor resumed.
  private static let random = Filter(Signature("random")) { value, _, _ throws(TemplateProblem) in
    let items = try Argument.items(value, for: "random")
    guard !items.isEmpty else { return .object(Undefined(.emptySequence("random"))) }
    return items[items.count / 2]
  }
}
