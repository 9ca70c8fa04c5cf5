internal import TOML
internal import Templates
internal import Text
internal import Values

/// `retry`: a number of attempts, or a table.
extension RunbookReader {
  mutating func readRetry(_ item: TOMLItem) -> RetryDeclaration? {
    guard item.kind == .table else { return integer(item, atLeast: 1).map { RetryDeclaration(attempts: $0) } }
    let items: KeyItems<RetryKey> = usableKeys(of: item, in: "`\(item.key)`")
    let attempts = items[.attempts].flatMap { integer($0, atLeast: 1) }
    if items[.attempts] == nil { report(.missingSubkey(RetryKey.attempts.rawValue, in: item.key), at: item, key: true) }
    // What else is wrong with it is told as well.
    var retry = RetryDeclaration(attempts: attempts ?? .literal(1))
    if let delay = items[.delay].flatMap({ field($0, as: Duration.self) }) { retry.delay = delay }
    if let maximum = items[.maxDelay].flatMap({ field($0, as: Duration.self) }) {
      retry.maximumDelay = maximum
    }
    if let backoff: Field<Backoff> = items[.backoff].flatMap({ field($0) }) { retry.backoff = backoff }
    if let jitter: Field<Bool> = items[.jitter].flatMap({ field($0) }) { retry.jitter = jitter }
    retry.codes = items[.on].flatMap { readRetryCodes($0) }
    retry.when = items[.when].flatMap { condition($0) }
    return attempts == nil ? nil : retry
  }

  private mutating func readRetryCodes(_ item: TOMLItem) -> Field<RetryCodes>? {
    listField(item) { code in
      if code.kind != .array, RetryCodes.convert(code.value) != nil { return nil }
      let found = code.integer.map { "`\($0)`" } ?? code.string.map { "`\($0)`" } ?? code.kind.name
      return .wrongItem(item.key, expected: "an exit code or an HTTP status", found: found)
    }
  }
}
