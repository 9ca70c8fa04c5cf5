public import Values

/// The functions that every template has.
public enum StandardFunction: String, CaseIterable, ValueObject {
  case range, dict, namespace, joiner, cycler

  /// What messages call it.
  public var kind: String { "function" }

  /// Its parameters.
  var signature: Signature {
    switch self {
    case .range:
      Signature("range", .required("start"), .optional("stop", .null), .optional("step", .int(1)))
    case .joiner: Signature("joiner", .optional("sep", .string(", ")))
    case .dict, .namespace, .cycler: Signature(variadic: rawValue)
    }
  }

  static func value(of name: String) -> Value? {
    StandardFunction(rawValue: name).map { .object($0) }
  }
}

extension TemplateEvaluator {
  /// Calls a standard function.
  mutating func call(
    _ function: StandardFunction, _ arguments: CallValues
  ) throws(TemplateProblem) -> Value {
    switch function {
    case .range: return .list(try range(arguments))
    case .dict: return .map(try map(of: arguments, for: "dict"))
    case .namespace: return newCell("namespace", .namespace(try map(of: arguments, for: "namespace")))
    case .joiner:
      let separator = try function.signature.bind(arguments)
      return newCell("joiner", .joiner(try form.text(of: separator[0]), isUsed: false))
    case .cycler:
      if arguments.positional.isEmpty { throw .emptySequence("cycler") }
      return newCell("cycler", .cycler(arguments.positional, next: 0))
    }
  }

  /// The numbers of a `range`, whose length is checked before any is made.
  private mutating func range(_ arguments: CallValues) throws(TemplateProblem) -> [Value] {
    let values = try StandardFunction.range.signature.bind(arguments)
    var bounds = (0, try Argument.integer(values[0], "stop", of: "range"))
    if arguments.positional.count > 1 {
      bounds = (bounds.1, try Argument.integer(values[1], "stop", of: "range"))
    }
    let step = try Argument.integer(values[2], "step", of: "range")
    if step == 0 { throw .zeroStep }
    let numbers = stride(from: bounds.0, to: bounds.1, by: step)
    let (distance, overflows) = bounds.1.subtractingReportingOverflow(bounds.0)
    if overflows || distance.magnitude / step.magnitude > TemplateLimits.rangeLength {
      throw .limitReached("range length", limit: TemplateLimits.rangeLength)
    }
    return numbers.map { .int($0) }
  }

  private func map(of arguments: CallValues, for name: String) throws(TemplateProblem) -> ValueMap {
    var result = ValueMap()
    if let first = arguments.positional.first {
      switch first {
      case .map(let map): result = map
      default:
        for pair in try Argument.items(first, for: name) {
          let items = try Argument.items(pair, for: name)
          guard items.count == 2 else { throw .wrongUnpacking(expected: 2, found: items.count) }
          result[items[0]] = items[1]
        }
      }
    }
    for keyword in arguments.keywords { result[keyword.name] = keyword.value }
    return result
  }
}
