internal import Values

/// Attributes, items and slices of values.
enum Parts {
  /// `value.name`.
  ///
  /// Names that begin with `_` are refused on anything but a map's own keys.
  static func attribute(_ name: String, of value: Value) throws(TemplateProblem) -> Value {
    if let undefined = value.undefined { return try part(of: undefined) }
    if case .map(let map) = value, let item = map[name] { return item }
    if name.utf8.first == UInt8(ascii: "_") { throw .privateAttribute(name) }
    if let loop = value.object(LoopObject.self) {
      if let attribute = try loop.attribute(name) { return attribute }
    } else if case .object(let object) = value, let object = object as? any TemplateObject,
      let attribute = try object.attribute(name)
    {
      return attribute
    }
    return .object(Undefined(.undefinedAttribute(name, of: value.kind)))
  }

  private static func part(of undefined: Undefined) throws(TemplateProblem) -> Value {
    guard undefined.mode == .chainable else { throw undefined.problem }
    return .object(undefined)
  }

  /// `value[key]`.
  static func item(_ key: Value, of value: Value) throws(TemplateProblem) -> Value {
    if let undefined = value.undefined { return try part(of: undefined) }
    switch (value, key) {
    case (.map(let map), _): if let item = map[key] { return item }
    case (.list(let items), _): if let item = try indexed(items, key) { return item }
    case (.object(let tuple as Tuple), _): if let item = try indexed(tuple.items, key) { return item }
    case (.string(let text), _):
      let scalars = text.unicodeScalars.map { Value.string(String($0)) }
      if let item = try indexed(scalars, key) { return item }
    default: break
    }
    if case .string(let name) = key { return try attribute(name, of: value) }
    let text = PythonText.repr(key)
    return .object(Undefined(.undefinedAttribute(text, of: value.kind)))
  }

  /// The item at an index, which counts from the end if it is negative.
  private static func indexed(_ items: [Value], _ key: Value) throws(TemplateProblem) -> Value? {
    guard let index = Comparing.integer(key) else { return nil }
    let position = index < 0 ? items.count + index : index
    return items.indices.contains(position) ? items[position] : nil
  }

  /// `value[start:end:step]` by Python's rules; the bounds are null where they are left out.
  static func slice(_ value: Value, _ bounds: [Value]) throws(TemplateProblem) -> Value {
    switch try value.defined() {
    case .list(let items): return .list(try sliced(items, bounds))
    case .object(let tuple as Tuple): return .object(Tuple(items: try sliced(tuple.items, bounds)))
    case .string(let text):
      var result = ""
      for scalar in try sliced(Array(text.unicodeScalars), bounds) {
        result.unicodeScalars.append(scalar)
      }
      return .string(result)
    default: throw .unsupportedOperand("[:]", operand: value.kind)
    }
  }

  private static func sliced<Element>(
    _ items: [Element], _ bounds: [Value]
  ) throws(TemplateProblem) -> [Element] {
    let step = try bound(bounds[2]) ?? 1
    if step == 0 { throw .zeroStep }
    let first = clamp(try bound(bounds[0]) ?? (step > 0 ? 0 : Int.max), items.count, step)
    let last = try bound(bounds[1]).map { clamp($0, items.count, step) } ?? (step > 0 ? items.count : -1)
    var result: [Element] = []
    var index = first
    while step > 0 ? index < last : index > last {
      result.append(items[index])
      let (next, overflows) = index.addingReportingOverflow(step)
      if overflows { break }
      index = next
    }
    return result
  }

  private static func bound(_ value: Value) throws(TemplateProblem) -> Int? {
    if case .null = value { return nil }
    guard let number = Comparing.integer(value) else {
      throw .unsupportedOperand("[:]", operand: value.kind)
    }
    return number
  }

  /// A bound within the list; for negative steps the position before the first item is -1.
  private static func clamp(_ index: Int, _ count: Int, _ step: Int) -> Int {
    let position = index < 0 ? max(index, -count - 1) + count : index
    return step > 0 ? min(max(position, 0), count) : min(max(position, -1), count - 1)
  }
}
