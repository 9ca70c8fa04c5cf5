public import Values

/// Data in which any string may be a template: parameters, headers, JSON bodies.
public indirect enum ValueTemplate: Sendable {
  case literal(Value)
  case template(Template)
  case list([ValueTemplate])
  case map([(key: String, value: ValueTemplate)])

  /// Every template in it, in order.
  public var templates: [Template] {
    switch self {
    case .literal: []
    case .template(let template): [template]
    case .list(let items): items.flatMap(\.templates)
    case .map(let entries): entries.flatMap(\.value.templates)
    }
  }

  /// The data, every template evaluated.
  public func evaluate(with evaluator: inout TemplateEvaluator) throws(TemplateFailure) -> Value {
    switch self {
    case .literal(let value): return value
    case .template(let template): return try evaluator.value(of: template)
    case .list(let items):
      var values: [Value] = []
      for item in items { values.append(try item.evaluate(with: &evaluator)) }
      return .list(values)
    case .map(let entries):
      var map = ValueMap()
      for entry in entries { map[entry.key] = try entry.value.evaluate(with: &evaluator) }
      return .map(map)
    }
  }
}
