internal import Text
internal import Values

/// What PagerDuty's Events API v2 is sent, but for the routing key, which is added when it is sent.
enum PagerDutyPayload {
  private static let summary = 1024
  static let dedupKey = 255
  private static let detail = 4000

  /// A key that joins alerts, if need be shortened, so that two long ones still differ.
  static func fitting(_ key: String) -> String {
    let key = OutputText.oneLine(key)
    if key.utf16.count <= dedupKey { return key }
    let digest = SHA256.hash(Array(key.utf8)).hex.prefix(16)
    return FittingText.fit(key, dedupKey - digest.count - 1) + "-" + digest
  }

  static func trigger(_ message: Message, dedupKey: String, severity: NotificationSeverity) -> [UInt8] {
    document { stream in
      stream.member("event_action", "trigger")
      stream.member("dedup_key", fitting(dedupKey))
      stream.member("client", "pyflow")
      if let link = message.run.link { stream.member("client_url", FittingText.fit(link, summary)) }
      stream.object("payload") { stream in
        head(message, to: &stream)
        stream.member("severity", severity.rawValue)
        stream.member("component", FittingText.fit(OutputText.oneLine(message.run.title), summary))
        if let environment = message.run.environment {
          stream.member("group", FittingText.fit(OutputText.oneLine(environment), summary))
        }
        stream.member("class", message.notification.topic.rawValue)
        details(message, to: &stream)
      }
    }
  }

  static func resolve(dedupKey: String) -> [UInt8] {
    document { stream in
      stream.member("event_action", "resolve")
      stream.member("dedup_key", fitting(dedupKey))
    }
  }

  /// Something that was changed; it never calls anybody.
  static func change(_ message: Message) -> [UInt8] {
    document { stream in
      stream.object("payload") { stream in
        head(message, to: &stream)
        details(message, to: &stream)
      }
      guard let link = message.run.link else { return }
      stream.key("links")
      stream.array([link]) { link, stream in
        stream.object { stream in
          stream.member("href", FittingText.fit(link, summary))
          stream.member("text", "CI job")
        }
      }
    }
  }

  private static func head(_ message: Message, to stream: inout JSONStream) {
    stream.member("summary", FittingText.fit(message.title, summary))
    stream.member("source", FittingText.fit(message.run.host, summary))
    stream.member("timestamp", message.notification.time.rfc3339)
  }

  private static func details(_ message: Message, to stream: inout JSONStream) {
    stream.object("custom_details") { stream in
      if !message.text.isEmpty { stream.member("text", FittingText.fit(message.text, detail)) }
      for fact in message.facts { stream.member(fact.name.lowercased(), FittingText.fit(fact.value, detail)) }
      let lines = FittingText.fitLines(message.notification.output, detail)
      if !lines.isEmpty { stream.member("output", lines) }
    }
  }

  private static func document(_ members: (inout JSONStream) -> Void) -> [UInt8] {
    var stream = JSONStream()
    stream.object(members)
    return stream.bytes
  }
}
