internal import TOML
internal import Templates
internal import Text
internal import Values

/// `poll`: how a node is repeated until there is a verdict.
extension RunbookReader {
  mutating func readPoll(_ table: TOMLItem, _ node: NodeItems) -> PollDeclaration {
    let items: KeyItems<PollKey> = usableKeys(of: table, in: "`\(table.key)`")
    var poll = PollDeclaration(span: table.keySpan)
    poll.until = items[.until].flatMap { condition($0) }
    poll.failIf = items[.failIf].flatMap { condition($0) }
    poll.every = items[.every].flatMap { readTimeout($0) }
    poll.backoff = items[.backoff].flatMap { field($0) }
    poll.maximumEvery = items[.maxEvery].flatMap { readTimeout($0) }
    poll.jitter = items[.jitter].flatMap { field($0) }
    poll.timeout = items[.timeout].flatMap { readTimeout($0, otherwise: PollDeclaration.defaultTimeout) }
    poll.minimumPasses = items[.minPass].flatMap { integer($0, atLeast: 1) }
    poll.failLimit = items[.failLimit].flatMap { integer($0, atLeast: 0) }
    poll.unknownLimit = items[.unknownLimit].flatMap { integer($0, atLeast: 0) }
    poll.onUnknown = items[.onUnknown].flatMap { field($0) }
    poll.source = items[.of].flatMap { field($0) }
    poll.passCodes = items[.passCodes].flatMap { readExitCodes($0) }
    poll.failCodes = items[.failCodes].flatMap { readExitCodes($0) }
    if let item = items[.passCodes], node[.successCodes] != nil {
      report(.exclusiveKeys(item.key, NodeKey.successCodes.rawValue), at: item, key: true)
    }
    if let item = node[.interactive], item.boolean == true {
      report(.exclusiveKeys(NodeKey.interactive.rawValue, NodeKey.poll.rawValue), at: item, key: true)
    }
    return poll
  }
}
