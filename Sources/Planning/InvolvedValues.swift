internal import Templates
internal import Text
internal import Values

/// The values of the variables in an expression that failed, which tell why it did.
enum InvolvedValues {
  /// More of a value than this is not shown, in characters.
  private static let longest = 60
  /// More variables than these are not told.
  private static let most = 5

  /// One note for each variable in the expression that the failure stands in; secrets are not shown.
  static func notes(
    for failure: TemplateFailure, in expressions: [Expression], _ scope: some TemplateScope, secretNames: Set<String>
  ) -> [Diagnostic.Note] {
    guard let expression = expressions.first(where: { $0.span.encloses(failure.span) }) else { return [] }
    var names: [String] = []
    expression.walk { part in
      if case .name(let name) = part.kind, !names.contains(name) { names.append(name) }
    }
    return names.prefix(most).compactMap { name in
      guard let value = try? scope.value(of: name) else { return nil }
      return Diagnostic.Note("\(name) is \(secretNames.contains(name) ? SecretMask.replacement : shown(value))")
    }
  }

  private static func shown(_ value: Value) -> String {
    let text = JSONWriter.string(value, layout: .spaced)
    return text.count > longest ? text.prefix(longest) + "…" : text
  }
}

extension ByteSpan {
  fileprivate func encloses(_ other: ByteSpan) -> Bool { start <= other.start && other.end <= end }
}
