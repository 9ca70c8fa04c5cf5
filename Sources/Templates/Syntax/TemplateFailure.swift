public import Text

/// A mistake in a template, found while it is parsed or evaluated: what, and where in the source.
public struct TemplateFailure: Error, Sendable {
  /// What is wrong.
  public let problem: TemplateProblem
  /// Where, in the text that the template stands in.
  public let span: ByteSpan
  /// A second place, such as the tag that is not closed.
  public let related: Related?

  /// A second place and what to say about it.
  public struct Related: Sendable {
    let message: String
    let span: ByteSpan
  }

  /// A failure at `span`.
  public init(_ problem: TemplateProblem, at span: ByteSpan, related: Related? = nil) {
    self.problem = problem
    self.span = span
    self.related = related
  }

  /// The notes of the diagnostic, given the text that it is about.
  public func notes(in source: SourceText) -> [Diagnostic.Note] {
    related.map { [Diagnostic.Note($0.message, at: .span(source, $0.span))] } ?? []
  }
}
