public import Templates
public import Text
public import Values

/// Checks what a node gives for the parameters of a function, as far as that is written out.
public struct ParameterCheck {
  private let schema: FunctionSchema
  /// What was found, and where.
  public private(set) var problems: [(problem: FunctionProblem, span: ByteSpan)] = []

  /// The check of `arguments`; what is missing is reported at `span`, the function's name.
  ///
  /// `conditions` were read already, and count as given.
  public init(
    _ arguments: [ParameterArgument], besides conditions: [ParameterArgument] = [], of schema: FunctionSchema,
    at span: ByteSpan
  ) {
    self.schema = schema
    for argument in arguments { check(argument) }
    checkNumber(of: arguments + conditions, at: span)
  }

  private mutating func check(_ argument: ParameterArgument) {
    guard let parameter = schema.parameter(named: argument.name) else {
      let names = schema.parameters.map(\.name)
      let suggestion = Suggestion.closest(to: argument.name, among: names)
      let problem = FunctionProblem.unknownParameter(
        argument.name, function: schema.name, suggestion: suggestion, all: names)
      return problems.append((problem, argument.nameSpan))
    }
    guard case .some(let value) = argument.value.written else { return }
    do throws(ParameterSchema.Mismatch) {
      _ = try parameter.convert(value)
    } catch {
      let problem = FunctionProblem.wrongValue(argument.name, error)
      problems.append((problem, argument.valueSpan))
    }
  }

  private mutating func checkNumber(of arguments: [ParameterArgument], at span: ByteSpan) {
    // One that is not known may be the missing one, misspelled.
    let areKnown = arguments.allSatisfy { schema.parameter(named: $0.name) != nil }
    for parameter in schema.parameters {
      let given = arguments.filter { parameter.goes(by: $0.name) }
      if parameter.isRequired, given.isEmpty, areKnown {
        problems.append((.missingParameter(parameter.name, function: schema.name), span))
      } else if given.count > 1 {
        problems.append((.sameParameterTwice(given[0].name, given[1].name), given[1].nameSpan))
      }
    }
  }
}

extension ValueTemplate {
  /// The value, if nothing in it is a template.
  public var written: Value? {
    switch self {
    case .literal(let value): return value
    case .template: return nil
    case .list(let items):
      let values = items.compactMap(\.written)
      return values.count == items.count ? .list(values) : nil
    case .map(let entries):
      var map = ValueMap()
      for entry in entries {
        guard let value = entry.value.written else { return nil }
        map[entry.key] = value
      }
      return .map(map)
    }
  }
}
