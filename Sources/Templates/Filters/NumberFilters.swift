internal import Values

/// Filters that make numbers.
enum NumberFilters {
  static let all: [Filter] = [abs, int, float, round, sum]

  private static let abs = Filter(Signature("abs")) { value, _, _ throws(TemplateProblem) in
    if let number = Comparing.integer(value) {
      if number == .min { throw .integerOverflow }
      return .int(Swift.abs(number))
    }
    return .double(Swift.abs(try Argument.number(value, for: "abs")))
  }

  private static let int = Filter(
    Signature("int", .optional("default", .int(0)), .optional("base", .int(10)))
  ) { value, arguments, _ throws(TemplateProblem) in
    switch value {
    case .double(let number):
      guard number.isFinite else { return arguments[0] }
      guard let whole = Int(exactly: number.rounded(.towardZero)) else { throw .integerOverflow }
      return .int(whole)
    case .string(let text):
      let base = try Argument.integer(arguments[1], "base", of: "int")
      return try NumberText.integer(text, base: base).map { .int($0) } ?? arguments[0]
    default: return Comparing.integer(value).map { .int($0) } ?? arguments[0]
    }
  }

  private static let float = Filter(
    Signature("float", .optional("default", .double(0)))
  ) { value, arguments, _ throws(TemplateProblem) in
    if let number = Comparing.number(value) { return .double(number) }
    return value.string.flatMap(NumberText.float).map { .double($0) } ?? arguments[0]
  }

  private static let round = Filter(
    Signature("round", .optional("precision", .int(0)), .optional("method", .string("common")))
  ) { value, arguments, _ throws(TemplateProblem) in
    let number = try Argument.number(value, for: "round")
    let precision = try Argument.integer(arguments[0], "precision", of: "round")
    let factor = 10.0.power(Double(precision))
    switch arguments[1].string {
    case "ceil":
      let whole = (number * factor).rounded(.up)
      return .double((whole == 0 ? 0 : whole) / factor)  // Python's `ceil` is an integer, which has no negative zero.
    case "floor": return .double((number * factor).rounded(.down) / factor)
    case "common":
      if let whole = Comparing.integer(value), precision >= 0 { return .int(whole) }
      guard number.isFinite, Swift.abs(precision) < 400 else { return .double(number) }
      let rounded = Double(ExactDecimal(number).fixed(precision)) ?? number
      return Comparing.integer(value) == nil ? .double(rounded) : .int(Int(rounded))
    default:
      throw .invalidValue(arguments[1].string ?? arguments[1].kind, of: "round", expected: "common, ceil or floor")
    }
  }

  private static let sum = Filter(
    Signature("sum", .optional("attribute", .null), .optional("start", .int(0)))
  ) { value, arguments, _ throws(TemplateProblem) in
    var result = arguments[1]
    for item in try Argument.items(value, for: "sum") {
      var part = item
      if arguments[0] != .null { part = try Argument.attribute(arguments[0], of: item) }
      result = try Arithmetic.apply(.add, result, part)
    }
    return result
  }
}
