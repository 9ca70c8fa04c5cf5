internal import Effects
internal import Reports
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
  /// The step of a GitHub workflow that this is, whose runner reads what is printed and takes some lines for commands.
  private(set) var host: GitHubHost?
  /// What that runner was told to keep out of its log.
  private(set) var masks = GitHubMasks()

  /// A console that follows `--color`, then the conventions about environment variables, then the terminal.
  init(color: String?, environment: [String: String]) {
    self.environment = environment
    host = GitHubHost(environment: environment, directory: Folder.current)
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

  /// Writes to the standard output, nothing of it a command to GitHub's runner: JSON by escapes of its own, so that it stays
  /// what it is.
  func result(_ text: String) throws(ResultNotWritten) {
    guard host != nil else { return try result(Array(text.utf8)) }
    let isJSON = text.utf8.first == UInt8(ascii: "{")
    try result(Array((isJSON ? GitHubEscaping.harmless(json: text) : GitHubEscaping.harmless(text)).utf8))
  }

  /// Writes to the standard output, byte by byte.
  func result(_ bytes: [UInt8]) throws(ResultNotWritten) {
    if let error = StandardStream.output.write(bytes) { throw ResultNotWritten(reason: error.reason) }
  }

  /// Writes to the standard error, nothing of it a command to GitHub's runner.
  func say(_ text: String) { StandardStream.error.write(host == nil ? text : GitHubEscaping.harmless(text)) }

  /// Keeps secrets out of the log of GitHub's runner from now on.
  mutating func mask(_ secrets: [String]) {
    if host != nil { StandardStream.error.write(masks.commands(for: secrets)) }
  }

  /// Annotates the files that diagnostics are about, where GitHub shows that.
  func annotate(_ diagnostics: Diagnostics) {
    guard let host else { return }
    StandardStream.error.write(DiagnosticRenderer(format: .github, host: host).render(diagnostics))
  }

  /// Heeds that these were shown: the runner keeps a number of annotations for each step.
  mutating func countAnnotations(_ diagnostics: Diagnostics) {
    host?.annotations[.warning, default: 0] += diagnostics.warningCount
  }

  /// Writes an error of pyflow's own, which has no place in a runbook.
  func complain(_ message: String, hint: String? = nil) {
    if host != nil {
      let whole = message + (hint.map { "\nhint: \($0)" } ?? "")
      StandardStream.error.write(GitHubAnnotation(.error, title: "pyflow", message: whole).command + "\n")
      return
    }
    say("pyflow: \(errorStyle.paint("error:", .error)) \(message)\n")
    if let hint { say("  \(errorStyle.paint("= hint:", .accent)) \(hint)\n") }
  }

  /// Writes a warning of pyflow's own.
  func warn(_ message: String) { say("pyflow: \(errorStyle.paint("warning:", .warning)) \(message)\n") }

  /// The form of diagnostics on the standard error that nobody has chosen.
  var usualFormat: DiagnosticFormat { host == nil ? .text : .github }

  /// Writes diagnostics: text and GitHub's form to the standard error, JSON as a result.
  func show(_ diagnostics: Diagnostics, as format: DiagnosticFormat) throws(ResultNotWritten) {
    let renderer = DiagnosticRenderer(format: format, style: errorStyle, host: host ?? GitHubHost())
    let text = renderer.render(diagnostics)
    switch format {
    case .text: say(text)
    case .github: StandardStream.error.write(text)
    case .json:
      annotate(diagnostics)
      try result(text)
    }
  }
}
