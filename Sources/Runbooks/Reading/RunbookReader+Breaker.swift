internal import TOML
internal import Templates
internal import Text
internal import Values

/// `breaker`: what keeps a node from trying what fails again and again.
extension RunbookReader {
  mutating func readBreaker(_ table: TOMLItem) -> BreakerDeclaration? {
    let items: KeyItems<BreakerKey> = usableKeys(of: table, in: "`\(table.key)`")
    let threshold = items[.threshold].flatMap { integer($0, atLeast: 1) }
    let cooldown = items[.cooldown].flatMap { readTimeout($0) }
    guard let item = items[.name] else {
      report(.missingSubkey(BreakerKey.name.rawValue, in: table.key), at: table, key: true)
      return nil
    }
    guard let name = nonEmpty(item) else { return nil }
    return BreakerDeclaration(span: table.keySpan, name: name, threshold: threshold, cooldown: cooldown)
  }
}
