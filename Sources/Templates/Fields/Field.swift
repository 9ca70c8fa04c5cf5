public import Values

/// The value of a key that may be written as a template: known now, or known when the names in it are.
public enum Field<Content: ValueConvertible>: Sendable {
  case literal(Content)
  /// Stored apart: most fields of most nodes are no templates, and a plan holds very many.
  indirect case template(Template)
  /// A list in which strings are templates.
  indirect case data(ValueTemplate)

  /// The value, if it is known now.
  public var literal: Content? {
    if case .literal(let content) = self { content } else { nil }
  }

  /// The template, if it is one as a whole.
  public var template: Template? {
    if case .template(let template) = self { template } else { nil }
  }

  /// Every template in it, in order.
  public var templates: [Template] {
    switch self {
    case .literal: []
    case .template(let template): [template]
    case .data(let data): data.templates
    }
  }

  /// What its templates come to, before it is converted; nothing if it has none.
  public func evaluated(with evaluator: inout TemplateEvaluator) throws(TemplateFailure) -> Value? {
    switch self {
    case .literal: nil
    case .template(let template): try evaluator.value(of: template)
    case .data(let data): try data.evaluate(with: &evaluator)
    }
  }
}
