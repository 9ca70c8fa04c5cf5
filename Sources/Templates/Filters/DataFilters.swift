internal import Values

/// Filters that rearrange maps and choose values.
enum DataFilters {
  static let all: [Filter] = [combine, dict2items, items2dict, bool, ternary, mandatory, attr]

  private static let combine = Filter(Signature(variadic: "combine")) { value, arguments, _ throws(TemplateProblem) in
    let isRecursive = try arguments[1].map?["recursive"].map { flag throws(TemplateProblem) in
      try Argument.truth(flag)
    }
    var result = try Argument.map(value, for: "combine")
    for other in arguments[0].list ?? [] {
      result = merged(result, try Argument.map(other, for: "combine"), isRecursive: isRecursive ?? false)
    }
    return .map(result)
  }

  private static func merged(_ left: ValueMap, _ right: ValueMap, isRecursive: Bool) -> ValueMap {
    var result = left
    for entry in right.entries {
      if isRecursive, let a = result[entry.key]?.map, let b = entry.value.map {
        result[entry.key] = .map(merged(a, b, isRecursive: true))
      } else {
        result[entry.key] = entry.value
      }
    }
    return result
  }

  private static let dict2items = Filter(
    Signature("dict2items", .optional("key_name", .string("key")), .optional("value_name", .string("value")))
  ) { value, arguments, _ throws(TemplateProblem) in
    var items: [Value] = []
    for entry in try Argument.map(value, for: "dict2items").entries {
      var item = ValueMap()
      item[arguments[0]] = entry.key
      item[arguments[1]] = entry.value
      items.append(.map(item))
    }
    return .list(items)
  }

  private static let items2dict = Filter(
    Signature("items2dict", .optional("key_name", .string("key")), .optional("value_name", .string("value")))
  ) { value, arguments, _ throws(TemplateProblem) in
    var result = ValueMap()
    for item in try Argument.items(value, for: "items2dict") {
      let key = try Parts.item(arguments[0], of: item).defined()
      result[key] = try Parts.item(arguments[1], of: item).defined()
    }
    return .map(result)
  }

  private static let bool = Filter(Signature("bool")) { value, _, _ throws(TemplateProblem) in
    switch value {
    case .bool, .null: return value
    case .string(let text):
      guard let flag = BooleanWord.parse(text.trimmed) else { throw .notABoolean(text) }
      return .bool(flag)
    default:
      guard let number = Comparing.number(value), number == 0 || number == 1 else {
        throw .notABoolean(try Argument.pythonText(value))
      }
      return .bool(number == 1)
    }
  }

  private static let ternary = Filter(
    Signature("ternary", .required("true_val"), .required("false_val"), .optional("none_val", .null))
  ) { value, arguments, _ throws(TemplateProblem) in
    if value == .null, arguments[2] != .null { return arguments[2] }
    return try Comparing.truth(of: value) ? arguments[0] : arguments[1]
  }

  private static let mandatory = Filter(
    Signature("mandatory", .optional("msg", .null)), acceptsUndefined: true
  ) { value, arguments, _ throws(TemplateProblem) in
    guard let undefined = value.undefined else { return value }
    if let message = arguments[0].string { throw .failedByFunction(message) }
    throw undefined.problem
  }

  private static let attr = Filter(Signature("attr", .required("name"))) {
    value, arguments, _ throws(TemplateProblem) in
    let name = try Argument.text(arguments[0], "name", of: "attr")
    if case .map = value { return .object(Undefined(.undefinedAttribute(name, of: value.kind))) }
    return try Parts.attribute(name, of: value)
  }
}
