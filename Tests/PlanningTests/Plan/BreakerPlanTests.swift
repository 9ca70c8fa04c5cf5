import Planning
import TestSupport
import Testing
import Values

/// What is known of circuit breakers before anything runs.
@Suite("Breakers of a plan")
struct BreakerPlanTests {
  @Test("have their defaults filled in, in JSON too")
  func defaults() {
    let plan = Reading.plan("[a]\nforeach = [\"x\"]\ncommand = \"x\"\nbreaker = { name = \"api {{ item }}\" }\n").plan
    #expect(plan.nodes[0].breaker == PlanBreaker(name: "api x", threshold: 5, cooldown: .seconds(60)))
    var stream = JSONStream()
    PlanEncoder(plan).encodeNode(0, to: &stream)
    let text = String(decoding: stream.bytes, as: UTF8.self)
    #expect(text.contains(#""breaker":{"name":"api x","threshold":5,"cooldown":"1m"}"#))
  }

  static let refused: [(keys: String, message: String)] = [
    ("breaker = {}", "`breaker` needs the key `name`"), ("breaker = { name = \"\" }", "`name` must not be empty"),
    ("breaker = { name = \"{{ '' }}\" }", "`name` must be a breaker's name, not ``"),
    ("breaker = { name = \"b\", threshold = 0 }", "`threshold` must be at least 1, not `0`"),
    ("breaker = { name = \"b\", threshold = \"{{ 0 }}\" }", "`threshold` must be at least 1, not `0`"),
    ("breaker = { name = \"b\", cooldown = 0 }", "`cooldown` must be more than nothing"),
    ("breaker = { name = \"b\", cooldwn = 1 }", "unknown key `cooldwn` in `breaker`"),
    ("breaker = { name = \"{{ nodes.a.stdout }}\" }", "`name` must be known before the run"),
    ("breaker = \"b\"", "`breaker` must be a table, not a string"),
    (
      "breaker = { name = \"b\" }\n[c]\ncommand = \"x\"\nbreaker = { name = \"b\", threshold = 2 }",
      "two nodes state one breaker differently: breaker b: 2 failures, 1m; breaker b: 5 failures, 1m"
    ),
  ]

  @Test("refuse what they cannot mean", arguments: refused)
  func refusal(keys: String, message: String) {
    let problems = Reading.problems("[a]\ncommand = \"x\"\n\(keys)\n")
    #expect(problems.contains("error: \(message)"), "\(problems)")
  }

  @Test("do not belong to an approval")
  func manual() {
    #expect(
      Reading.problems("[a]\nprompt = \"Go?\"\nbreaker = { name = \"b\" }\n").contains("does not belong to a Manual"))
  }
}
