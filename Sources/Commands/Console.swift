internal import Effects
internal import Text

/// The result could not be written to the standard output.
struct ResultNotWritten: Error {
  /// The system's words for it.
  let reason: String
}

/// Where a command writes: its result to the standard output, everything else to the standard error.
struct Console: Sendable {
  /// Colour on the standard error.
  let errorStyle: TextStyle
  /// Colour on the standard output.
  let outputStyle: TextStyle
  let environment: [String: String]

  /// A console that follows `--color`, then the conventions about environment variables, then the terminal.
  init(color: String?, environment: [String: String]) {
    self.environment = environment
    errorStyle = Self.style(color, environment, isTerminal: Terminal.showsProgress)
    outputStyle = Self.style(color, environment, isTerminal: Terminal.showsResult)
  }

  /// The option wins; then `NO_COLOR` (no-color.org), `CLICOLOR_FORCE` and `FORCE_COLOR`, `CLICOLOR=0`.
  private static func style(
    _ color: String?, _ environment: [String: String], isTerminal: Bool
  ) -> TextStyle {
    switch color {
    case "always": return .colored
    case "never": return .plain
    default: break
    }
    func isSet(_ name: String) -> Bool {
      let value = environment[name] ?? ""
      return !value.isEmpty && value != "0" && value != "false"
    }
    if !(environment["NO_COLOR"] ?? "").isEmpty { return .plain }
    if isSet("FORCE_COLOR") || isSet("CLICOLOR_FORCE") { return .colored }
    if environment["CLICOLOR"] == "0" { return .plain }
    return isTerminal ? .colored : .plain
  }

  /// The folder of the user's session (freedesktop.org, XDG base directories).
  var session: String? { environment["XDG_RUNTIME_DIR"] }

  /// Writes to the standard output.
  func result(_ text: String) throws(ResultNotWritten) { try result(Array(text.utf8)) }

  /// Writes to the standard output.
  func result(_ bytes: [UInt8]) throws(ResultNotWritten) {
    if let error = StandardStream.output.write(bytes) { throw ResultNotWritten(reason: error.reason) }
  }

  /// Writes to the standard error.
  func say(_ text: String) { StandardStream.error.write(text) }

  /// Writes an error of pyflow's own, which has no place in a runbook.
  func complain(_ message: String, hint: String? = nil) {
    say("pyflow: \(errorStyle.paint("error:", .error)) \(message)\n")
    if let hint { say("  \(errorStyle.paint("= hint:", .accent)) \(hint)\n") }
  }

  /// Writes a warning of pyflow's own.
  func warn(_ message: String) { say("pyflow: \(errorStyle.paint("warning:", .warning)) \(message)\n") }

  /// Writes diagnostics: text and GitHub's form to the standard error, JSON as a result.
  func show(_ diagnostics: Diagnostics, as format: DiagnosticFormat) throws(ResultNotWritten) {
    let text = DiagnosticRenderer(format: format, style: errorStyle).render(diagnostics)
    if format == .json { try result(text) } else { say(text) }
  }
}
