internal import TOML
internal import Templates
internal import Text
internal import Values

/// The keys of the kinds.
extension RunbookReader {
  mutating func readAction(
    _ kind: NodeKind, _ table: TOMLItem, _ items: NodeItems
  ) -> ActionDeclaration? {
    switch kind {
    case .command: readCommand(table, items).map { .command($0) }
    case .http: readHTTP(table, items).map { .http($0) }
    case .function: readFunction(table, items).map { .function($0) }
    case .manual: readManual(items).map { .manual($0) }
    case .runbook: readRunbookCall(table, items).map { .runbook($0) }
    case .blueGreen, .canary, .progressive: nil
    }
  }

  /// The item of a key that has two names, which exclude each other.
  mutating func oneOf(
    _ first: NodeKey, _ second: NodeKey, _ items: NodeItems
  ) -> TOMLItem? {
    if let item = items[second], items[first] != nil {
      report(.sameKeyTwice(first.rawValue, second.rawValue), at: item, key: true)
    }
    return items[first] ?? items[second]
  }

  // MARK: - Command

  private mutating func readCommand(
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

  /// A key without which a node of its kind does nothing; one that was written but refused is not missing.
  private mutating func reportMissing(_ key: NodeKey, of kind: NodeKind, _ table: TOMLItem) {
    if isWhole, table[key.rawValue] == nil { report(.missingKey(key.rawValue, kind: kind), at: table, key: true) }
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

  // MARK: - HTTP

  private mutating func readHTTP(_ table: TOMLItem, _ items: NodeItems) -> HTTPDeclaration? {
    guard let item = items[.url] else {
      reportMissing(.url, of: .http, table)
      return nil
    }
    guard let url = nonEmpty(item) else { return nil }
    var request = HTTPDeclaration(url: url)
    request.method = items[.method].flatMap { nonEmpty($0) }
    if let item = items[.headers] { request.headers = readHeaders(item) }
    if let item = items[.query] { request.query = entries(of: item) }
    request.body = readBody(items)
    if let statuses = items[.expectStatus].flatMap({ readStatuses($0) }) { request.expectedStatuses = statuses }
    return request
  }

  private mutating func readHeaders(_ table: TOMLItem) -> [(name: String, value: ValueTemplate)] {
    for item in table.children {
      // Token characters of RFC 9110, 5.6.2.
      let isToken =
        !item.key.isEmpty
        && item.key.utf8.allSatisfy {
          $0.isASCIIWord || "!#$%&'*+-.^`|~".utf8.contains($0)
        }
      if !isToken { report(.invalidHeaderName(item.key), at: item, key: true) }
    }
    return entries(of: table)
  }

  private mutating func readBody(_ items: NodeItems) -> HTTPDeclaration.Body? {
    if let json = items[.json], items[.body] != nil {
      report(.exclusiveKeys("json", "body"), at: json, key: true)
    }
    if let item = items[.json] { return valueTemplate(item).map { .json($0) } }
    return items[.body].flatMap { field($0, as: String.self) }.map { .text($0) }
  }

  private mutating func readStatuses(_ item: TOMLItem) -> Field<StatusPatterns>? {
    listField(item) { status in
      if StatusPattern.parse(status.value) != nil { return nil }
      let found = String.convert(status.value) ?? ""
      return .wrongValue(item.key, expected: StatusPatterns.typeName, found: found, suggestion: nil)
    }
  }

  // MARK: - Function

  private mutating func readFunction(
    _ table: TOMLItem, _ items: NodeItems
  ) -> FunctionDeclaration? {
    guard let item = items[.function], let name = item.string else {
      reportMissing(.function, of: .function, table)
      return nil
    }
    let parameters = oneOf(.params, .functionParams, items)
    let values = parameters.map { entries(of: $0) } ?? []
    let configuration = items[.pluginConfig].map { entries(of: $0) } ?? []
    let function = builtin(name, item, plugin: items[.plugin])
    if let function { checkParameters(parameters, of: function, item) }
    // What is not known is reported; its parameters stay, so that the names in them are checked.
    return FunctionDeclaration(
      function: function ?? .noop, parameters: values, configuration: merged(configuration, plugin: "python"))
  }

  /// The built-in function of a name; reports what is none.
  private mutating func builtin(_ name: String, _ item: TOMLItem, plugin: TOMLItem?) -> BuiltinFunction? {
    if let plugin, let pluginName = plugin.string, pluginName != "python" {
      report(.unknownPlugin(pluginName), at: plugin)
      return nil
    }
    guard let function = BuiltinFunction(rawValue: name) else {
      let names = BuiltinFunction.allCases.map(\.rawValue)
      report(.unknownFunction(name, suggestion: Suggestion.closest(to: name, among: names)), at: item)
      return nil
    }
    if function.availability == .now { return function }
    report(.functionNotYet(name), at: item)
    return nil
  }

  /// A node's settings of a plugin over those of the runbook.
  private func merged(
    _ own: [(name: String, value: ValueTemplate)], plugin: String
  ) -> [(name: String, value: ValueTemplate)] {
    let general = settings.pluginConfiguration.first { $0.plugin == plugin }?.settings ?? []
    return general.filter { setting in !own.contains { $0.name == setting.name } } + own
  }

  private mutating func checkParameters(
    _ table: TOMLItem?, of function: BuiltinFunction, _ item: TOMLItem
  ) {
    let known = function.parameters
    let given = table?.children.map { $0 } ?? []
    for parameter in given {
      guard let definition = known.first(where: { $0.name == parameter.key || $0.alias == parameter.key }) else {
        let suggestion = Suggestion.closest(to: parameter.key, among: known.map(\.name))
        report(
          .unknownParameter(parameter.key, function: function.rawValue, suggestion: suggestion),
          at: parameter, key: true)
        continue
      }
      checkParameter(parameter, definition)
    }
    // One that is not known may be the missing one, misspelled.
    let areKnown = given.allSatisfy { item in known.contains { $0.name == item.key || $0.alias == item.key } }
    for parameter in known {
      let items = given.filter { $0.key == parameter.name || $0.key == parameter.alias }
      if parameter.isRequired, items.isEmpty, areKnown {
        report(.missingParameter(parameter.name, function: function.rawValue), at: item)
      } else if items.count > 1 {
        report(.sameKeyTwice(items[0].key, items[1].key), at: items[1], key: true)
      }
    }
  }

  /// Parameters that are written out are converted now, so that a mistake shows before anything runs.
  private mutating func checkParameter(_ item: TOMLItem, _ definition: BuiltinFunction.Parameter) {
    if let text = item.string, Template.isTemplate(text) || text.contains("${") { return }
    guard definition.kind == .duration, Duration.convert(item.value) == nil else { return }
    let found = String.convert(item.value) ?? ""
    report(.wrongValue(item.key, expected: Duration.typeName, found: found, suggestion: nil), at: item)
  }

  // MARK: - Runbook

  private mutating func readRunbookCall(_ table: TOMLItem, _ items: NodeItems) -> RunbookCallDeclaration? {
    guard let item = items[.runbook] else {
      reportMissing(.runbook, of: .runbook, table)
      return nil
    }
    guard let path = nonEmpty(item) else { return nil }
    var call = RunbookCallDeclaration(path: path, pathSpan: item.valueSpan)
    for argument in items[.variables]?.children.map({ $0 }) ?? [] {
      guard let value = valueTemplate(argument) else { continue }
      call.arguments.append(
        RunbookCallDeclaration.Argument(name: argument.key, nameSpan: argument.keySpan, value: value))
    }
    return call
  }
}
