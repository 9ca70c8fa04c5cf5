internal import TOML
internal import Templates
internal import Text
internal import Values

/// `[runbook.notify]`: who hears of a run (design 3.5).
extension RunbookReader {
  mutating func readChannels(_ table: TOMLItem) -> [ChannelDeclaration] {
    let channels = table.children.compactMap { readChannel($0) }
    checkFallbacks(channels)
    return channels
  }

  private mutating func readChannel(_ table: TOMLItem) -> ChannelDeclaration? {
    guard Self.isIdentifier(table.key, dashes: true) else {
      report(.invalidName(table.key), at: table, key: true)
      return nil
    }
    guard isOfKind(.table, table) else { return nil }
    let items: KeyItems<ChannelKey> = usableKeys(of: table, in: "channel `\(table.key)`")
    guard let kind = channelKind(table, items[.kind]) else { return nil }
    for (key, item) in items where !key.kinds.isEmpty && !key.kinds.contains(kind) {
      report(.keyOfOtherKind(key, kind), at: item, key: true)
    }
    var channel = ChannelDeclaration(name: table.key, nameSpan: table.keySpan, kind: kind)
    readRoute(items, into: &channel)
    readAddress(items, into: &channel)
    checkNeeds(of: channel, items, table)
    return channel
  }

  private mutating func channelKind(_ table: TOMLItem, _ item: TOMLItem?) -> ChannelKind? {
    guard let item else {
      if table[ChannelKey.kind.rawValue] == nil { report(ChannelProblem.noKind(table.key), at: table, key: true) }
      return nil
    }
    return word(item) { .unknownKind($0, suggestion: $1) }
  }

  /// The case that a string names, which must be written out.
  private mutating func word<Word: CaseIterable & RawRepresentable<String>>(
    _ item: TOMLItem, among words: [Word] = Array(Word.allCases), or problem: (String, String?) -> ChannelProblem
  ) -> Word? {
    let text = item.string ?? ""
    if let word = words.first(where: { $0.rawValue == text }) { return word }
    report(problem(text, suggests ? Suggestion.closest(to: text, among: words.map(\.rawValue)) : nil), at: item)
    return nil
  }

  // MARK: - What it hears of

  private mutating func readRoute(_ items: KeyItems<ChannelKey>, into channel: inout ChannelDeclaration) {
    channel.topics = items[.on].map { item in
      words(of: item).compactMap { word($0, among: NotificationTopic.routed) { .unknownTopic($0, suggestion: $1) } }
    }
    channel.severity = items[.severity].flatMap { word($0) { .unknownSeverity($0, suggestion: $1) } }
    channel.nodes = items[.nodes].map { channelReferences($0) } ?? []
    channel.environments = items[.environments].map { channelReferences($0) } ?? []
    channel.when = items[.when].flatMap { condition($0) }
    channel.title = items[.title].flatMap { field($0, expandsEnvironment: false) }
    channel.message = items[.message].flatMap { field($0, expandsEnvironment: false) }
    channel.fallback = items[.fallback].flatMap { channelReferences($0).first }
    channel.isRequired = items[.required].flatMap { readFlag($0) } ?? false
  }

  /// The strings of a list, or the one string that stands for a list.
  private mutating func words(of item: TOMLItem) -> [TOMLItem] {
    guard item.kind == .array else { return [item] }
    if item.children.allSatisfy({ _ in false }) { report(RunbookProblem.emptyWord(item.key), at: item) }
    return item.children.filter { isString($0, of: item) }
  }

  /// Names that are written out: of channels, nodes or environments.
  mutating func channelReferences(_ item: TOMLItem) -> [ChannelReference] {
    words(of: item).map { ChannelReference(name: $0.string ?? "", span: $0.valueSpan) }
  }

  // MARK: - Where messages go

  private mutating func readAddress(_ items: KeyItems<ChannelKey>, into channel: inout ChannelDeclaration) {
    for key in ChannelKey.texts {
      guard let item = items[key], let text = nonEmpty(item) else { continue }
      channel.texts[key] = text
      if key.isCredential { checkCredential(text, key, item, of: channel.kind) }
    }
    channel.headers = items[.headers].map { readHeaders($0) } ?? []
    channel.recipients = items[.to].map { strings($0) } ?? []
    channel.isEncrypted = items[.tls].flatMap { readFlag($0) } ?? true
    if let item = items[.command] { readCommand(item, into: &channel) }
    channel.severities = items[.severities].map { readSeverities($0) } ?? [:]
  }

  private mutating func readCommand(_ item: TOMLItem, into channel: inout ChannelDeclaration) {
    channel.isShellCommand = item.kind == .string
    channel.command = words(of: item).map { $0.string ?? "" }
    if channel.command.first?.trimmed.isEmpty ?? true { report(RunbookProblem.emptyCommand, at: item) }
    if channel.command.contains(where: { Template.isTemplate($0) }) { report(.commandTemplate, at: item) }
  }

  private mutating func readSeverities(_ table: TOMLItem) -> [NotificationSeverity: NotificationSeverity] {
    var result: [NotificationSeverity: NotificationSeverity] = [:]
    for item in table.children {
      guard let own = NotificationSeverity(rawValue: item.key) else {
        let names = NotificationSeverity.allCases.map(\.rawValue)
        report(
          .unknownSeverity(item.key, suggestion: Suggestion.closest(to: item.key, among: names)), at: item, key: true)
        continue
      }
      guard isOfKind(.string, item) else { continue }
      let other: NotificationSeverity? = word(item) { .unknownSeverity($0, suggestion: $1) }
      if let other { result[own] = other }
    }
    return result
  }

  /// Warns of what gives whoever reads the file the right to send messages.
  private mutating func checkCredential(
    _ text: Field<String>, _ key: ChannelKey, _ item: TOMLItem, of kind: ChannelKind
  ) {
    guard let text = text.literal else { return }
    diagnostics.hide(text)
    if kind == .teams, text.contains(".webhook.office.com/") { report(.oldTeamsConnector, at: item) }
    if key == .url, ChannelDeclaration.isLocal(text) { return }
    report(.literalCredential(key), at: item)
  }

  private mutating func checkNeeds(
    of channel: ChannelDeclaration, _ items: KeyItems<ChannelKey>, _ table: TOMLItem
  ) {
    for key in ChannelKey.needed(by: channel.kind) where table[key.rawValue] == nil {
      report(.missingKey(key, channel.kind), at: table, key: true)
    }
    guard channel.kind == .email else { return }
    let ways = [ChannelKey.server, .sendmail].filter { table[$0.rawValue] != nil }
    if ways.count != 1 { report(.serverOrProgram, at: table, key: true) }
    if let item = items[.tls], !channel.isEncrypted, items[.password] != nil { report(.unencrypted, at: item) }
  }

  // MARK: - Fallbacks

  private mutating func checkFallbacks(_ channels: [ChannelDeclaration]) {
    let next = Dictionary(
      channels.map { ($0.name, $0.fallback?.name) }, uniquingKeysWith: { first, _ in first })
    var told: Set<String> = []
    for channel in channels {
      guard let fallback = channel.fallback else { continue }
      guard next.keys.contains(fallback.name) else {
        let suggestion = Suggestion.closest(to: fallback.name, among: channels.map(\.name))
        diagnostics.report(
          ChannelProblem.unknownFallback(fallback.name, suggestion: suggestion), in: source, at: fallback.span)
        continue
      }
      var path = [channel.name]
      while let name = next[path[path.count - 1]] ?? nil, !path.contains(name) { path.append(name) }
      guard next[path[path.count - 1]] == channel.name, told.isDisjoint(with: path) else { continue }
      told.formUnion(path)
      diagnostics.report(ChannelProblem.fallbackCycle(path + [channel.name]), in: source, at: fallback.span)
    }
  }

  /// Checks the names of environments and nodes, when all of these were read.
  mutating func checkChannelNames(among nodes: [NodeDeclaration]) {
    let environments = settings.environments.map(\.name)
    let ids = nodes.map(\.id)
    let known = Set(ids)
    for channel in settings.channels {
      for name in channel.environments where !environments.contains(name.name) {
        let suggestion = Suggestion.closest(to: name.name, among: environments)
        diagnostics.report(
          ChannelProblem.unknownEnvironment(name.name, suggestion: suggestion), in: source, at: name.span)
      }
      for name in channel.nodes {
        // Of an instance, or a node of a nested runbook, the plan knows more.
        let id = String(name.name.prefix { $0 != "/" && $0 != "[" })
        if known.contains(id) { continue }
        let suggestion = Suggestion.closest(to: id, among: ids)
        diagnostics.report(ChannelProblem.unknownNode(id, suggestion: suggestion), in: source, at: name.span)
      }
    }
    for node in nodes {
      checkChannels(node.channels)
      if case .manual(let manual) = node.action { checkChannels(manual.approval.escalation?.channels ?? []) }
    }
    for case .manual(let manual) in settings.environments.compactMap(\.gate?.action) {
      checkChannels(manual.approval.escalation?.channels ?? [])
    }
  }

  private mutating func checkChannels(_ names: [ChannelReference]) {
    let channels = settings.channels.map(\.name)
    for name in names where !channels.contains(name.name) {
      let suggestion = Suggestion.closest(to: name.name, among: channels)
      diagnostics.report(
        ChannelProblem.unknownFallback(name.name, suggestion: suggestion), in: source, at: name.span)
    }
  }

  private mutating func report(_ problem: ChannelProblem, at item: TOMLItem, key: Bool = false) {
    diagnostics.report(problem, in: source, at: key ? item.keySpan : item.valueSpan)
  }
}

extension ChannelDeclaration {
  /// Whether an address is one of this machine, which nobody elsewhere can post to.
  static func isLocal(_ url: String) -> Bool {
    let host = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).dropFirst(2).first ?? ""
    let name = host.prefix { $0 != "/" }.split(separator: "@").last ?? ""
    return ["127.0.0.1", "localhost", "[::1]"].contains { name == $0 || name.hasPrefix($0 + ":") }
  }
}
