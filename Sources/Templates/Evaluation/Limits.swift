internal import Values

/// Checks of sizes before anything of that size is made.
enum Limits {
  static func repeated(_ text: String, _ count: Int) throws(TemplateProblem) -> String {
    guard count > 0 else { return "" }
    let (size, overflows) = text.utf8.count.multipliedReportingOverflow(by: count)
    if overflows || size > TemplateLimits.textSize {
      throw .limitReached("string size", limit: TemplateLimits.textSize)
    }
    return String(repeating: text, count: count)
  }

  static func repeated(_ items: [Value], _ count: Int) throws(TemplateProblem) -> [Value] {
    guard count > 0 else { return [] }
    let (size, overflows) = items.count.multipliedReportingOverflow(by: count)
    if overflows || size > TemplateLimits.listLength {
      throw .limitReached("list length", limit: TemplateLimits.listLength)
    }
    return Array(repeatElement(items, count: count).joined())
  }

  /// Refuses a value that is larger than an expression may make.
  static func check(_ value: Value) throws(TemplateProblem) {
    switch value {
    case .string(let text) where text.utf8.count > TemplateLimits.textSize:
      throw .limitReached("string size", limit: TemplateLimits.textSize)
    case .list(let items) where items.count > TemplateLimits.listLength:
      throw .limitReached("list length", limit: TemplateLimits.listLength)
    default: return
    }
  }

  /// Refuses a value that is nested so deep that going through it, or freeing it, would take all of the stack.
  static func checkDepth(_ value: Value, _ limit: Int = TemplateLimits.valueDepth) throws(TemplateProblem) {
    if limit == 0 { throw .limitReached("nesting of values", limit: TemplateLimits.valueDepth) }
    switch value {
    case .list(let items): for item in items { try checkDepth(item, limit - 1) }
    case .map(let map): for entry in map.entries { try checkDepth(entry.value, limit - 1) }
    case .object(let tuple as Tuple): for item in tuple.items { try checkDepth(item, limit - 1) }
    case .null, .bool, .int, .double, .string, .object: return
    }
  }

  /// What making `value` costs, in steps: one for each element, and for each sixteen bytes of text.
  static func cost(of value: Value) -> Int {
    switch value {
    case .string(let text): text.utf8.count / 16
    case .list(let items): items.count
    case .map(let map): map.count
    default: 0
    }
  }
}
