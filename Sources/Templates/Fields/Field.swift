public import Values

/// The value of a key that may be written as a template: known now, or known when the names in it are.
public enum Field<Content: ValueConvertible>: Sendable {
  case literal(Content)
  /// Stored apart: most fields of most nodes are no templates, and a plan holds very many.
  indirect case template(Template)

  /// The value, if it is known now.
  public var literal: Content? {
    if case .literal(let content) = self { content } else { nil }
  }

  /// The template, if it is one.
  public var template: Template? {
    if case .template(let template) = self { template } else { nil }
  }
}
