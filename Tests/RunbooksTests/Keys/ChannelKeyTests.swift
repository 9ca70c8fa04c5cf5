import TestSupport
import Testing
import Values

@testable import Runbooks

/// `[runbook.notify.NAME]`: who hears of a run (design 3.5).
@Suite("Declared channels")
struct ChannelKeyTests {
  private static func runbook(_ channels: String, _ node: String = "") -> String {
    "[runbook.secrets]\nX = { env = \"X\" }\n[runbook.environments.prod]\n"
      + "[runbook.notify]\n\(channels)\n[a]\ncommand = 'x'\n\(node)\n"
  }

  /// One channel for each kind, as short as can be.
  static let complete: [ChannelKind: String] = [
    .slack: "kind = \"slack\", url = \"{{ secrets.X }}\"",
    .teams: "kind = \"teams\", url = \"{{ secrets.X }}\"",
    .discord: "kind = \"discord\", url = \"{{ secrets.X }}\"",
    .webhook: "kind = \"webhook\", url = \"{{ secrets.X }}\", signing_secret = \"{{ secrets.X }}\"",
    .pagerduty: "kind = \"pagerduty\", routing_key = \"{{ secrets.X }}\"",
    .email:
      "kind = \"email\", server = \"smtp://mail.example.com:587\", to = \"a@example.com\", from = \"b@example.com\"",
    .command: "kind = \"command\", command = [\"logger\", \"-t\", \"pyflow\"]",
    .github: "kind = \"github\"",
  ]

  @Test("of every kind need little", arguments: ChannelKind.allCases)
  func everyKind(_ kind: ChannelKind) throws {
    let text = try #require(Self.complete[kind])
    let (runbook, diagnostics) = RunbookReading.read(Self.runbook("ops = { \(text) }"))
    #expect(diagnostics.items.isEmpty)
    #expect(runbook.settings.channels.map(\.kind) == [kind])
  }

  static let mistakes: [(channels: String, messages: [String])] = [
    ("ops = {}", ["channel.declaration: channel `ops` does not say what it is"]),
    ("ops = { kind = \"slak\" }", ["channel.declaration: there is no channel of kind `slak`"]),
    ("ops = { kind = \"slack\" }", ["channel.declaration: a slack channel needs `url`"]),
    ("\"o ps\" = { kind = \"github\" }", ["channel.declaration: `o ps` cannot be a channel's name"]),
    ("ops = \"slack\"", ["runbook.type: `ops` must be a table, not a string"]),
    (
      "ops = { kind = \"github\", url = \"https://example.com/aaaa\" }",
      [
        "channel.declaration: key `url` does not belong to a github channel",
        "channel.secret: whoever reads this file can send messages: `url` is a secret",
      ]
    ),
    ("ops = { kind = \"github\", on = [\"run.faild\"] }", ["channel.event: there is no event `run.faild`"]),
    (
      "ops = { kind = \"github\", on = \"node.failed\", severity = \"warn\" }",
      ["channel.event: there is no severity `warn`"]
    ),
    ("ops = { kind = \"github\", fallback = \"opps\" }", ["channel.unknown-name: there is no channel `opps`"]),
    (
      "a = { kind = \"github\", fallback = \"b\" }\nb = { kind = \"github\", fallback = \"a\" }",
      ["channel.cycle: channels fall back on each other in a circle: a → b → a"]
    ),
    (
      "a = { kind = \"github\", fallback = \"a\" }",
      ["channel.cycle: channels fall back on each other in a circle: a → a"]
    ),
    ("ops = { kind = \"github\", nodes = \"bild\" }", ["channel.unknown-name: there is no node `bild`"]),
    ("ops = { kind = \"github\", environments = \"prd\" }", ["channel.unknown-name: there is no environment `prd`"]),
    ("ops = { kind = \"github\", colour = \"red\" }", ["runbook.unknown-key: unknown key `colour` in channel `ops`"]),
    (
      "ops = { kind = \"command\", command = \"echo {{ X }}\" }",
      ["channel.declaration: the command of a channel is no template: it reads the event on its standard input"]
    ),
    ("ops = { kind = \"command\", command = \" \" }", ["runbook.value: the command is empty"]),
    (
      "ops = { kind = \"slack\", url = \"https://hooks.slack.com/services/T/B/x\" }",
      ["channel.secret: whoever reads this file can send messages: `url` is a secret"]
    ),
    (
      "ops = { kind = \"teams\", url = \"https://a.webhook.office.com/x\" }",
      [
        "channel.teams-connector: this is the address of an Office 365 connector, which Microsoft turns off",
        "channel.secret: whoever reads this file can send messages: `url` is a secret",
      ]
    ),
    ("ops = { kind = \"slack\", url = \"http://127.0.0.1:9/x\" }", []),
    (
      "ops = { kind = \"email\", to = \"a@b.c\", from = \"a@b.c\" }",
      ["channel.declaration: an email channel needs one of `server` and `sendmail`"]
    ),
    (
      "ops = { kind = \"email\", to = \"a@b.c\", from = \"a@b.c\", server = \"smtp://m\", user = \"u\", password = \"{{ secrets.X }}\", tls = false }",
      ["channel.secret: the password is sent unencrypted"]
    ),
    (
      "ops = { kind = \"pagerduty\", routing_key = \"{{ secrets.X }}\", severities = { warn = \"info\", error = \"fatal\" } }",
      ["channel.event: there is no severity `warn`", "channel.event: there is no severity `fatal`"]
    ),
  ]

  @Test("are refused where they say too little, or what means nothing", arguments: mistakes.indices)
  func wrong(_ number: Int) {
    let sample = Self.mistakes[number]
    #expect(RunbookReading.messages(Self.runbook(sample.channels)) == sample.messages)
  }

  @Test("are checked where nodes name them")
  func named() {
    let text = Self.runbook("ops = { kind = \"github\" }", "notify = [\"ops\", \"opz\"]")
    #expect(RunbookReading.messages(text) == ["channel.unknown-name: there is no channel `opz`"])
  }

  @Test("are shown with a caret and a way out")
  func excerpt() {
    let text = "[runbook.notify.ops]\nkind = \"github\"\non = [\"run.failed\", \"node.fialed\"]\n[a]\ncommand = \"x\"\n"
    #expect(
      RunbookReading.problems(text) == """
        deploy.toml:3:21: error: there is no event `node.fialed` [channel.event]
          3 | on = ["run.failed", "node.fialed"]
            |                     ^^^^^^^^^^^^^
             = hint: did you mean `node.failed`?

        """)
  }

  @Test("hold credentials, which are secrets wherever they stand")
  func credentials() {
    let channels = """
      a = { kind = "slack", url = "https://hooks.slack.com/services/T/B/x" }
      b = { kind = "webhook", url = "{{ secrets.X }}", headers = { Authorization = "Bearer abc", X-Team = "blue" } }
      """
    let runbook = RunbookReading.read(Self.runbook(channels)).runbook
    #expect(runbook.writtenSecrets == ["https://hooks.slack.com/services/T/B/x", "Bearer abc"])
  }
}
