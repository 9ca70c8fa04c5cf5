internal import Text
internal import Values

/// What an incoming webhook of Slack is sent (docs.slack.dev, "Sending messages using incoming webhooks").
enum SlackPayload {
  // A header has 150 characters, a section's text 3,000, a field 2,000, at most ten of them; 50 blocks. What all blocks may
  // have together is not documented: from about 13,200 on they are refused (slackapi/bolt-js 2509).
  private static let header = 150
  private static let text = 3000
  private static let field = 500
  private static let fields = 10
  private static let output = 2900

  static func body(_ message: Message) -> [UInt8] {
    var stream = JSONStream()
    stream.object { stream in
      // Shown where blocks are not: in notifications of telephones.
      stream.member("text", FittingText.fit("\(symbol(message)) \(message.title)", text, escape: Markup.slack))
      stream.key("blocks")
      stream.beginArray()
      appendHeader(message, to: &stream)
      appendText(message, to: &stream)
      appendFields(message, to: &stream)
      appendOutput(message, to: &stream)
      stream.endArray()
      stream.member("unfurl_links", false)
    }
    return stream.bytes
  }

  private static func symbol(_ message: Message) -> String { MessageSymbol.of(message) }

  private static func appendHeader(_ message: Message, to stream: inout JSONStream) {
    stream.object { stream in
      stream.member("type", "header")
      stream.object("text") { stream in
        stream.member("type", "plain_text")
        // Without this, `:name:` would be a picture.
        stream.member("emoji", false)
        stream.member("text", FittingText.fit("\(symbol(message)) \(message.title)", header, escape: Markup.slack))
      }
    }
  }

  private static func appendText(_ message: Message, to stream: inout JSONStream) {
    if message.text.isEmpty { return }
    section(FittingText.fit(message.text, text, escape: Markup.slack), to: &stream)
  }

  private static func appendFields(_ message: Message, to stream: inout JSONStream) {
    stream.object { stream in
      stream.member("type", "section")
      stream.array("fields", message.facts.prefix(fields)) { fact, stream in
        let value = FittingText.fit(fact.value, field, escape: Markup.slack)
        stream.object { words("*\(fact.name)*\n\(value)", to: &$0) }
      }
    }
  }

  private static func appendOutput(_ message: Message, to stream: inout JSONStream) {
    let lines = FittingText.fitLines(message.notification.output, output, escape: Markup.slackCode)
    if !lines.isEmpty { section("```\n\(lines)\n```", to: &stream) }
  }

  private static func section(_ text: String, to stream: inout JSONStream) {
    stream.object { stream in
      stream.member("type", "section")
      stream.object("text") { words(text, to: &$0) }
    }
  }

  /// Words that are no links and mention nobody, whatever they look like.
  private static func words(_ text: String, to stream: inout JSONStream) {
    stream.member("type", "mrkdwn")
    stream.member("verbatim", true)
    stream.member("text", text)
  }
}
