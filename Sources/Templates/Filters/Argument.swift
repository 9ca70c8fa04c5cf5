internal import Values

/// Arguments of filters as the types that they must have.
enum Argument {
  static func integer(_ value: Value, _ name: String, of filter: String) throws(TemplateProblem) -> Int {
    guard let number = Comparing.integer(try value.defined()) else {
      throw .wrongArgument(name, of: filter, expected: "an integer", found: value.kind)
    }
    return number
  }

  /// A width or count: at least 0, and no more than a text may be long.
  static func size(_ value: Value, _ name: String, of filter: String) throws(TemplateProblem) -> Int {
    let number = try integer(value, name, of: filter)
    if number > TemplateLimits.textSize { throw .limitReached("string size", limit: TemplateLimits.textSize) }
    return max(0, number)
  }

  /// The digits with which the rest of a format begins, as a width or precision; nothing if there are none.
  static func width(_ rest: inout Substring.UnicodeScalarView) throws(TemplateProblem) -> Int? {
    let digits = rest.prefix { ("0"..."9").contains($0) }
    rest = rest[digits.endIndex...]
    if digits.isEmpty { return nil }
    return try size(.int(Int(String(digits)) ?? .max), "width", of: "format")
  }

  static func text(_ value: Value, _ name: String, of filter: String) throws(TemplateProblem) -> String {
    guard case .string(let text) = try value.defined() else {
      throw .wrongArgument(name, of: filter, expected: "a string", found: value.kind)
    }
    return text
  }

  /// What a filter works on, where that must be a string.
  static func inputText(_ value: Value, for filter: String) throws(TemplateProblem) -> String {
    guard case .string(let text) = try value.defined() else {
      throw .wrongInput(filter, expected: "a string", found: value.kind)
    }
    return text
  }

  static func truth(_ value: Value) throws(TemplateProblem) -> Bool {
    try Comparing.truth(of: value)
  }

  static func map(_ value: Value, for filter: String) throws(TemplateProblem) -> ValueMap {
    guard case .map(let map) = try value.defined() else {
      throw .wrongInput(filter, expected: "a map", found: value.kind)
    }
    return map
  }

  /// The items of what a filter works on, or its keys or code points.
  static func items(_ value: Value, for filter: String) throws(TemplateProblem) -> [Value] {
    switch try value.defined() {
    case .list, .map, .string: return try Iteration.items(of: value.defined())
    case .object(let tuple as Tuple): return tuple.items
    default: throw .wrongInput(filter, expected: "a list, map or string", found: value.kind)
    }
  }

  static func number(_ value: Value, for filter: String) throws(TemplateProblem) -> Double {
    guard let number = Comparing.number(try value.defined()) else {
      throw .wrongInput(filter, expected: "a number", found: value.kind)
    }
    return number
  }

  /// Python's text of a value, which filters over text work on: `5 | upper` is `5`.
  static func pythonText(_ value: Value) throws(TemplateProblem) -> String {
    try TextForm.jinja.text(of: value)
  }

  /// The value at a path such as `a.b.0`, as the `attribute` of filters names it.
  static func attribute(_ path: Value, of item: Value) throws(TemplateProblem) -> Value {
    guard case .string(let text) = path else { return try Parts.item(path, of: item) }
    if !text.utf8.contains(UInt8(ascii: ".")) { return try Parts.item(Int(text).map { .int($0) } ?? path, of: item) }
    var value = item
    for step in text.split(separator: ".", omittingEmptySubsequences: false) {
      value = try Parts.item(Int(step).map { .int($0) } ?? .string(String(step)), of: value)
    }
    return value
  }
}
