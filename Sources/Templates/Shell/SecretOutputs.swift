internal import Text

/// Finds which of a template's values come from secrets.
enum SecretOutputs {
  /// The outputs that may show a secret, by their ordinals, each with the name that its reference is to have.
  ///
  /// Cautious: where a secret is used at all, every name that the template itself binds may hold a part of it.
  static func find(in template: Template, secrets: Set<String>) -> [Int: String] {
    guard template.reveals(anyOf: secrets) else { return [:] }
    var result: [Int: String] = [:]
    for output in template.outputs where output.expression.reveals(anyOf: secrets) || output.expression.usesLocals {
      result[output.ordinal] = name(of: output.expression)
    }
    return result
  }

  /// The secret's own name; `VALUE` for what is computed from one.
  private static func name(of expression: Expression) -> String {
    expression.plainName.flatMap { $0.utf8.allSatisfy(\.isASCIIWord) ? $0 : nil } ?? "VALUE"
  }
}
