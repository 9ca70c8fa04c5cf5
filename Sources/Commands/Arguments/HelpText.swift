/// Help, made from the tables.
enum HelpText {
  /// The overview: what pyflow is, what it can do, how it ends.
  static func overview() -> String {
    var text = """
      pyflow \(Version.current): runs DevOps runbooks written in TOML, and records what they did.

      Usage: pyflow COMMAND [FILE] [OPTION]…
      FILE is a runbook; by default the only one in the folder.

      Commands:

      """
    let verbs = Verb.allCases.filter(\.isListed)
    text += table(verbs.map { ("\($0.rawValue) \($0.arguments)", $0.summary) })
    text += "\nExamples:\n"
    for example in verbs.compactMap(\.example) { text += "  \(example)\n" }
    text += "\nExit codes:\n"
    text += table(ExitCode.allCases.map { (String($0.rawValue), $0.meaning) })
    return text + "\n`pyflow help COMMAND` tells more about a command.\n"
  }

  /// Help on one command.
  static func verb(_ verb: Verb) -> String {
    let arguments = verb.arguments.isEmpty ? "" : " " + verb.arguments
    var text = "Usage: pyflow \(verb.rawValue)\(arguments)\(verb.flags.isEmpty ? "" : " [OPTION]…")\n\n"
    text += sentence(verb.summary)
    if verb == .eval {
      text += "\nFILE is a runbook whose variables the expression uses.\n"
    } else if verb.arguments.contains("FILE") {
      text += "\nFILE is a runbook; by default the only one in the folder.\n"
    }
    if verb.arguments.contains("RUN") { text += "RUN is an id, the beginning of one, or `latest`.\n" }
    switch verb {
    case .approve, .reject: text += "What is left out must be the only one that waits.\n"
    case .status, .logs: text += "Without RUN it is the latest one.\n"
    default: break
    }
    text += "\nOptions:\n"
    text += table((verb.flags + Verb.commonFlags).map { (option($0), $0.summary(for: verb)) })
    if let example = verb.example { text += "\nExample:\n  \(example)\n" }
    return text
  }

  private static func sentence(_ summary: String) -> String {
    summary.prefix(1).uppercased() + summary.dropFirst() + ".\n"
  }

  private static func option(_ flag: Flag) -> String {
    let letter = flag.letter.map { "-\($0), " } ?? "    "
    return letter + flag.text + (flag.valueName.map { " \($0)" } ?? "")
  }

  private static func table(_ rows: [(String, String)]) -> String {
    let width = (rows.map { $0.0.count }.max() ?? 0) + 2
    return rows.map { name, text in
      "  \(name)\(String(repeating: " ", count: width - name.count))\(text)\n"
    }.joined()
  }
}
