internal import Values

/// Truth, equality, order and membership by Python's rules, which are Jinja2's.
enum Comparing {
  /// Whether a condition with this value holds.
  static func truth(of value: Value) throws(TemplateProblem) -> Bool {
    switch value {
    case .null: return false
    case .bool(let flag): return flag
    case .int(let number): return number != 0
    case .double(let number): return number != 0
    case .string(let text): return !text.isEmpty
    case .list(let items): return !items.isEmpty
    case .map(let map): return !map.isEmpty
    case .object(let object):
      if object is MissingElse { return false }
      if case .string(let text) = try value.defined() { return !text.isEmpty }
      return (object as? Tuple).map { !$0.items.isEmpty } ?? true
    }
  }

  /// Whether two values are equal: numbers and booleans by value, strings by code point, maps in any order.
  static func equal(_ left: Value, _ right: Value) throws(TemplateProblem) -> Bool {
    switch (try left.defined(), try right.defined()) {
    case (.string(let a), .string(let b)): return a.isIdentical(to: b)
    case (.null, .null): return true
    case (.list(let a), .list(let b)): return try equal(a, b)
    case (.map(let a), .map(let b)): return try equal(a, b)
    case (.object(let a), .object(let b)):
      guard let a = a as? Tuple, let b = b as? Tuple else { return false }
      return try equal(a.items, b.items)
    default:
      guard let order = numericOrder(left, right) else { return false }
      return order == .same
    }
  }

  private static func equal(_ left: [Value], _ right: [Value]) throws(TemplateProblem) -> Bool {
    guard left.count == right.count else { return false }
    for (a, b) in zip(left, right) where try !equal(a, b) { return false }
    return true
  }

  private static func equal(_ left: ValueMap, _ right: ValueMap) throws(TemplateProblem) -> Bool {
    guard left.count == right.count else { return false }
    for entry in left.entries {
      guard let other = right[entry.key], try equal(entry.value, other) else { return false }
    }
    return true
  }

  enum Order { case less, same, greater, unordered }

  /// The order of two numbers, booleans counting as 0 and 1; exact also where an integer has no double.
  static func numericOrder(_ left: Value, _ right: Value) -> Order? {
    if let a = integer(left), let b = integer(right) {
      return a < b ? .less : a > b ? .greater : .same
    }
    guard let a = number(left), let b = number(right) else { return nil }
    return a < b ? .less : a > b ? .greater : a == b ? .same : .unordered
  }

  /// The order of two values of the same kind; values of different kinds have none, which is an error.
  static func order(
    _ left: Value, _ right: Value, operatorName: String
  ) throws(TemplateProblem) -> Order {
    let (left, right) = (try left.defined(), try right.defined())
    if let order = numericOrder(left, right) { return order }
    switch (left, right) {
    case (.string(let a), .string(let b)):
      if a.isIdentical(to: b) { return .same }
      return a.utf8.lexicographicallyPrecedes(b.utf8) ? .less : .greater
    case (.list(let a), .list(let b)): return try order(a, b, operatorName: operatorName)
    case (.object(let a as Tuple), .object(let b as Tuple)):
      return try order(a.items, b.items, operatorName: operatorName)
    default:
      throw .unsupportedOperands(operatorName, left: left.kind, right: right.kind)
    }
  }

  private static func order(
    _ left: [Value], _ right: [Value], operatorName: String
  ) throws(TemplateProblem) -> Order {
    for (a, b) in zip(left, right) where try !equal(a, b) {
      return try order(a, b, operatorName: operatorName)
    }
    return left.count < right.count ? .less : left.count > right.count ? .greater : .same
  }

  /// Whether `container` holds `item`: a part of a string, an item of a list, a key of a map.
  static func contains(_ item: Value, in container: Value) throws(TemplateProblem) -> Bool {
    let item = try item.defined()
    switch try container.defined() {
    case .string(let text):
      guard case .string(let part) = item else {
        throw .unsupportedOperands("in", left: item.kind, right: "string")
      }
      return CodePoints.contains(part, in: text)
    case .list(let items): return try holds(items, item)
    case .object(let tuple as Tuple): return try holds(tuple.items, item)
    case .map(let map):
      if item.list != nil || item.map != nil { throw .unhashableKey(item.kind) }
      return map[item] != nil
    default: throw .notIterable(container.kind)
    }
  }

  private static func holds(_ items: [Value], _ item: Value) throws(TemplateProblem) -> Bool {
    for candidate in items where try equal(candidate, item) { return true }
    return false
  }

  /// An integer or boolean as a number.
  static func integer(_ value: Value) -> Int? {
    switch value {
    case .int(let number): number
    case .bool(let flag): flag ? 1 : 0
    default: nil
    }
  }

  /// Any number or boolean as a float.
  static func number(_ value: Value) -> Double? {
    switch value {
    case .double(let number): number
    default: integer(value).map(Double.init)
    }
  }
}
