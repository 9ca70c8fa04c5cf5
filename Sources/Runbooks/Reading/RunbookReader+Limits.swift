internal import TOML
internal import Templates

/// `limits = { cpu, memory, files, nice }`.
extension RunbookReader {
  mutating func readLimits(_ table: TOMLItem) -> LimitFields {
    let items: KeyItems<LimitKey> = usableKeys(of: table, in: "`\(table.key)`")
    var limits = LimitFields()
    limits.cpu = items[.cpu].flatMap { field($0) }
    limits.memory = items[.memory].flatMap { field($0) }
    limits.files = items[.files].flatMap { field($0) }
    limits.nice = items[.nice].flatMap { field($0) }
    return limits
  }
}
