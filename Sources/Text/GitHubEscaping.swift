/// The escapes of GitHub's workflow commands, as its runner undoes them.
public enum GitHubEscaping {
  /// The message of a command.
  public static func message(_ text: String) -> String {
    escape(text, alsoProperty: false)
  }

  /// The value of a property, in which colons and commas have a meaning too.
  public static func property(_ text: String) -> String {
    escape(text, alsoProperty: true)
  }

  /// A line that the runner must not take for a command: `::` at its start and `##[` anywhere are broken up.
  ///
  /// Indenting would not help, because the runner trims lines on the left.
  public static func harmless(_ line: String) -> String {
    let trimmed = line.drop { $0.isWhitespace }
    var result = trimmed.hasPrefix("::") ? "\u{200B}" + line : line
    while let range = result.firstRange(of: "##[") {
      result.replaceSubrange(range, with: "#\u{200B}#[")
    }
    return result
  }

  private static func escape(_ text: String, alsoProperty: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      case ":" where alsoProperty: result += "%3A"
      case "," where alsoProperty: result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
