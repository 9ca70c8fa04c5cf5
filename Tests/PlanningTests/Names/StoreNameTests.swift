import Planning
import TestSupport
import Testing

@Suite("Names of the key-value store")
struct StoreNameTests {
  @Test(
    "are checked without running",
    arguments: [
      (
        "kv.get()",
        "`get` takes 1 to 2 arguments and is given 0"
      ), ("kv.get('a', 1, 2)", "`get` takes 1 to 2 arguments and is given 3"),
      ("kv.get('a', x=1)", "`get` has no parameter `x`"),
      ("kv.get(1)", "a key of the key-value store is a text, not a value of type integer"),
      ("kv.get_secret()", "`get_secret` takes 1 argument and is given 0"),
      ("kv.get_secret(E)", "the key of a secret must be written out"),
      ("kv.get_secret('a', 'b')", "`get_secret` takes 1 argument and is given 2"),
      ("kv.gett('a')", "the key-value store has no function `gett`"),
      ("kv", "`kv` is no value by itself"), ("kv.get", "`kv` is no value by itself"),
      ("kv.get(unknown)", "`unknown` is not defined"),
      ("1 if true else kv.get()", "`get` takes 1 to 2 arguments and is given 0"),
    ])
  func problems(expression: String, message: String) {
    let problems = Reading.problems("[variables]\nE = \"a\"\n[a]\ncommand = \"x {{ \(expression) }}{{ E }}\"")
    #expect(problems.contains(": error: \(message) ["), "\(problems)")
    #expect(problems.split(separator: "\n").filter { $0.contains(": error: ") }.count == 1)
  }

  @Test("are no error in any place that is rendered when a node runs")
  func places() {
    let problems = Reading.problems(
      """
      [runbook]
      outputs = { v = "{{ kv.get('v') }}" }
      [a]
      command = "x {{ kv.get('a') }}"
      when = "kv.get('b', true)"
      timeout = "{{ kv.get('t', '5s') }}"
      env = { X = "{{ kv.get('e', '') }}", S = "{{ kv.get_secret('s') }}" }
      """)
    #expect(problems.isEmpty, "\(problems)")
  }

  @Test("of secrets make the secret one of the runbook's")
  func secrets() {
    let plan = Reading.plan(
      """
      [runbook.secrets]
      TOKEN = { kv = "token" }
      [a]
      command = "x"
      secrets = ["TOKEN"]
      [b]
      stdin = "{{ kv.get_secret('key of b') }} {{ kv.get_secret('key of b') | upper }}"
      command = "cat"
      """
    ).plan
    #expect(plan.runbooks[0].secrets.map(\.name) == ["TOKEN", "kv:key of b"])
    #expect(plan.runbooks[0].secrets.map(\.provider) == [.store("token"), .store("key of b")])
    #expect(plan.nodes[1].usedSecrets == ["kv:key of b"])
  }

  @Test("of secrets are held to the rules of secrets")
  func rules() {
    func message(_ runbook: String, _ text: String) {
      let problems = Reading.problems(runbook)
      #expect(problems.contains(": error: \(text) ["), "\(problems)")
    }
    message(
      "[a]\nname = \"{{ kv.get_secret('k') }}\"\ncommand = \"x\"",
      "`name` is shown and recorded, so no secret can stand in it")
    message("[b]\ncommand = \"{{ kv.get_secret('k') | raw }}\"", "a secret cannot be inserted as shell source")
    message(
      "[a]\ncommand = [\"x\", \"{{ kv.get_secret('k') }}\"]",
      "a secret in the list form of a command would be seen by every user of the machine")
  }
}
