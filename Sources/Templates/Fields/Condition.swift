internal import Values

/// A condition such as `when`: an expression with or without braces, a template that renders to a boolean, or a plain boolean.
public enum Condition: Sendable {
  case constant(Bool)
  /// An expression, with the text it was written as.
  indirect case expression(Expression, text: String)
  /// `{% if … %}true{% endif %}`: its text must be a word for a boolean.
  indirect case template(Template)

  /// Every expression in it.
  public var expressions: [Expression] {
    switch self {
    case .constant: []
    case .expression(let expression, _): [expression]
    case .template(let template): template.expressions
    }
  }

  /// The condition as it was written.
  public var text: String {
    switch self {
    case .constant(let flag): String(flag)
    case .expression(_, let text): text
    case .template(let template): template.text
    }
  }

  /// Whether it holds.
  ///
  /// A text that is no word for a boolean is an error: non-empty text is not simply true.
  public func holds(with evaluator: inout TemplateEvaluator) throws(TemplateFailure) -> Bool {
    switch self {
    case .constant(let flag): return flag
    case .expression(let expression, _):
      return try evaluator.condition(expression)
    case .template(let template):
      let text = try evaluator.text(of: template)
      guard let flag = BooleanWord.parse(text.trimmed) else {
        throw TemplateFailure(.notABoolean(text), at: template.span)
      }
      return flag
    }
  }
}
