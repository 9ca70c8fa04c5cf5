internal import TOML
internal import Templates
internal import Text
internal import Values

/// `retry`: a number of attempts, or a table.
extension RunbookReader {
  mutating func readRetry(_ item: TOMLItem) -> RetryDeclaration? {
    guard item.kind == .table else { return readAttempts(item).map { RetryDeclaration(attempts: $0) } }
    let items = subkeys(of: item, in: "`\(item.key)`", names: RetryKey.allCases.map(\.rawValue)) {
      RetryKey(rawValue: $0)?.definition
    }
    guard let attempts = items[RetryKey.attempts.rawValue] else {
      report(.missingSubkey(RetryKey.attempts.rawValue, in: item.key), at: item, key: true)
      return nil
    }
    guard let count = readAttempts(attempts) else { return nil }
    var retry = RetryDeclaration(attempts: count)
    if let delay = items[RetryKey.delay.rawValue].flatMap({ field($0, as: Duration.self) }) { retry.delay = delay }
    if let maximum = items[RetryKey.maxDelay.rawValue].flatMap({ field($0, as: Duration.self) }) {
      retry.maximumDelay = maximum
    }
    if let backoff: Field<Backoff> = items[RetryKey.backoff.rawValue].flatMap({ field($0) }) { retry.backoff = backoff }
    if let jitter: Field<Bool> = items[RetryKey.jitter.rawValue].flatMap({ field($0) }) { retry.jitter = jitter }
    retry.codes = items[RetryKey.on.rawValue].map { readCodes($0) }
    retry.when = items[RetryKey.when.rawValue].flatMap { condition($0) }
    return retry
  }

  private mutating func readAttempts(_ item: TOMLItem) -> Field<Int>? {
    let attempts = field(item, as: Int.self)
    guard let number = attempts?.literal, number < 1 else { return attempts }
    report(.wrongValue(item.key, expected: "at least 1", found: String(number), suggestion: nil), at: item)
    return nil
  }

  private mutating func readCodes(_ item: TOMLItem) -> [Int] {
    item.children.compactMap { code in
      if let number = code.integer, (0...599).contains(number) { return number }
      let found = code.integer.map { "`\($0)`" } ?? code.kind.name
      report(.wrongItem(item.key, expected: "an exit code or an HTTP status", found: found), at: code)
      return nil
    }
  }

  /// The items of a table inside a node by their names; what is unknown or of the wrong form is reported and left out.
  mutating func subkeys(
    of table: TOMLItem, in section: String, names: [String] = [], _ definition: (String) -> KeyDefinition?
  ) -> [String: TOMLItem] {
    var items: [String: TOMLItem] = [:]
    for item in table.children {
      guard let known = definition(item.key) else {
        let suggestion = suggests ? Suggestion.closest(to: item.key, among: names) : nil
        report(.unknownKey(item.key, in: section, suggestion: suggestion), at: item, key: true)
        continue
      }
      if isUsable(item, as: known) { items[item.key] = item }
    }
    return items
  }
}
