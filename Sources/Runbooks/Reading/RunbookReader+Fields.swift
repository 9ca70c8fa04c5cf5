internal import TOML
internal import Templates
internal import Text
internal import Values

/// Values of keys, any of which may be written as a template.
extension RunbookReader {
  /// A value of any type; with `expandsEnvironment`, `${NAME}` in its text stands for the environment's value.
  mutating func field<Content: ValueConvertible>(
    _ item: TOMLItem, as type: Content.Type = Content.self, expandsEnvironment: Bool = true
  ) -> Field<Content>? {
    if let text = item.string, let template = template(text, item, expandsEnvironment: expandsEnvironment) {
      return template.map { .template($0) }
    }
    if item.kind == .array, let data = valueTemplate(item), !data.templates.isEmpty { return .data(data) }
    if let content = Content.convert(item.value) { return .literal(content) }
    let found = item.string ?? (item.kind == .string ? "" : String.convert(item.value) ?? "")
    report(
      .wrongValue(item.key, expected: Content.typeName, found: found, suggestion: suggestion(for: found, Content.self)),
      at: item)
    return nil
  }

  /// The word that was meant, of a type that has only so many.
  private func suggestion<Content: ValueConvertible>(for found: String, _ type: Content.Type) -> String? {
    guard suggests, let words = type as? any CaseIterable.Type else { return nil }
    return Suggestion.closest(to: found, among: Self.words(of: words))
  }

  private static func words<Words: CaseIterable>(of type: Words.Type) -> [String] {
    type.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
  }

  /// The keys of a table by their meaning; what is unknown, not available or of the wrong form is reported and left out.
  mutating func usableKeys<Key: TableKey>(of table: TOMLItem, in section: String) -> KeyItems<Key> {
    var items = KeyItems<Key>()
    for item in table.children {
      guard let key = Key.named(item.key) else {
        let names = Key.allCases.lazy.map(\.rawValue)
        let suggestion = suggests ? Suggestion.closest(to: item.key, among: names) : nil
        // A table that can have but a few keys is told with them.
        let all = Key.allCases.count < 8 ? Array(names) : []
        report(.unknownKey(item.key, in: section, suggestion: suggestion, all: all), at: item, key: true)
        continue
      }
      if isUsable(item, as: key.definition) { items[key] = item }
    }
    return items
  }

  /// A whole number that must not be under `minimum`.
  mutating func integer(_ item: TOMLItem, atLeast minimum: Int, expandsEnvironment: Bool = true) -> Field<Int>? {
    integer(item, in: minimum...Int.max, "at least \(minimum)", expandsEnvironment: expandsEnvironment)
  }

  /// A whole number in a range; `expected` says in which.
  mutating func integer(
    _ item: TOMLItem, in range: ClosedRange<Int>, _ expected: String, expandsEnvironment: Bool = true
  ) -> Field<Int>? {
    let value = field(item, as: Int.self, expandsEnvironment: expandsEnvironment)
    guard let number = value?.literal, !range.contains(number) else { return value }
    report(.wrongValue(item.key, expected: expected, found: String(number), suggestion: nil), at: item)
    return nil
  }

  /// The template that `text` is: nothing if it stands for itself, `.some(nil)` if it is a wrong one, which is reported.
  mutating func template(
    _ text: String, _ item: TOMLItem, expandsEnvironment: Bool
  ) -> Template?? {
    let refersToEnvironment = expandsEnvironment && text.utf8.contains(UInt8(ascii: "$")) && text.contains("${")
    guard refersToEnvironment || Template.isTemplate(text) else { return nil }
    do throws(TemplateFailure) {
      let template = try TemplateParser.template(
        text, in: source, map: item.textMap, expandsEnvironment: expandsEnvironment)
      check(template)
      return .some(template)
    } catch {
      report(error)
      return .some(nil)
    }
  }

  /// Reports unknown filters, tests and methods, and wrong arguments, also in branches that are never taken; and
  /// assignments that a loop loses.
  mutating func check(_ template: Template) {
    for failure in CallCheck.failures(in: template) { report(failure) }
    for lost in LostAssignment.find(in: template) {
      diagnostics.report(RunbookProblem.lostAssignment(lost.name), in: source, at: lost.readSpan)
    }
  }

  /// Data in which any string may be a template.
  mutating func valueTemplate(_ item: TOMLItem, expandsEnvironment: Bool = true) -> ValueTemplate? {
    switch item.kind {
    case .string:
      guard let text = item.string, let template = template(text, item, expandsEnvironment: expandsEnvironment) else {
        return .literal(item.value)
      }
      return template.map { .template($0) }
    case .array:
      let items = item.children.compactMap { valueTemplate($0, expandsEnvironment: expandsEnvironment) }
      return .list(items)
    case .table:
      let entries = entries(of: item, expandsEnvironment: expandsEnvironment)
      return .map(entries.map { (key: $0.name, value: $0.value) })
    default: return .literal(item.value)
    }
  }

  /// The entries of a table, each value possibly a template.
  mutating func entries(
    of table: TOMLItem, expandsEnvironment: Bool = true
  ) -> [(name: String, value: ValueTemplate)] {
    var result: [(name: String, value: ValueTemplate)] = []
    for item in table.children {
      if let value = valueTemplate(item, expandsEnvironment: expandsEnvironment) { result.append((item.key, value)) }
    }
    return result
  }

  /// A condition: a boolean, an expression with or without braces, or a template that makes a word for a boolean.
  mutating func condition(_ item: TOMLItem) -> Condition? {
    guard let text = item.string else { return item.boolean.map { .constant($0) } }
    do throws(TemplateFailure) {
      return try condition(text, item)
    } catch {
      report(error)
      return nil
    }
  }

  private mutating func condition(
    _ text: String, _ item: TOMLItem
  ) throws(TemplateFailure) -> Condition? {
    guard Template.isTemplate(text) else {
      let expression = try TemplateParser.expression(text, in: source, map: item.textMap)
      for failure in CallCheck.failures(in: expression) { report(failure) }
      return .expression(expression, text: text)
    }
    let template = try TemplateParser.template(text, in: source, map: item.textMap)
    check(template)
    if let expression = template.soleExpression { return .expression(expression, text: text) }
    guard template.hasStatements else {
      report(.severalExpressions(text), at: item)
      return nil
    }
    return .template(template)
  }

  /// A list of strings, or one string that stands for a list.
  mutating func strings(_ item: TOMLItem, expandsEnvironment: Bool = true) -> [Field<String>] {
    guard item.kind == .array else {
      return [field(item, as: String.self, expandsEnvironment: expandsEnvironment)].compactMap { $0 }
    }
    return item.children.compactMap { word in
      guard isString(word, of: item) else { return nil }
      return field(word, as: String.self, expandsEnvironment: expandsEnvironment)
    }
  }

  /// An `env` table.
  mutating func environment(_ table: TOMLItem) -> [EnvironmentEntry] {
    var result: [EnvironmentEntry] = []
    for item in table.children {
      if item.key.isEmpty || item.key.contains("=") || item.key.utf8.contains(0) {
        report(.invalidEnvironmentName(item.key), at: item, key: true)
      } else if item.kind == .table || item.kind == .array {
        report(.wrongForm(item.key, expected: "a string", found: item.kind.name), at: item)
      } else if let value = field(item, as: String.self) {
        if let template = value.template, SimpleCommand.isExpanded(item.key) {
          report(TemplateFailure(.unsafePosition(.evaluated(by: item.key)), at: template.span))
        }
        result.append(EnvironmentEntry(name: item.key, value: value))
      }
    }
    return result
  }

  /// `"sh"`, `"bash"`, or a program with its options.
  mutating func shell(_ item: TOMLItem) -> ShellChoice? {
    if let choice = ShellChoice.read(item) {
      guard case .custom = choice else { return choice }
      return customShell(item)
    }
    let found = item.string ?? (item.children.first { _ in true }.map { $0.kind.name } ?? "an empty list")
    let isTemplate = item.string.map { Template.isTemplate($0) } ?? false
    let expected = "\"sh\", \"bash\" or a list of strings"
    report(
      isTemplate ? .shellTemplate : .wrongValue(item.key, expected: expected, found: found, suggestion: nil), at: item)
    return nil
  }

  /// A program with its options, each but the program possibly a template.
  private mutating func customShell(_ item: TOMLItem) -> ShellChoice? {
    let words = strings(item, expandsEnvironment: false)
    checkWords(words)
    if let template = words.first?.template {
      diagnostics.report(RunbookProblem.shellTemplate, in: source, at: template.span)
      return nil
    }
    return .custom(words)
  }

  /// Reports what would make code, or show a secret, among the words of a program that is started without a shell.
  mutating func checkWords(_ words: [Field<String>]) {
    if let template = SimpleCommand.code(in: words) {
      report(TemplateFailure(.unsafePosition(.evaluated(by: "-c")), at: template.span))
    }
    for word in words {
      guard let template = word.template, template.reveals(anyOf: secretNames) else { continue }
      diagnostics.report(RunbookProblem.secretWord, in: source, at: template.span)
    }
  }

  /// A value, or a list of values, any of which may be a template; what is wrong with the others is reported of each.
  mutating func listField<Content: ValueConvertible>(
    _ item: TOMLItem, objection: (TOMLItem) -> RunbookProblem?
  ) -> Field<Content>? {
    let parts = item.kind == .array ? item.children.map { $0 } : [item]
    if parts.isEmpty { report(.emptyWord(item.key), at: item) }
    var isRight = !parts.isEmpty
    for part in parts where !(part.string.map { Template.isTemplate($0) } ?? false) {
      guard let problem = objection(part) else { continue }
      report(problem, at: part)
      isRight = false
    }
    return isRight ? field(item) : nil
  }
}

extension ShellChoice {
  /// The shell that a key's value names, its words as they are written: enough to tell its rules; nothing if it names none.
  static func read(_ item: TOMLItem) -> ShellChoice? {
    switch item.string {
    case "sh": return .sh
    case "bash": return .bash
    case .some: return nil
    case nil: break
    }
    let words = item.children.map(\.string)
    guard let first = words.first ?? nil, !first.isEmpty, !words.contains(nil) else { return nil }
    return .custom(words.compactMap { $0.map { .literal($0) } })
  }
}
