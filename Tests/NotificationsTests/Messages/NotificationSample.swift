import Values

@testable import Notifications

/// Notifications and messages to test with.
enum NotificationSample {
  static let run = NotificationRun(
    id: "01M7ZV8EC1SXEWWXKK86CXQVCY", title: "Deploy", runbook: "deploy.toml", environment: "prod", user: "ann",
    host: "build-1")

  static func notification(_ topic: NotificationTopic = .runFailed, node: String? = nil) -> Notification {
    Notification(
      topic, node: node, title: "Deploy has failed", time: Timestamp(milliseconds: 1_795_290_000_250),
      key: "01M/\(topic.rawValue)\(node.map { "/\($0)" } ?? "")")
  }

  static func message(_ topic: NotificationTopic = .runFailed) -> Message { Message(notification(topic), of: run) }

  /// What is worst about texts: far too long, in characters of every length, and full of what services read as their own.
  static let hostile = [
    "<!here> <@U1> @everyone & \"quoted\" \\ *bold* [x](http://evil) ```code``` <at>all</at>\r\nBcc: x@evil.example\u{0}\u{1B}[31m",
    String(repeating: "👩‍👩‍👧‍👦", count: 3_000),
    String(repeating: "ſ\u{0301}\u{0302}", count: 10_000),
    String(repeating: "\"\\\u{1}", count: 10_000),
    "a" + String(repeating: "\u{0301}", count: 20_000),
    String(repeating: "<&>", count: 10_000),
    String(repeating: "line\n", count: 10_000),
    "",
  ]

  /// A message with a hostile text in every place.
  static func message(of text: String, _ topic: NotificationTopic = .runFailed) -> Message {
    var message = message(topic)
    message.title = text.replacing("\n", with: " ").replacing("\r", with: " ")
    message.text = text
    message.notification.reason = text
    message.notification.node = text
    message.notification.output = Array(repeating: text, count: 10)
    message.run.title = text
    message.run.environment = text
    message.run.host = text
    message.run.link = text
    message.remark = text
    return message
  }
}
