/// What is added to the summary of a step of GitHub Actions: Markdown in which nothing of a message means anything.
enum SummaryEntry {
  // A step's summary has 1 MiB; a runbook with many messages must not fill it.
  private static let text = 4000
  private static let word = 500
  private static let output = 4000

  static func body(_ message: Message) -> [UInt8] {
    let title = FittingText.fit(message.title, word, escape: Markup.html)
    var lines = ["### \(MessageSymbol.of(message)) \(title)", ""]
    if !message.text.isEmpty {
      let text = FittingText.fit(message.text, Self.text, escape: Markup.html)
      lines += [text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "  \n"), ""]
    }
    for fact in message.facts {
      let value = FittingText.fit(fact.value, word, escape: Markup.html)
      lines.append("- **\(fact.name)**: \(value.split(separator: "\n").joined(separator: " "))")
    }
    let output = FittingText.fitLines(message.notification.output, Self.output, escape: Markup.code)
    if !output.isEmpty { lines += ["", "```text", output, "```"] }
    return Array((lines + ["", ""]).joined(separator: "\n").utf8)
  }
}
