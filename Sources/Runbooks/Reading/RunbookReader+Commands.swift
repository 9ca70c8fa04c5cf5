internal import TOML
internal import Templates
internal import Text
internal import Values

/// The keys of commands (design 3.4).
extension RunbookReader {
  mutating func readCommand(
    _ table: TOMLItem, _ items: NodeItems
  ) -> CommandDeclaration? {
    guard let item = oneOf(.command, .commandName, items) else {
      reportMissing(.command, of: .command, table)
      return nil
    }
    let shell = shellChoice(items[.shell])
    guard let form = item.kind == .array ? readWords(item) : readShellText(item, shell) else { return nil }
    var command = CommandDeclaration(form: form)
    command.stdin = items[.stdin].flatMap { field($0, expandsEnvironment: false) }
    if let template = command.stdin?.template, command.form.readsProgram(shell.dialect) {
      diagnostics.report(RunbookProblem.secondShell, in: source, at: template.span)
    }
    if let item = items[.interactive], let flag = field(item, as: Bool.self) { command.isInteractive = flag }
    if let item = items[.leaveRunning], let flag = field(item, as: Bool.self) { command.leavesRunning = flag }
    command.parse = items[.parse].flatMap { field($0) }
    if let limit = items[.captureLimit].flatMap({ integer($0, atLeast: 0) }) { command.captureLimit = limit }
    if let codes = items[.successCodes].flatMap({ readExitCodes($0) }) { command.successCodes = codes }
    return command
  }

  private mutating func readWords(_ item: TOMLItem) -> CommandDeclaration.Form? {
    let words = strings(item, expandsEnvironment: false)
    checkWords(words)
    guard let first = words.first else {
      report(.emptyCommand, at: item)
      return nil
    }
    if first.literal?.isEmpty ?? false {
      report(.emptyCommand, at: item)
      return nil
    }
    return .words(words)
  }

  private mutating func readShellText(_ item: TOMLItem, _ shell: ShellChoice) -> CommandDeclaration.Form? {
    let text = item.string ?? ""
    if text.trimmed.isEmpty {
      report(.emptyCommand, at: item)
      return nil
    }
    guard let parsed = template(text, item, expandsEnvironment: false) else {
      return .shell(.literal(text))
    }
    guard let template = parsed else { return nil }
    let (command, failures) = ShellTemplate.compile(
      template, dialect: shell.dialect, shellName: shell.name, secrets: secretNames, numeric: numericNames)
    for failure in failures { report(failure) }
    for span in command.rawSpans { diagnostics.report(RunbookProblem.rawInsertion, in: source, at: span) }
    for span in command.secondShellSpans { diagnostics.report(RunbookProblem.secondShell, in: source, at: span) }
    for span in command.quotedTwiceSpans { diagnostics.report(RunbookProblem.quotedTwice, in: source, at: span) }
    for span in command.secretArgumentSpans {
      diagnostics.report(RunbookProblem.secretArgument, in: source, at: span)
    }
    return .shell(.template(command))
  }

  /// An exit code, or a list of them.
  mutating func readExitCodes(_ item: TOMLItem) -> Field<ExitCodes>? {
    readCodes(item, "an exit code from 0 to 255")
  }

  /// A number, or a list of them; `expected` says which.
  mutating func readCodes<Codes: ValueConvertible>(_ item: TOMLItem, _ expected: String) -> Field<Codes>? {
    listField(item) { code in
      if code.kind == .integer, Codes.convert(code.value) != nil { return nil }
      let found = code.integer.map { "`\($0)`" } ?? code.kind.name
      return .wrongItem(item.key, expected: expected, found: found)
    }
  }
}
