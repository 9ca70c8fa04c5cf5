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

  /// The answers for what is declared; those that nobody answers are left out, and missed later.
  func answers(
    for declarations: [VariableDeclaration], given: [VariableAssignment]
  ) throws(Interrupted) -> [VariableAssignment] {
    let known = Set(given.map(\.name))
    let open = declarations.filter {
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
    let prompt = declaration.prompt
    if declaration.isSecret { return TerminalLine.readHidden { console.say(prompt) } }
    console.say(prompt)
    return TerminalLine.read()
  }

  /// What the variable is for, and its choices as a menu.
  private func show(_ declaration: VariableDeclaration) {
    let purpose = declaration.description.map { ": \($0)" } ?? ""
    console.say("\(console.errorStyle.paint(declaration.name, .emphasis))\(purpose)\n")
    for line in declaration.menuLines { console.say(line + "\n") }
  }

  /// The answer as an assignment, or nothing, with a word about it, if the variable does not allow it.
  private func assignment(_ text: String, _ declaration: VariableDeclaration) -> VariableAssignment? {
    let assignment = VariableAssignment(
      name: declaration.name, content: declaration.content(ofAnswer: text), source: .answer,
      place: .origin(declaration.name))
    var problems = Diagnostics()
    if VariableResolver.convert(assignment, for: declaration, into: &problems) != nil { return assignment }
    console.say(DiagnosticRenderer(format: .text, style: console.errorStyle).render(problems))
    return nil
  }
}
