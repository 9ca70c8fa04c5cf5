/// A map key as Python sees it: numbers and booleans of equal value are one key, strings are compared by code point.
struct MapKey: Hashable {
  let value: Value

  static func == (left: MapKey, right: MapKey) -> Bool {
    equal(left.value, right.value)
  }

  func hash(into hasher: inout Hasher) {
    switch value {
    case .string(var text): text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    case .int(let number): hasher.combine(Double(number))
    case .double(let number): hasher.combine(number)
    case .bool(let flag): hasher.combine(flag ? 1.0 : 0.0)
    default: hasher.combine(0)
    }
  }

  static func equal(_ left: Value, _ right: Value) -> Bool {
    if case .string(let a) = left, case .string(let b) = right { return a.isIdentical(to: b) }
    guard let a = number(left), let b = number(right) else { return left == right }
    // Integers beyond 2^53 share doubles, so those are compared exactly.
    if case .int(let x) = left, case .int(let y) = right { return x == y }
    return a == b
  }

  private static func number(_ value: Value) -> Double? {
    if case .bool(let flag) = value { flag ? 1 : 0 } else { value.number }
  }
}
