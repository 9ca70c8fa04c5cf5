import Runbooks
import Testing

/// `pool`, `priority`, `lock`, and `pools` and `lock` of `[runbook]` (design 3.1, 3.3).
@Suite("Keys of scheduling")
struct SchedulingKeyTests {
  static let refused: [(settings: String, node: String, messages: [String])] = [
    ("pools = { api = 0 }", "", ["runbook.value: `api` must be at least 1, not `0`"]),
    ("pools = { api = -2 }", "pool = \"api\"", ["runbook.value: `api` must be at least 1, not `-2`"]),
    ("pools = { api = \"many\" }", "", ["runbook.value: `api` must be an integer, not `many`"]),
    ("pools = { \"\" = 1 }", "", ["runbook.value: `pools` must not be empty"]),
    ("pools = { \"machine:api\" = 0 }", "", ["runbook.value: `machine:api` must be at least 1, not `0`"]),
    ("pools = { \"machine:\" = 1 }", "", ["runbook.value: `machine:` must not be empty"]),
    ("", "pool = \"\"", ["runbook.value: `pool` must not be empty"]),
    ("", "pool = { api = 0 }", ["runbook.value: `api` must be at least 1, not `0`"]),
    ("", "priority = 0", ["runbook.value: `priority` must be a number from 1, the most urgent, to 10, not `0`"]),
    ("", "priority = 11", ["runbook.value: `priority` must be a number from 1, the most urgent, to 10, not `11`"]),
    ("lock = \"\"", "", ["runbook.value: `lock` must not be empty"]),
    ("lock = [1]", "", ["runbook.type: an item of `lock` must be a string, not an integer"]),
    ("", "lock = [\"a\", \"\"]", ["runbook.value: `lock` must not be empty"]),
    ("", "priority = \"high\"", ["runbook.value: `priority` must be an integer, not `high`"]),
  ]

  @Test("refuse what they cannot mean", arguments: refused)
  func refusal(settings: String, node: String, messages: [String]) {
    let text = "[runbook]\n\(settings)\n[a]\ncommand = \"x\"\n\(node)\n"
    #expect(RunbookReading.messages(text) == messages)
  }

  @Test("state a pool by its name, or amounts by their pools")
  func shares() {
    func shares(_ value: String) -> [String] {
      let (runbook, diagnostics) = RunbookReading.read("[a]\ncommand = \"x\"\npool = \(value)")
      #expect(diagnostics.items.isEmpty)
      return (runbook.nodes.first?.shares ?? []).map { "\($0.pool.literal ?? "") \($0.amount.literal ?? 0)" }
    }
    #expect(shares("\"api\"") == ["api 1"])
    #expect(shares("{ api = 2, db = \"3\" }") == ["api 2", "db 3"])
    #expect(shares("{}").isEmpty)
  }
}
