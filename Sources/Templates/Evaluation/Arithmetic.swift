internal import Values

/// `+ - * / // % **` by Python's rules.
///
/// An integer result beyond 64 bits is an error, never a trap and never rounded.
enum Arithmetic {
  static func apply(
    _ operation: BinaryOperator, _ left: Value, _ right: Value
  ) throws(TemplateProblem) -> Value {
    let (left, right) = (try left.defined(), try right.defined())
    if let a = Comparing.integer(left), let b = Comparing.integer(right) {
      return try integers(operation, a, b)
    }
    if let a = Comparing.number(left), let b = Comparing.number(right) {
      return .double(try doubles(operation, a, b))
    }
    if let result = try sequences(operation, left, right) { return result }
    throw .unsupportedOperands(operation.rawValue, left: left.kind, right: right.kind)
  }

  static func apply(_ sign: UnaryOperator, _ operand: Value) throws(TemplateProblem) -> Value {
    let operand = try operand.defined()
    if let number = Comparing.integer(operand) {
      return sign == .positive ? .int(number) : .int(try checked(number.multipliedReportingOverflow(by: -1)))
    }
    if case .double(let number) = operand { return .double(sign == .positive ? number : -number) }
    throw .unsupportedOperand(sign.rawValue, operand: operand.kind)
  }

  private static func checked(
    _ result: (partialValue: Int, overflow: Bool)
  ) throws(TemplateProblem) -> Int {
    if result.overflow { throw .integerOverflow }
    return result.partialValue
  }

  private static func integers(
    _ operation: BinaryOperator, _ a: Int, _ b: Int
  ) throws(TemplateProblem) -> Value {
    switch operation {
    case .add: return .int(try checked(a.addingReportingOverflow(b)))
    case .subtract: return .int(try checked(a.subtractingReportingOverflow(b)))
    case .multiply: return .int(try checked(a.multipliedReportingOverflow(by: b)))
    case .power:
      return b < 0 ? .double(try doubles(.power, Double(a), Double(b))) : .int(try power(a, b))
    case .divide: return .double(try doubles(.divide, Double(a), Double(b)))
    case .floorDivide, .remainder:
      if b == 0 { throw .divisionByZero }
      let quotient = try checked(a.dividedReportingOverflow(by: b))
      let remainder = a - quotient * b
      let isRoundedUp = remainder != 0 && (remainder < 0) != (b < 0)
      if operation == .floorDivide { return .int(isRoundedUp ? quotient - 1 : quotient) }
      return .int(isRoundedUp ? remainder + b : remainder)
    }
  }

  /// By squaring; the exponent is at most 63 before anything but 0, 1 and -1 overflows.
  private static func power(_ base: Int, _ exponent: Int) throws(TemplateProblem) -> Int {
    if base == 0 || base == 1 { return exponent == 0 ? 1 : base }
    if base == -1 { return exponent % 2 == 0 ? 1 : -1 }
    if exponent > 63 { throw .integerOverflow }
    var result = 1
    for _ in 0..<exponent { result = try checked(result.multipliedReportingOverflow(by: base)) }
    return result
  }

  private static func doubles(
    _ operation: BinaryOperator, _ a: Double, _ b: Double
  ) throws(TemplateProblem) -> Double {
    switch operation {
    case .add: return a + b
    case .subtract: return a - b
    case .multiply: return a * b
    case .power:
      if a == 0, b < 0 { throw .divisionByZero }
      let result = a.power(b)
      // Python makes a complex number of a root of a negative one.
      if result.isNaN, !a.isNaN, !b.isNaN {
        throw .unsupportedOperands("**", left: "negative number", right: "fraction")
      }
      return result
    case .divide, .floorDivide, .remainder:
      if b == 0 { throw .divisionByZero }
      if operation == .divide { return a / b }
      var remainder = a.truncatingRemainder(dividingBy: b)
      if remainder != 0, (remainder < 0) != (b < 0) { remainder += b }
      if operation == .remainder {
        return remainder == 0 ? (b < 0 ? -0.0 : 0.0) : remainder
      }
      return ((a - remainder) / b).rounded()
    }
  }

  /// `+` joins strings and lists, `*` repeats them.
  private static func sequences(
    _ operation: BinaryOperator, _ left: Value, _ right: Value
  ) throws(TemplateProblem) -> Value? {
    switch (operation, left, right) {
    case (.add, .string(let a), .string(let b)): return .string(a + b)
    case (.add, .list(let a), .list(let b)): return .list(a + b)
    case (.add, .object(let a as Tuple), .object(let b as Tuple)):
      return .object(Tuple(items: a.items + b.items))
    case (.multiply, _, _):
      if let count = Comparing.integer(right) { return try repeated(left, count) }
      return try Comparing.integer(left).flatMap { count throws(TemplateProblem) in try repeated(right, count) }
    case (.remainder, .string(let format), _):
      switch right {
      case .object(let tuple as Tuple): return .string(try PercentFormat.format(format, tuple.items, nil))
      case .map(let map): return .string(try PercentFormat.format(format, [], map))
      case .list: return .string(try PercentFormat.format(format, [right], nil, allowsUnused: true))
      default: return .string(try PercentFormat.format(format, [right], nil))
      }
    default: return nil
    }
  }

  private static func repeated(_ sequence: Value, _ count: Int) throws(TemplateProblem) -> Value? {
    switch sequence {
    case .string(let text): .string(try Limits.repeated(text, count))
    case .list(let items): .list(try Limits.repeated(items, count))
    case .object(let tuple as Tuple): .object(Tuple(items: try Limits.repeated(tuple.items, count)))
    default: nil
    }
  }
}
