internal import Runbooks
internal import Templates
internal import Values

/// Channels in a plan's JSON: what lets others send messages is left out, in whatever form it was written.
extension PlanEncoder {
  func encode(_ channels: [PlanChannel], to stream: inout JSONStream) {
    guard !channels.isEmpty else { return }
    stream.object(RunbookKey.notify.rawValue) { stream in
      for channel in channels { stream.object(channel.name) { encode(channel, to: &$0) } }
    }
  }

  private func encode(_ channel: PlanChannel, to stream: inout JSONStream) {
    stream.member(ChannelKey.kind.rawValue, channel.kind.rawValue)
    stream.strings(ChannelKey.on.rawValue, channel.topics.map(\.rawValue))
    if channel.severity != .info { stream.member(ChannelKey.severity.rawValue, channel.severity.rawValue) }
    if !channel.nodes.isEmpty { stream.strings(ChannelKey.nodes.rawValue, channel.nodes) }
    if !channel.environments.isEmpty { stream.strings(ChannelKey.environments.rawValue, channel.environments) }
    if let when = channel.when { stream.member(ChannelKey.when.rawValue, when.text) }
    encode(channel.title, ChannelKey.title.rawValue, to: &stream)
    encode(channel.message, ChannelKey.message.rawValue, to: &stream)
    if let fallback = channel.fallback { stream.member(ChannelKey.fallback.rawValue, fallback) }
    if channel.isRequired { stream.member(ChannelKey.required.rawValue, true) }
    encodeAddress(of: channel, to: &stream)
  }

  private func encodeAddress(of channel: PlanChannel, to stream: inout JSONStream) {
    for key in ChannelKey.allCases {
      guard let text = channel.texts[key] else { continue }
      if key.isCredential, text.literal != nil {
        stream.member(key.rawValue, SecretMask.replacement)
      } else {
        encode(text, key.rawValue, to: &stream)
      }
    }
    // The value of a header may be a password, and nothing tells.
    for (name, value) in channel.headers where value.templates.isEmpty {
      stream.member("\(ChannelKey.headers.rawValue).\(name)", SecretMask.replacement)
    }
    encode(channel.headers.filter { !$0.value.templates.isEmpty }, ChannelKey.headers.rawValue, to: &stream)
    if !channel.recipients.isEmpty { encode(channel.recipients, ChannelKey.to.rawValue, to: &stream) }
    if !channel.isEncrypted { stream.member(ChannelKey.tls.rawValue, false) }
    if channel.isShellCommand { stream.member(ChannelKey.command.rawValue, channel.command[0]) }
    if !channel.isShellCommand, !channel.command.isEmpty {
      stream.strings(ChannelKey.command.rawValue, channel.command)
    }
    guard !channel.severities.isEmpty else { return }
    stream.object(ChannelKey.severities.rawValue) { stream in
      for severity in NotificationSeverity.allCases {
        if let other = channel.severities[severity] { stream.member(severity.rawValue, other.rawValue) }
      }
    }
  }
}
