import Planning
import Reports
import Running
import TestSupport
import Text
import Values

/// What reports are made of: rehearsals of small runbooks.
enum ReportSample {
  /// A release whose deployment fails.
  static let release = """
    [runbook]
    title = "Release"
    [variables]
    ENV = "dev"
    [build]
    command = "make {{ ENV }}"
    [lint]
    command = "lint"
    depends_on = []
    allow_failure = true
    [docs]
    command = "docs"
    depends_on = []
    skip = true
    [deploy]
    description = "Puts it there"
    command = \"\"\"
    deploy --to dev
    check\"\"\"
    depends_on = ["build"]
    [announce]
    function = "log"
    params = { message = "done" }
    """

  static let run = "01TESTA000000000000000000A"

  /// How the release's nodes end.
  static let scripts: [String: FakeWorld.Script] = [
    "build": FakeWorld.Script(after: .milliseconds(1500), stdout: "cc a.c\ncc b.c\n"),
    "lint": FakeWorld.Script(.exited(2), after: .seconds(1)),
    "deploy": FakeWorld.Script(.exited(3), after: .seconds(75), stdout: "connecting\n\u{1B}[31mrefused\u{1B}[0m\n"),
  ]

  /// The text that a view prints for all events of a rehearsal, each in a round of its own, and for its end.
  static func progress(
    _ runbook: String, scripts: [String: FakeWorld.Script] = [:], answers: [String: Answer] = [:],
    decisions: [(at: Duration, decision: Decision)] = [], signals: [(at: Duration, signal: RunSignal)] = [],
    requester: Person = Rehearsal.requester, options: ProgressOptions = ProgressOptions()
  ) -> String {
    let plan = Reading.plan(runbook).plan
    var runOptions = RunOptions(jobs: 4)
    runOptions.hasTerminal = true
    let rehearsal = Rehearsal.run(
      plan, scripts: scripts, answers: answers, decisions: decisions, signals: signals, options: runOptions,
      requester: requester)
    var view = ProgressView(plan: plan, options: options)
    let now = Instant(nanoseconds: 0)
    var text = rehearsal.events.map { view.text(for: [$0], at: now) }.joined()
    text += view.endText(rehearsal.finish, run: run, auditPath: "deploy.audit.jsonl", at: now)
    return text
  }

  /// The lines of `text` that hold characters with which a terminal can be steered.
  static func dangerousLines(_ text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n").filter { line in
      line.contains { scalar in
        scalar.properties.generalCategory == .control && scalar != "\t" || (0x202A...0x202E).contains(scalar.value)
          || (0x2066...0x2069).contains(scalar.value)
      }
    }.map { String($0) }
  }

  /// A text that would clear the screen, change its title, hide what follows and give GitHub's runner a command.
  static let hostile = "a\u{1B}[2Jb\u{1B}]0;title\u{7}c\r\u{8}\u{9B}1md\u{202E}e\u{0}\n::error::f\n##[group]g"

  /// The same as a TOML string.
  static let hostileTOML =
    #""a\u001b[2Jb\u001b]0;title\u0007c\r\b\u009b1md\u202Ee\n::error::f\n##[group]g""#
}
