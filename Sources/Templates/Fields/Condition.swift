public import Text
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

  /// Where a written expression stands that no name is part of, so that it always comes to the same.
  ///
  /// A plain `true` or `false` is meant to be constant.
  public var constantSpan: ByteSpan? {
    var hasName = false
    for expression in expressions {
      expression.walk { part in
        if case .name = part.kind { hasName = true }
      }
    }
    if hasName { return nil }
    return switch self {
    case .constant: nil
    case .expression(let expression, _): expression.span
    case .template(let template): template.span
    }
  }

  /// What is wrong with the calls in it.
  public var callFailures: [TemplateFailure] {
    switch self {
    case .constant: []
    case .expression(let expression, _): CallCheck.failures(in: expression)
    case .template(let template): CallCheck.failures(in: template)
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
