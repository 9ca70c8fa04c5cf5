internal import TOML
internal import Templates
internal import Text

/// `expect`: what must come of a scenario.
extension RunbookReader {
  mutating func readExpectation(_ table: TOMLItem) -> Expectation {
    let items: KeyItems<ExpectKey> = usableKeys(of: table, in: "`\(table.key)`")
    var result = Expectation()
    result.outcome = items[.outcome].flatMap { readText($0) }
    result.exit = items[.exit].flatMap { item in readNumber(item).map { Located($0, at: item.valueSpan) } }
    result.cause = items[.cause].flatMap { readText($0) }
    result.ran = items[.ran].map { readTexts($0) } ?? []
    result.never = items[.never].map { readTexts($0) } ?? []
    result.order = items[.order].map { readTexts($0) } ?? []
    result.within = items[.within].flatMap { item in readTime(item).map { Located($0, at: item.valueSpan) } }
    result.notified = items[.notified].map { readTexts($0) } ?? []
    for item in items[.status]?.children.map({ $0 }) ?? [] {
      guard let status = readText(item) else { continue }
      result.statuses.append((Located(item.key, at: item.keySpan), status))
    }
    result.outputs = items[.outputs].map { readValues($0) } ?? []
    result.world = items[.world].map { readValues($0) } ?? []
    return result
  }

  private mutating func readValues(_ table: TOMLItem) -> [(Located<String>, Located<ValueTemplate>)] {
    table.children.compactMap { item in
      valueTemplate(item, expandsEnvironment: false).map {
        (Located(item.key, at: item.keySpan), Located($0, at: item.valueSpan))
      }
    }
  }
}
