internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// Who hears of a run.
extension FieldPlanner {
  mutating func plan(_ channels: [ChannelDeclaration]) -> [PlanChannel] {
    channelNames = channels.map(\.name)
    return channels.map { declaration in
      let (channel, found) = apart { $0.plan(declaration) }
      references.append(found)
      var result = channel
      result.usedSecrets = found.secrets
      return result
    }
  }

  private mutating func plan(_ declaration: ChannelDeclaration) -> PlanChannel {
    var channel = PlanChannel(declaration)
    channelSpan = declaration.nameSpan
    for key in ChannelKey.allCases {
      guard let text = declaration.texts[key] else { continue }
      channel.texts[key] = address(text, key)
    }
    channel.recipients = declaration.recipients.flatMap { address($0, .to).literal.map { [.literal($0)] } ?? [$0] }
    channel.headers = declaration.headers.map { header in
      let (value, found) = apart { $0.plan(header.value) }
      refuseRun(found, header.value.templates, "headers.\(header.name)")
      return (header.name, value)
    }
    (channel.when, channel.title, channel.message) = having(\.context, .notification) { planner in
      if let when = declaration.when { _ = planner.note(when.expressions) }
      return (
        declaration.when, planner.text(declaration.title, .title), planner.text(declaration.message, .message)
      )
    }
    return channel
  }

  /// Where messages go, which must be known when the run begins: a variable or a secret tells, nothing else.
  private mutating func address(_ field: Field<String>, _ key: ChannelKey) -> Field<String> {
    let (planned, found) = apart { $0.plan(field, key: key.rawValue) }
    refuseRun(found, field.templates, key.rawValue)
    if let text = planned.literal, let objection = ChannelAddress.objection(to: text, as: key) {
      refuse(key.rawValue, expected: objection, found: key.isCredential ? "…" : text, at: field.templates.first?.span)
    }
    return planned
  }

  private mutating func refuseRun(_ found: References, _ templates: [Template], _ key: String) {
    references.append(found)
    if found.needsRun, let span = templates.first?.span { report(.needsRun(key), at: span) }
  }

  /// A text about an event, in which no secret can stand.
  private mutating func text(_ field: Field<String>?, _ key: ChannelKey) -> Field<String>? {
    guard let field else { return nil }
    let (planned, found) = apart { $0.plan(field, key: key.rawValue) }
    references.append(found)
    if found.usesSecret, let span = field.templates.first?.span { report(.secretShown(key.rawValue), at: span) }
    return planned
  }

  private mutating func refuse(_ key: String, expected: String, found: String, at span: ByteSpan?) {
    refuse(key, expected: expected, found: found, at: span ?? channelSpan)
  }

  /// Reports channels that a call of `notify` names and that are not there.
  mutating func checkChannels(of call: PlanFunctionCall) {
    guard let value = call.parameters.first(where: { $0.name == "channel" }).flatMap({ content(of: $0.value) }) else {
      return
    }
    for item in value.list ?? [value] {
      let name = String.convert(item) ?? ""
      if channelNames.contains(name) { continue }
      report(.unknownChannel(name, suggestion: Suggestion.closest(to: name, among: channelNames)), at: idSpan)
    }
  }
}
