import TestSupport
import Testing

/// Conditions that variables alone decide.
@Suite("Known conditions")
struct ConditionTests {
  static let neverTrue = [
    "when = false", "when = \"ENV == 'prod'\"", "when = \"{{ ENV == 'prod' }}\"",
    "when = \"not ENV\"",
    "when = \"{% if ENV == 'dev' %}no{% else %}yes{% endif %}\"",
  ]
  static let notKnown = [
    "when = true", "when = \"ENV == 'dev'\"", "when = \"ENV == 'prod' or has_run('x')\"", "when = \"OTHER == 'a'\"",
    "when = \"run.user == 'root'\"", "when = \"env.CI is defined\"",
  ]

  private static func messages(_ condition: String) -> [String] {
    let variables = "[variables]\nENV = \"dev\"\nOTHER = { required = true }\n"
    let nodes = GraphSketch.runbook(
      "x: env = { A = \"{{ ENV ~ OTHER }}\" }\na: \(condition)\nb: depends_on = \"a:success\"")
    return Reading.plan(variables + nodes, demandsAll: false).diagnostics.items.map(\.message)
  }

  @Test("that are false keep from running what waits for their node's success", arguments: neverTrue)
  func skipped(condition: String) {
    #expect(
      Self.messages(condition) == ["node `b` can never run: `a:success` never holds, because `a` is always skipped"])
  }

  @Test("that may be true do not", arguments: notKnown)
  func open(condition: String) {
    #expect(Self.messages(condition).isEmpty)
  }

  @Test("that no name is part of are told", arguments: [("1 == 1", "true"), ("'a' in 'b'", "false")])
  func constant(condition: String, answer: String) {
    #expect(
      Reading.problems("[a]\ncommand = \"true\"\nwhen = \"\(condition)\"").hasPrefix(
        "deploy.toml:3:9: warning: this condition is always \(answer) [plan.constant-condition]\n"))
  }

  @Test("that cannot be evaluated are told before anything runs")
  func wrong() {
    let text = """
      [variables]
      COUNT = 0
      [a]
      command = "true"
      when = "10 // COUNT > 1"
      [b]
      command = "true"
      when = "{% if COUNT %}true{% else %}nothing{% endif %}"
      """
    #expect(
      Reading.plan(text).diagnostics.items.map(\.message) == [
        "division by zero", "the condition is the text `nothing`, which is neither true nor false",
      ])
  }
}
