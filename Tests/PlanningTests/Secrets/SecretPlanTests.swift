import TestSupport
import Testing
import Text
import Values

@testable import Planning

/// Secrets of a runbook in its plan: names, and never a value.
@Suite("Secrets in plans")
struct SecretPlanTests {
  private static let declared = """
    [runbook.secrets]
    TOKEN = { env = "CI_TOKEN" }
    KEY = { file = "deploy.key", optional = true }

    """

  @Test("stand in templates, which stay as they are, and in what nodes list")
  func names() {
    let (plan, diagnostics) = Reading.plan(
      Self.declared + """
        [a]
        command = "echo {{ secrets.TOKEN }} | deploy --key {{ secrets['KEY'] | as_file }}"
        [b]
        command = "x"
        secrets = ["TOKEN"]
        rollback = "y"
        """)
    #expect(diagnostics.items.isEmpty, "\(diagnostics.items.map(\.message))")
    #expect(plan.nodes[0].usedSecrets == ["TOKEN", "KEY"] && plan.nodes[0].secrets == [])
    #expect(plan.nodes[1].usedSecrets == ["TOKEN"] && plan.nodes[1].secrets == ["TOKEN"])
    #expect(plan.nodes[1].rollback.map { plan.nodes[1].performing($0).secrets } == ["TOKEN"])
    let json = PlanText.json(plan)
    #expect(
      json.contains(
        "\"secrets\":{\"TOKEN\":{\"env\":\"CI_TOKEN\"},\"KEY\":{\"file\":\"deploy.key\",\"optional\":true}}"))
    #expect(json.contains("{\"template\":\"echo {{ secrets.TOKEN }} | deploy --key {{ secrets['KEY'] | as_file }}\"}"))
    #expect(json.contains("\"secrets\":[\"TOKEN\"]"))
    #expect(plan.secretEnvironment == ["CI_TOKEN"])
  }

  @Test("are needed by the nodes that may run, and by what all of them have")
  func needed() {
    let (plan, _) = Reading.plan(
      """
      [runbook]
      env = { X = "{{ secrets.X }}" }
      outputs = { o = "{{ secrets.O }}" }
      [runbook.secrets]
      X = { env = "X" }
      O = { env = "O" }
      A = { env = "A" }
      W = { env = "W" }
      B = { env = "B" }
      E = { env = "E" }
      [a]
      command = "x"
      rollback = "echo {{ secrets.A }}"
      when = "secrets.W == 'on'"
      [b]
      command = "x"
      secrets = ["B"]
      skip = true
      [e]
      foreach = "{{ nodes.a.json }}"
      command = "echo {{ secrets.E }} {{ item }}"
      """)
    #expect(plan.neededSecrets(of: 0).map(\.name) == ["X", "O", "A", "W", "E"])
    #expect(plan.neededSecrets(of: 0, by: [2]).map(\.name) == ["X", "O", "E"])
  }

  @Test("change the digest by where they come from, and not by their values")
  func digest() {
    func plan(_ source: String) -> Plan {
      Reading.plan("[runbook.secrets]\nA = { \(source) }\n[a]\ncommand = 'x'\nsecrets = ['A']\n").plan
    }
    var filled = plan("env = 'X'")
    filled.take(["A": "hunter2hunter2"], of: 0)
    #expect(PlanEncoder(filled).digest == PlanEncoder(plan("env = 'X'")).digest)
    #expect(PlanEncoder(filled).digest != PlanEncoder(plan("env = 'Y'")).digest)
    #expect(filled.secretTexts == ["hunter2hunter2"])
    #expect(filled.fetchedSecrets.map { "\($0.name) \($0.kind)" } == ["A env"])
  }

  static let mistakes: [(keys: String, message: String, hint: String?)] = [
    ("command = 'echo {{ secrets.TOKN }}'", "there is no secret `TOKN`", "did you mean `TOKEN`?"),
    ("command = 'x'\nsecrets = ['TOKN']", "there is no secret `TOKN`", "did you mean `TOKEN`?"),
    (
      "command = 'x'\nwhen = \"secrets.OTHER == '1'\"", "there is no secret `OTHER`",
      "declare it: [runbook.secrets] OTHER = { env = \"OTHER\" }"
    ),
    (
      "command = 'x {{ env.CI_TOKEN }}'", "`env.CI_TOKEN` is kept out of reach, because secret `TOKEN` comes from it",
      "write secrets.TOKEN"
    ),
    (
      "command = 'x'\nname = 'is {{ secrets.TOKEN }}'", "`name` is shown and recorded, so no secret can stand in it",
      "use it in `env`, `stdin`, a header or a body"
    ),
    (
      "command = ['x', '{{ secrets.TOKEN }}']",
      "a secret in the list form of a command would be seen by every user of the machine",
      "let the program read it: env = { NAME = \"{{ … }}\" }, or stdin = \"{{ … }}\", or a file: {{ … | as_file }}"
    ),
    (
      "command = 'curl -u {{ secrets.TOKEN }}'",
      "this secret becomes an argument of a program, which every user of the machine can see",
      "let the program read it: env = { NAME = \"{{ … }}\" }, or stdin = \"{{ … }}\", or a file: {{ … | as_file }}"
    ),
    ("command = 'echo {{ secrets.TOKEN | as_fil }}'", "there is no filter `as_fil`", "did you mean `as_file`?"),
  ]

  @Test("are checked by name", arguments: mistakes)
  func wrong(keys: String, message: String, hint: String?) {
    let text = Self.declared + "[use]\ncommand = 'echo {{ secrets.TOKEN }}{{ secrets.KEY }}'\n[a]\n\(keys)\n"
    let diagnostics = Reading.plan(text).diagnostics.items
    #expect(diagnostics.map(\.message) == [message])
    #expect(diagnostics.first?.hint == hint)
  }

  @Test("are safe in all these places")
  func right() {
    for keys in [
      "command = 'cat {{ secrets.KEY | as_file }}'", "command = ['cat', '{{ secrets.KEY | as_file }}']",
      "command = 'echo {{ secrets.KEY | default(\"none\") }}'",
      "command = '{% if secrets.KEY is defined %}x{% endif %}'",
      "command = 'x'\nenv = { K = '{{ secrets.KEY }}' }", "command = 'x'\nstdin = '{{ secrets.KEY }}'",
      "url = 'http://h/'\nheaders = { A = 'Bearer {{ secrets.KEY }}' }",
      "url = 'http://h/'\njson = { a = '{{ secrets.KEY }}' }",
    ] {
      let text = Self.declared + "[a]\nsecrets = ['TOKEN']\n\(keys)\n"
      #expect(Reading.problems(text).isEmpty, "\(Reading.problems(text))")
    }
  }

  @Test("that nothing uses earn a warning")
  func unused() {
    #expect(
      Reading.problems(Self.declared + "[a]\ncommand = 'x'\nsecrets = ['KEY']\n") == """
        deploy.toml:2:1: warning: nothing in the runbook uses secret `TOKEN` [secret.unused]
          2 | TOKEN = { env = "CI_TOKEN" }
            | ^^^^^
             = hint: remove it, or name it in the `secrets` of a node

        """)
  }

  @Test("of a nested runbook are its own; it is given others by its secret variables alone")
  func nested() {
    let files = [
      "inner.toml": """
      [runbook.secrets]
      TOKEN = { env = "INNER_TOKEN" }
      [variables]
      PASSED = { secret = true }
      PLAIN = ""
      [i]
      command = "echo {{ secrets.TOKEN }}{{ PASSED }}{{ PLAIN }}"
      """
    ]
    let outer = "[runbook.secrets]\nTOKEN = { env = \"CI_TOKEN\" }\n[deploy]\nrunbook = \"inner.toml\"\nvariables = "
    let (plan, diagnostics) = Reading.plan(outer + "{ PASSED = \"{{ secrets.TOKEN }}\" }", files: files)
    #expect(diagnostics.items.isEmpty)
    #expect(plan.neededSecrets(of: 0).map(\.provider) == [.environment("CI_TOKEN")])
    #expect(plan.neededSecrets(of: 1).map(\.provider) == [.environment("INNER_TOKEN")])
    #expect(plan.secretEnvironment == ["CI_TOKEN", "INNER_TOKEN"])
    let plain = Reading.plan(outer + "{ PASSED = \"passed99\", PLAIN = \"{{ secrets.TOKEN }}\" }", files: files)
    #expect(
      plain.diagnostics.items.map(\.message) == [
        "variable `PLAIN` of `inner.toml` is given a secret, but is not declared as one"
      ])
    let path = Reading.plan(
      outer + "{ PASSED = \"passed99\", PLAIN = \"{{ secrets.TOKEN | as_file }}\" }", files: files)
    #expect(path.diagnostics.items.isEmpty)
  }
}

/// A plan's JSON.
private enum PlanText {
  static func json(_ plan: Plan) -> String {
    var stream = JSONStream()
    PlanEncoder(plan).encode(to: &stream)
    return String(decoding: stream.bytes, as: UTF8.self)
  }
}
