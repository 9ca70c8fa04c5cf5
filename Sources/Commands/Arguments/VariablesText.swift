internal import Runbooks
internal import Templates
internal import Values

/// The variables of a runbook, for `pyflow run FILE --help`.
enum VariablesText {
  /// One line each: the name, the type, what is allowed, what it is for.
  static func render(_ declarations: [VariableDeclaration], path: String) -> String {
    guard !declarations.isEmpty else { return "\(path) has no variables.\n" }
    let width = declarations.map(\.name.count).max() ?? 0
    let lines = declarations.map { declaration in
      let name = declaration.name + String(repeating: " ", count: width - declaration.name.count)
      let purpose = declaration.description.map { ": \($0)" } ?? ""
      return "  \(name)  \(traits(declaration).joined(separator: ", "))\(purpose)\n"
    }
    return "Variables of \(path):\n" + lines.joined()
  }

  private static func traits(_ declaration: VariableDeclaration) -> [String] {
    var traits = [declaration.type.rawValue]
    if declaration.isRequired { traits.append("required") }
    if declaration.isSecret { traits.append("secret") }
    if let value = declaration.defaultValue { traits.append("default \(text(declaration.displayed(value)))") }
    if !declaration.choices.isEmpty, !declaration.isSecret {
      traits.append("one of " + declaration.choices.map(text).joined(separator: " "))
    }
    if let pattern = declaration.pattern { traits.append("matching \(pattern.source)") }
    if let minimum = declaration.minimum { traits.append("at least \(text(.double(minimum)))") }
    if let maximum = declaration.maximum { traits.append("at most \(text(.double(maximum)))") }
    return traits
  }

  private static func text(_ value: Value) -> String {
    if case .double(let number) = value, let whole = Int(exactly: number) { return String(whole) }
    return JSONWriter.string(value)
  }
}
