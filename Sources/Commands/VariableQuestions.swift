internal import Effects
internal import Runbooks
internal import Text
internal import Values

/// Asks a person at the terminal for the values of variables that nothing else gives (design 3.2).
struct VariableQuestions {
  let console: Console
  /// Whether variables with a default are asked for as well.
  let asksAll: Bool

  /// Ctrl-C at a question.
  struct Interrupted: Error {}

  /// The answers for a runbook's variables; those that nobody answers are left out, and missed later.
  func answers(for runbook: Runbook, given: [VariableAssignment]) throws(Interrupted) -> [VariableAssignment] {
    let known = Set(given.map(\.name))
    let open = runbook.variables.filter {
      !known.contains($0.name) && (asksAll || $0.defaultValue == nil && $0.isRequired)
    }
    var result: [VariableAssignment] = []
    for declaration in open {
      guard let answer = try ask(declaration) else { break }
      if let assignment = answer { result.append(assignment) }
    }
    return result
  }

  /// An answer that fits; an empty one where the default is taken, and nothing at the end of the input.
  private func ask(_ declaration: VariableDeclaration) throws(Interrupted) -> VariableAssignment?? {
    show(declaration)
    while true {
      switch read(declaration) {
      case .end: return nil
      case .interrupted: throw Interrupted()
      case .text(let text):
        if text.isEmpty, declaration.defaultValue != nil { return .some(nil) }
        if let assignment = assignment(text, declaration) { return assignment }
      }
    }
  }

  /// Asks for a line, which is not shown if it is a secret.
  private func read(_ declaration: VariableDeclaration) -> TerminalLine {
    let prompt = prompt(declaration)
    if declaration.isSecret { return TerminalLine.readHidden { console.say(prompt) } }
    console.say(prompt)
    return TerminalLine.read()
  }

  /// What the variable is for, and its choices as a menu.
  private func show(_ declaration: VariableDeclaration) {
    let purpose = declaration.description.map { ": \($0)" } ?? ""
    console.say("\(console.errorStyle.paint(declaration.name, .emphasis))\(purpose)\n")
    for (index, choice) in choices(of: declaration).enumerated() {
      console.say("  \(index + 1)) \(String.convert(choice) ?? "")\n")
    }
  }

  /// The choices that a menu shows; those of a secret are secrets too.
  private func choices(of declaration: VariableDeclaration) -> [Value] {
    declaration.isSecret ? [] : declaration.choices
  }

  private func prompt(_ declaration: VariableDeclaration) -> String {
    let count = choices(of: declaration).count
    let range = count == 0 ? "" : " (1-\(count))"
    let value = declaration.defaultValue.map { value in
      let shown = declaration.displayed(value)
      return " [\(String.convert(shown) ?? JSONWriter.string(shown))]"
    }
    return "\(declaration.name)\(range)\(value ?? ""): "
  }

  /// The answer as an assignment, or nothing, with a word about it, if the variable does not allow it.
  private func assignment(_ text: String, _ declaration: VariableDeclaration) -> VariableAssignment? {
    let menu = choices(of: declaration)
    let chosen = Int(text.trimmed).flatMap { menu.indices.contains($0 - 1) ? menu[$0 - 1] : nil }
    let assignment = VariableAssignment(
      name: declaration.name, content: chosen.map { .value($0) } ?? .text(text), source: .answer,
      place: .origin(declaration.name))
    var problems = Diagnostics()
    if VariableResolver.convert(assignment, for: declaration, into: &problems) != nil { return assignment }
    console.say(DiagnosticRenderer(format: .text, style: console.errorStyle).render(problems))
    return nil
  }
}
