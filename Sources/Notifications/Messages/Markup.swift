/// Texts as the services read them, so that nothing in them is a command, a link or a mention.
enum Markup {
  /// Slack's own characters (docs.slack.dev, "Formatting message text"): without them there are no links and no mentions.
  static func slack(_ character: Character) -> String {
    switch character {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    default: String(character)
    }
  }

  /// The same inside of a block of code, which three backticks would end.
  static func slackCode(_ character: Character) -> String {
    character == "`" ? "\u{2CB}" : slack(character)
  }

  /// Markdown, with a backslash before everything that means something in it.
  static func markdown(_ character: Character) -> String {
    "\\`*_{}[]()<>#+-!|~@".contains(character) ? "\\\(character)" : String(character)
  }

  /// The subset of Markdown that Adaptive Cards know: emphasis, links and lists.
  static func card(_ character: Character) -> String {
    "\\*_[]()~`#".contains(character) ? "\\\(character)" : String(character)
  }

  /// A block of code in Markdown.
  static func code(_ character: Character) -> String { character == "`" ? "\u{2CB}" : String(character) }

  /// HTML, for what Markdown lets through.
  static func html(_ character: Character) -> String {
    switch character {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    default: markdown(character)
    }
  }
}
