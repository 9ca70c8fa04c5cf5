import Runbooks
import Templates
import Testing

/// `[runbook]`: defaults, values, and what it refuses (design 3.1).
@Suite("Settings")
struct SettingKeyTests {
  private static func settings(_ keys: String) -> RunbookSettings {
    let (runbook, diagnostics) = RunbookReading.read("[runbook]\n\(keys)\n[a]\ncommand = \"x\"\n")
    #expect(diagnostics.items.isEmpty)
    return runbook.settings
  }

  @Test("have defaults")
  func defaults() {
    let settings = Self.settings("")
    #expect(settings.title == nil && settings.description == nil && settings.version == nil && settings.author == nil)
    #expect(settings.createdAt == nil && settings.jobs == nil && settings.workingDirectory == nil)
    #expect(settings.mode.literal == .parallel && settings.onFailure.literal == .stop)
    #expect(settings.environment.isEmpty && settings.environments.isEmpty && settings.pluginConfiguration.isEmpty)
    #expect(settings.shell.name == "sh")
  }

  @Test(
    "`created_at` is a string or a date",
    arguments: [
      ("\"yesterday\"", "yesterday"), ("2026-11-21", "2026-11-21"), ("2026-11-21T09:30:00", "2026-11-21T09:30:00"),
      ("2026-11-21T09:30:00Z", "2026-11-21T09:30:00Z"), ("2026-11-21 09:30:00+01:00", "2026-11-21T09:30:00+01:00"),
    ])
  func createdAt(text: String, expected: String) {
    #expect(Self.settings("created_at = \(text)").createdAt?.literal == expected)
  }

  @Test("`created_at` may be a template")
  func createdAtTemplate() {
    #expect(Self.settings("created_at = \"{{ X }}\"").createdAt?.template?.text == "{{ X }}")
  }

  static let refused: [(keys: String, message: String)] = [
    ("created_at = 09:30:00", "runbook.type: `created_at` must be a string or a date-time, not a time"),
    ("mode = \"paralel\"", "runbook.value: `mode` must be one of \"parallel\", \"sequential\", not `paralel`"),
    ("on_failure = \"halt\"", "runbook.value: `on_failure` must be one of \"stop\", \"continue\", not `halt`"),
    ("jobs = 0", "runbook.value: `jobs` must be at least 1"),
    ("jobs = \"many\"", "runbook.value: `jobs` must be an integer, not `many`"),
    ("working_dir = \"\"", "runbook.value: `working_dir` must not be empty"),
    ("environments = { prod = 1 }", "runbook.type: `prod` must be a table, not an integer"),
    (
      "environments = { prod = { requires_approval = \"yes\" } }",
      "runbook.type: `requires_approval` must be true or a table, not a string"
    ),
    ("timeout = 0", "runbook.value: `timeout` must be more than nothing"),
    ("recovery_timeout = \"0s\"", "runbook.value: `recovery_timeout` must be more than nothing"),
    (
      "timeout = \"-5m\"",
      "runbook.value: `timeout` must be a duration such as 30 or \"1m30s\", not `-5m`"
    ),
    (
      "timeout = \"1m\"\n[b]\ncommand = \"x\"\ntimeout = \"2m\"",
      "runbook.timeout: a timeout of 2m never passes: the whole run has 1m"
    ),
    (
      "defaults = { timeout = \"2m\" }\ntimeout = 60",
      "runbook.timeout: a timeout of 2m never passes: the whole run has 1m"
    ),
    (
      "inherit_env = [\"LC_*\"]",
      "runbook.value: `inherit_env` must be true, false or a list of whole names, not `[\"LC_*\"]`"
    ),
    ("plugin_config = { python = 1 }", "runbook.type: `python` must be a table, not an integer"),
  ]

  @Test("refuse what they cannot mean", arguments: refused)
  func refusal(keys: String, message: String) {
    #expect(RunbookReading.messages("[runbook]\n\(keys)\n[a]\ncommand = \"x\"\n") == [message])
  }

  @Test(
    "shells have their dialects",
    arguments: [
      ("\"sh\"", ["sh", "-c"], ShellDialect.sh, true), ("\"bash\"", ["bash", "-euo", "pipefail", "-c"], .bash, true),
      ("[\"/bin/bash\", \"-c\"]", ["/bin/bash", "-c"], .bash, false),
      ("[\"dash\", \"-c\"]", ["dash", "-c"], .sh, false),
      ("[\"ssh\", \"host\"]", ["ssh", "host"], .sh, false), ("[\"python3\", \"-c\"]", ["python3", "-c"], nil, false),
    ])
  func shells(text: String, arguments: [String], dialect: ShellDialect?, isDefault: Bool) {
    let shell = Self.settings("shell = \(text)").shell
    #expect(shell.arguments.map(\.literal) == arguments)
    #expect(shell.dialect == dialect)
    #expect(shell.isDefault == isDefault)
  }
}
