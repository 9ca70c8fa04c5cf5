internal import Values

/// An event as JSON, for programs: what a webhook and a command get.
enum EventDocument {
  /// A body has at most 64 KiB.
  static let limit = 64 << 10
  private static let text = 12_000
  private static let output = 12_000
  private static let word = 500

  static func body(_ message: Message) -> [UInt8] {
    let notification = message.notification
    var stream = JSONStream()
    stream.object { stream in
      stream.member("schema", "pyflow.event/1")
      stream.member("id", short(notification.key))
      stream.member("event", notification.topic.rawValue)
      stream.member("severity", notification.severity.rawValue)
      stream.member("time", notification.time.rfc3339)
      stream.object("run") { run(message.run, to: &$0) }
      if let node = notification.node { stream.member("node", short(node)) }
      if let target = notification.target { stream.member("target", short(target)) }
      stream.member("title", short(message.title))
      if !message.text.isEmpty { stream.member("text", FittingText.fit(message.text, text, .bytes, escape: json)) }
      if let reason = notification.reason { stream.member("reason", short(reason)) }
      if let status = notification.status { stream.member("status", status) }
      if let duration = notification.duration { stream.member("duration_ms", duration.milliseconds) }
      if let remark = message.remark { stream.member("remark", short(remark)) }
      let lines = FittingText.fitLines(notification.output, output, .bytes, escape: json)
      if !lines.isEmpty { stream.member("output", lines) }
    }
    return stream.bytes
  }

  private static func run(_ run: NotificationRun, to stream: inout JSONStream) {
    stream.member("id", run.id)
    stream.member("title", short(run.title))
    stream.member("runbook", short(run.runbook))
    if let environment = run.environment { stream.member("environment", short(environment)) }
    stream.member("user", short(run.user))
    stream.member("host", short(run.host))
    if let link = run.link { stream.member("link", short(link)) }
  }

  private static func short(_ text: String) -> String { FittingText.fit(text, word, .bytes, escape: json) }

  /// Controls were cleaned away where a text is a line; elsewhere they would grow sixfold as JSON.
  private static func json(_ character: Character) -> String {
    let isControl = character.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" }
    return isControl ? "\u{FFFD}" : String(character)
  }
}
