import TestSupport
import Testing
import Text
import Values

@testable import Planning

/// Channels in plans: who hears of what, and no credentials.
@Suite("Channels in plans")
struct PlanChannelTests {
  private static let head = """
    [runbook.secrets]
    HOOK = { env = "HOOK" }
    [variables]
    TEAM = "blue"
    ENV = { default = "prod", choices = ["prod", "dev"] }

    """

  @Test("have no credential in their JSON, however it was written")
  func credentials() {
    let (plan, diagnostics) = Reading.plan(
      Self.head + """
        [runbook.notify]
        a = { kind = "slack", url = "{{ secrets.HOOK }}" }
        b = { kind = "webhook", url = "http://127.0.0.1:1/{{ TEAM }}", headers = { Authorization = "Bearer {{ ENV }}" } }
        [x]
        command = "true"
        """)
    #expect(!diagnostics.hasErrors, "\(diagnostics.items.map(\.message))")
    var stream = JSONStream()
    PlanEncoder(plan).encode(to: &stream)
    let json = String(decoding: stream.bytes, as: UTF8.self)
    #expect(json.contains("\"url\":{\"template\":\"{{ secrets.HOOK }}\"}"))
    #expect(json.contains("\"url\":\"***\"") && json.contains("\"headers.Authorization\":\"***\""))
    #expect(!json.contains("127.0.0.1"))
    #expect(plan.secretTexts.contains("http://127.0.0.1:1/blue") && plan.secretTexts.contains("Bearer prod"))
    #expect(plan.neededSecrets(of: 0).map(\.name) == ["HOOK"])
    #expect(plan.settings.channels.map(\.usedSecrets) == [["HOOK"], []])
  }

  static let mistakes: [(channel: String, message: String)] = [
    ("url = \"{{ nodes.x.stdout }}\"", "plan.name: `x` is not known in [runbook], where nothing has run"),
    ("url = \"{{ run.id }}\"", "plan.needs-run: `url` must be known before the run"),
    (
      "url = \"ftp://example.com\"",
      "plan.value: `url` must be an http:// or https:// address without white space, not `…`"
    ),
    ("message = \"{{ nod }}\"", "template.unknown-name: `nod` is not defined"),
    ("message = \"{{ secrets.HOOK }}\"", "secret.shown: `message` is shown and recorded, so no secret can stand in it"),
    ("when = \"evnt == 'run.failed'\"", "template.unknown-name: `evnt` is not defined"),
    ("when = \"has_failed('x')\"", "plan.name: `x` is not known in [runbook], where nothing has run"),
  ]

  @Test("refuse what cannot be known, or means nothing", arguments: mistakes.indices)
  func wrong(_ number: Int) {
    let sample = Self.mistakes[number]
    let url = sample.channel.hasPrefix("url") ? "" : "url = \"http://127.0.0.1:1/a\"\n"
    let (_, diagnostics) = Reading.plan(
      Self.head + "[x]\ncommand = \"true\"\n[runbook.notify.a]\nkind = \"slack\"\n\(url)\(sample.channel)\n")
    let errors = diagnostics.sorted().filter { $0.severity == .error }
    #expect(
      errors.map { "\($0.id): \($0.message)" }.contains { $0.hasPrefix(sample.message) }, "\(errors.map(\.message))")
  }

  @Test("use the names of the event, variables, `run` and `env`")
  func names() {
    let (_, diagnostics) = Reading.plan(
      Self.head + """
        [x]
        command = "true"
        [runbook.notify.a]
        kind = "slack"
        url = "{{ secrets.HOOK }}"
        when = "event == 'run.failed' and ENV == 'prod' and env.CI is defined"
        title = "{{ TEAM }}: {{ title }}"
        message = "{{ run.id }} {{ node }} {{ reason | upper }} {{ status }} {{ severity }} {{ text }} {{ output }}"
        """)
    #expect(diagnostics.items.isEmpty, "\(diagnostics.items.map(\.message))")
  }

  @Test("are named by calls of notify")
  func calls() {
    let text = """
      [runbook.notify.ops]
      kind = "github"
      [tell]
      function = "notify"
      params = { message = "hi", channel = ["ops", "opss"] }
      """
    #expect(
      Reading.plan(text).diagnostics.items.map { "\($0.id): \($0.message)" } == [
        "channel.unknown-name: there is no channel `opss`"
      ])
  }

  @Test("of nested runbooks have no effect, which is said")
  func nested() {
    let inner = "[runbook.notify.own]\nkind = \"github\"\n[a]\ncommand = \"true\"\nnotify = \"own\"\n"
    let (plan, diagnostics) = Reading.plan("[inner]\nrunbook = \"inner.toml\"\n", files: ["inner.toml": inner])
    #expect(diagnostics.items.map(\.message) == ["`notify` of `inner.toml` has no effect here"])
    #expect(plan.settings.channels.isEmpty)
    #expect(plan.nodes.map(\.channels) == [[], ["own"]])
  }
}
