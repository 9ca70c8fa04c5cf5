internal import Values

/// What a webhook of Discord is sent (discord.com/developers/docs, "Webhooks" and "Embed limits").
enum DiscordPayload {
  // An embed: title 256, description 4096, 25 fields of 256 and 1024, footer 2048; all of these together 6000.
  private static let title = 256
  private static let description = 2000
  private static let output = 1500
  private static let fields = 10
  private static let fieldValue = 180

  static func body(_ message: Message) -> [UInt8] {
    var stream = JSONStream()
    stream.object { stream in
      // Whatever a message says, it calls nobody.
      stream.object("allowed_mentions") { $0.strings("parse", [String]()) }
      stream.key("embeds")
      stream.beginArray()
      stream.object { embed(message, to: &$0) }
      stream.endArray()
    }
    return stream.bytes
  }

  private static func embed(_ message: Message, to stream: inout JSONStream) {
    let head = "\(MessageSymbol.of(message)) \(message.title)"
    stream.member("title", FittingText.fit(head, title, escape: Markup.markdown))
    let text = FittingText.fit(message.text, description, escape: Markup.markdown)
    let lines = FittingText.fitLines(message.notification.output, output, escape: Markup.code)
    let parts = [text, lines.isEmpty ? "" : "```\n\(lines)\n```"].filter { !$0.isEmpty }
    if !parts.isEmpty { stream.member("description", parts.joined(separator: "\n")) }
    stream.member("color", MessageSymbol.color(of: message))
    stream.member("timestamp", message.notification.time.rfc3339)
    stream.array("fields", message.facts.prefix(fields)) { fact, stream in
      stream.object { stream in
        stream.member("name", fact.name)
        stream.member("value", FittingText.fit(fact.value, fieldValue, escape: Markup.markdown))
        stream.member("inline", true)
      }
    }
  }
}
