internal import Text
internal import Values

/// `as_file`: a value that a process finds in a file, whose path is no secret.
extension TemplateEvaluator {
  /// Has the value of `input` written to a file; the path of that.
  mutating func file(for value: Value, of input: Expression) throws(TemplateProblem) -> Value {
    guard let places = filePlaces else { throw .failedByFunction("`as_file` writes a file only while a run goes on") }
    let text = try form.text(of: try value.defined())
    if input.reveals(anyOf: secretNames), text.utf8.count >= SecretMask.shortestSecret { derived.append(text) }
    let name = input.plainName.flatMap { $0.utf8.allSatisfy(\.isASCIIWord) ? String($0.prefix(60)) : nil } ?? "value"
    let file = places.file(for: text, named: name)
    if !files.contains(file) { files.append(file) }
    return .string(file.path)
  }
}
