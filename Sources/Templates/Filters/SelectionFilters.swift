internal import Values

/// `map`, and the filters that keep some items.
enum SelectionFilters {
  static let all: [Filter] = [
    map, selection("select", keeps: true), selection("reject", keeps: false),
    attributeSelection("selectattr", keeps: true), attributeSelection("rejectattr", keeps: false),
  ]

  /// `map('filter', arguments…)` or `map(attribute='path', default=value)`.
  private static let map = Filter(Signature(variadic: "map")) { value, arguments, form throws(TemplateProblem) in
    let items = try items(of: value, for: "map")
    let positional = arguments[0].list ?? []
    let keywords = arguments[1].map ?? ValueMap()
    var result: [Value] = []
    if positional.isEmpty, let path = keywords["attribute"] {
      for item in items {
        let found = try Argument.attribute(path, of: item)
        result.append(found.undefined == nil ? found : keywords["default"] ?? found)
      }
      return .list(result)
    }
    guard let name = positional.first else { throw .argumentCount("map", expected: 1...1, found: 0) }
    let call = try Argument.text(name, "filter", of: "map")
    guard let filter = Filter.named(call) else {
      throw .unknownFilter(call, suggestion: Filter.suggestion(for: call))
    }
    let values = callValues(positional.dropFirst(), keywords)
    for item in items { result.append(try filter.apply(to: item, values, form: form)) }
    return .list(result)
  }

  /// Nothing at all has no items: `none | map('upper')` is empty, as in Jinja2.
  private static func items(of value: Value, for filter: String) throws(TemplateProblem) -> [Value] {
    try Comparing.truth(of: value) ? try Argument.items(value, for: filter) : []
  }

  private static func callValues(_ positional: ArraySlice<Value>, _ keywords: ValueMap) -> CallValues {
    var values = CallValues(Array(positional))
    values.keywords = keywords.entries.map { ($0.key.string ?? "", $0.value) }
    return values
  }

  private static func selection(_ name: String, keeps: Bool) -> Filter {
    Filter(Signature(variadic: name)) { value, arguments, _ throws(TemplateProblem) in
      let condition = try condition(arguments[0].list?[...] ?? [], arguments[1].map ?? ValueMap(), of: name)
      var result: [Value] = []
      for item in try items(of: value, for: name) where try condition(item) == keeps { result.append(item) }
      return .list(result)
    }
  }

  private static func attributeSelection(_ name: String, keeps: Bool) -> Filter {
    Filter(Signature(variadic: name, .required("attribute"))) { value, arguments, _ throws(TemplateProblem) in
      let condition = try condition(arguments[1].list?[...] ?? [], arguments[2].map ?? ValueMap(), of: name)
      var result: [Value] = []
      for item in try items(of: value, for: name)
      where try condition(try Argument.attribute(arguments[0], of: item)) == keeps {
        result.append(item)
      }
      return .list(result)
    }
  }

  /// The test that is named first, of the arguments that follow; the value's truth if none is named.
  private static func condition(
    _ arguments: ArraySlice<Value>, _ keywords: ValueMap, of filter: String
  ) throws(TemplateProblem) -> (Value) throws(TemplateProblem) -> Bool {
    guard let first = arguments.first else {
      return { value throws(TemplateProblem) in try Comparing.truth(of: value) }
    }
    let name = try Argument.text(first, "test", of: filter)
    guard let test = TemplateTest.named(name) else {
      throw .unknownTest(name, suggestion: TemplateTest.suggestion(for: name))
    }
    let values = callValues(arguments.dropFirst(), keywords)
    return { value throws(TemplateProblem) in try test.holds(for: value, values) }
  }
}
