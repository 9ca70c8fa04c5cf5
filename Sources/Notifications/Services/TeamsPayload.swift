internal import Values

/// What a workflow of Teams is sent: an Adaptive Card of version 1.4 in a message.
enum TeamsPayload {
  /// A message has 28 KB; what the service adds to it is not known, so some is left.
  static let limit = 27_000
  private static let title = 1000
  private static let text = 4000
  private static let fact = 500
  private static let output = 3000

  /// The whole message, or as much as fits.
  static func body(_ message: Message) -> [UInt8] {
    let whole = card(message, text: text, output: output)
    if whole.count <= limit { return whole }
    let shorter = card(message, text: text / 4, output: 0)
    return shorter.count <= limit ? shorter : smallest(message)
  }

  /// The heading alone: what is sent where the message was too large for the service.
  static func smallest(_ message: Message) -> [UInt8] { card(message, text: 0, output: 0, hasFacts: false) }

  private static func card(_ message: Message, text: Int, output: Int, hasFacts: Bool = true) -> [UInt8] {
    var stream = JSONStream()
    stream.object { stream in
      stream.member("type", "message")
      stream.key("attachments")
      stream.beginArray()
      stream.object { stream in
        stream.member("contentType", "application/vnd.microsoft.card.adaptive")
        stream.object("content") { stream in
          head(&stream)
          stream.key("body")
          stream.beginArray()
          appendBody(message, text, output, hasFacts, to: &stream)
          stream.endArray()
        }
      }
      stream.endArray()
    }
    return stream.bytes
  }

  private static func head(_ stream: inout JSONStream) {
    stream.member("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
    stream.member("type", "AdaptiveCard")
    stream.member("version", "1.4")
    stream.object("msteams") { $0.member("width", "Full") }
  }

  private static func appendBody(
    _ message: Message, _ text: Int, _ output: Int, _ hasFacts: Bool, to stream: inout JSONStream
  ) {
    block(FittingText.fit("\(MessageSymbol.of(message)) \(message.title)", title, escape: Markup.card), to: &stream) {
      $0.member("weight", "Bolder")
      $0.member("size", "Medium")
    }
    if text > 0, !message.text.isEmpty {
      block(paragraphs(FittingText.fit(message.text, text, escape: Markup.card)), to: &stream) { _ in }
    }
    if hasFacts { appendFacts(message, to: &stream) }
    let lines = FittingText.fitLines(message.notification.output, output, escape: Markup.card)
    if !lines.isEmpty { block(paragraphs(lines), to: &stream) { $0.member("fontType", "Monospace") } }
  }

  private static func appendFacts(_ message: Message, to stream: inout JSONStream) {
    stream.object { stream in
      stream.member("type", "FactSet")
      stream.array("facts", message.facts) { entry, stream in
        stream.object { stream in
          stream.member("title", entry.name)
          stream.member("value", FittingText.fit(entry.value, fact, escape: Markup.card))
        }
      }
    }
  }

  private static func block(
    _ text: String, to stream: inout JSONStream, _ members: (inout JSONStream) -> Void
  ) {
    stream.object { stream in
      stream.member("type", "TextBlock")
      stream.member("text", text)
      stream.member("wrap", true)
      members(&stream)
    }
  }

  /// A card shows a single line end as a space.
  private static func paragraphs(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n\n")
  }
}
