internal import TOML
internal import Templates
internal import Text
internal import Values

/// `[variables]`.
extension RunbookReader {
  /// Names that templates give a meaning (design 4).
  private static let reservedNames: Set<String> = [
    "nodes", "run", "env", "secrets", "item", "index", "matrix", "result", "kv", "loop", "has_succeeded",
    "has_failed", "has_run", "is_skipped", "success", "failure", "always", "cancelled", "range", "dict",
    "namespace", "true", "false", "none", "True", "False", "None", "and", "or", "not", "in", "is", "if", "else",
  ]

  mutating func readVariables(_ table: TOMLItem) -> [VariableDeclaration] {
    guard table.kind == .table else {
      report(.notATable("variables"), at: table, key: true)
      return []
    }
    return table.children.compactMap { readVariable($0) }
  }

  /// What an approval asks for: declared as variables are, but never secret.
  mutating func readFields(_ table: TOMLItem) -> [VariableDeclaration] {
    table.children.compactMap { readVariable($0, as: .field) }
  }

  private mutating func readVariable(
    _ item: TOMLItem, as subject: VariableSubject = .variable
  ) -> VariableDeclaration? {
    let name = item.key
    guard Self.isIdentifier(name, dashes: false) else {
      report(.invalidVariableName(name, subject), at: item, key: true)
      return nil
    }
    guard subject == .field || !Self.reservedNames.contains(name) else {
      report(.reservedVariableName(name), at: item, key: true)
      return nil
    }
    guard item.kind == .table else {
      var declaration = VariableDeclaration(
        name: name, nameSpan: item.keySpan, type: .of(item.value), defaultValue: item.value)
      declaration.subject = subject
      checkDefault(item, of: declaration)
      return declaration
    }
    return readDeclaration(item, subject)
  }

  /// Whether `text` is a name: a letter or `_`, then letters, digits and `_`, in nodes' names also `-`.
  static func isIdentifier(_ text: String, dashes: Bool) -> Bool {
    guard let first = text.utf8.first, !first.isASCIIDigit, first != UInt8(ascii: "-") else {
      return false
    }
    return text.utf8.allSatisfy { $0.isASCIIWord || (dashes && $0 == UInt8(ascii: "-")) }
  }

  private mutating func readDeclaration(_ table: TOMLItem, _ subject: VariableSubject) -> VariableDeclaration {
    let section = subject.title(table.key)
    var items: KeyItems<VariableKey> = usableKeys(of: table, in: section)
    if subject == .field, let item = items[.secret] {
      report(.unknownKey(item.key, in: section, suggestion: nil), at: item, key: true)
      items[.secret] = nil
    }
    let type = readType(items[.type]) ?? items[.defaultValue].map { .of($0.value) } ?? impliedType(items[.choices])
    var declaration = VariableDeclaration(name: table.key, nameSpan: table.keySpan, type: type)
    declaration.subject = subject
    declaration.description = items[.description]?.string
    declaration.isSecret = items[.secret].flatMap { readFlag($0) } ?? false
    if declaration.isSecret, type != .string {
      report(.secretOfNoText(declaration.title), at: items[.secret] ?? table, key: true)
    }
    declaration.isRequired = items[.required].flatMap { readFlag($0) } ?? (items[.defaultValue] == nil)
    readBounds(items, into: &declaration)
    readChoices(items[.choices], into: &declaration)
    readPattern(items[.pattern], into: &declaration)
    readDefault(items, into: &declaration)
    return declaration
  }

  mutating func readFlag(_ item: TOMLItem) -> Bool? {
    if let flag = Bool.convert(item.value) { return flag }
    report(.wrongValue(item.key, expected: Bool.typeName, found: item.string ?? "", suggestion: nil), at: item)
    return nil
  }

  private mutating func readType(_ item: TOMLItem?) -> VariableType? {
    guard let item, let name = item.string else { return nil }
    if let type = VariableType(rawValue: name) { return type }
    let names = VariableType.allCases.map(\.rawValue)
    report(
      .wrongValue(
        "type", expected: "one of " + names.joined(separator: ", "), found: name,
        suggestion: Suggestion.closest(to: name, among: names)), at: item)
    return nil
  }

  private func impliedType(_ choices: TOMLItem?) -> VariableType {
    choices?.children.first { _ in true }.map { .of($0.value) } ?? .string
  }

  private mutating func readChoices(_ item: TOMLItem?, into declaration: inout VariableDeclaration) {
    for choice in item?.children.map({ $0 }) ?? [] {
      guard let value = declaration.type.convert(choice.value) else {
        report(.wrongItem("choices", expected: declaration.type.name, found: choice.kind.name), at: choice)
        continue
      }
      declaration.choices.append(value)
    }
  }

  private mutating func readPattern(_ item: TOMLItem?, into declaration: inout VariableDeclaration) {
    guard let item, let text = item.string else { return }
    guard declaration.type == .string else {
      report(.patternOfNoText(declaration.title), at: item, key: true)
      return
    }
    do throws(TemplateProblem) {
      declaration.pattern = try TextPattern(text)
    } catch {
      report(TemplateFailure(error, at: item.valueSpan))
    }
  }

  private mutating func readBounds(
    _ items: KeyItems<VariableKey>, into declaration: inout VariableDeclaration
  ) {
    guard let bound = items[.min] ?? items[.max] else { return }
    guard declaration.type == .int || declaration.type == .float else {
      report(.rangeOfText(declaration.title), at: bound, key: true)
      return
    }
    declaration.minimum = items[.min].flatMap { readBound($0) }
    declaration.maximum = items[.max].flatMap { readBound($0) }
    if let minimum = declaration.minimum, let maximum = declaration.maximum, minimum > maximum {
      report(.minimumOverMaximum(declaration.title), at: bound, key: true)
    }
  }

  private mutating func readBound(_ item: TOMLItem) -> Double? {
    if let number = item.integer.map(Double.init) ?? item.float { return number }
    report(.wrongForm(item.key, expected: "a number", found: item.kind.name), at: item)
    return nil
  }

  private mutating func readDefault(
    _ items: KeyItems<VariableKey>, into declaration: inout VariableDeclaration
  ) {
    guard let item = items[.defaultValue] else { return }
    if let required = items[.required], required.boolean == true {
      report(.defaultAndRequired(declaration.title), at: required, key: true)
    }
    guard let value = declaration.type.convert(item.value) else {
      report(.wrongForm("default", expected: declaration.type.name, found: item.kind.name), at: item)
      return
    }
    declaration.defaultValue = value
    checkDefault(item, of: declaration)
    if declaration.isSecret, value != .string("") {
      diagnostics.report(
        VariableProblem.secretInRunbook(declaration.name), at: Place.span(source, item.keySpan).confidential)
    }
  }

  private mutating func checkDefault(_ item: TOMLItem, of declaration: VariableDeclaration) {
    guard let objection = declaration.defaultValue.flatMap({ declaration.objection(to: $0) }) else { return }
    let place = Place.span(source, item.valueSpan)
    let problem = objection.worded(for: declaration.subject)
    diagnostics.report(problem, at: declaration.isSecret ? place.confidential : place)
  }
}
