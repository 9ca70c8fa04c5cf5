internal import Text

/// Checks calls of methods and functions as far as that is possible without knowing any value.
enum MethodCheck {
  /// What is wrong with the call of `callee`, if that can be known.
  static func failure(of callee: Expression, _ arguments: CallArguments) -> TemplateFailure? {
    switch callee.kind {
    case .attribute(let base, let name, let span) where !isBound(base):
      check(name, at: span, arguments)
    case .name(let name):
      StandardFunction(rawValue: name).flatMap { check(arguments, [$0.signature], at: callee.span) }
    default: nil
    }
  }

  /// Whether a value may be one of the template's own, whose attributes may be macros.
  private static func isBound(_ base: Expression) -> Bool {
    var isBound = false
    base.walk { part in
      if case .local = part.kind { isBound = true }
      if case .name("loop") = part.kind { isBound = true }
      if case .name("kv") = part.kind { isBound = true }
      if case .name(let name) = part.kind, StandardFunction(rawValue: name) != nil { isBound = true }
    }
    return isBound
  }

  private static func check(_ name: String, at span: ByteSpan, _ arguments: CallArguments) -> TemplateFailure? {
    if name.hasPrefix("_") { return TemplateFailure(.privateAttribute(name), at: span) }
    if let change = Method.change(name) { return TemplateFailure(change, at: span) }
    let signatures = Method.signatures(of: name)
    guard signatures.isEmpty else { return check(arguments, signatures, at: span) }
    let suggestion = Suggestion.closest(to: name, among: Method.names)
    return TemplateFailure(.unknownMethod(name, suggestion: suggestion), at: span)
  }

  /// The failure of arguments that fit none of the signatures: that of the last one.
  private static func check(
    _ arguments: CallArguments, _ signatures: [Signature], at span: ByteSpan
  ) -> TemplateFailure? {
    guard arguments.isCountKnown else { return nil }
    var failure: TemplateFailure?
    for signature in signatures {
      do throws(TemplateProblem) {
        try signature.check(
          positional: arguments.positional.count, keywords: arguments.keywords.map(\.name))
        return nil
      } catch {
        failure = TemplateFailure(error, at: span)
      }
    }
    return failure
  }
}
