import Reports
import Running
import TestSupport
import Testing
import Values

@Suite("What a step gives to those after it")
struct GitHubOutputTests {
  private static func finish(_ outputs: [(String, Value)], masked: [String] = []) -> RunFinish {
    var finish = RunFinish(
      status: .failed, cause: 0, counts: [:], allowedFailures: [], signal: nil, duration: .seconds(1))
    finish.outputs = ValueMap(outputs)
    finish.maskedOutputs = masked
    return finish
  }

  private static func outputs(_ finish: RunFinish) -> GitHubOutputs {
    GitHubOutputs.end(finish, of: RunOutcome(plan: Reading.plan("[ship]\ncommand = \"x\"").plan))
  }

  @Test("is how the run ended, the node that failed, and the outputs of the runbook as text")
  func values() {
    let outputs = Self.outputs(
      Self.finish([
        ("url", .string("http://x")), ("count", .int(3)), ("list", .list([.string("a"), .int(1)])), ("none", .null),
      ]))
    #expect(
      outputs.entries.map { "\($0.name)=\($0.value)" }
        == ["status=failed", "failed-node=ship", "url=http://x", "count=3", "list=[\"a\", 1]", "none="])
    #expect(outputs.warnings.isEmpty)
  }

  @Test("leaves out what holds a secret, has a name that is taken or none, or is too large, and says so")
  func leftOut() {
    let large = Value.string(String(repeating: "x", count: 600_000))
    let outputs = Self.outputs(
      Self.finish(
        [
          ("token", .string("***")), ("STATUS", .string("1")), ("a", .string("1")), ("A", .string("2")),
          ("a=b", .string("1")), ("", .string("1")), ("1a", .string("1")), ("b", large),
          ("c", large), ("d", .string("1")),
        ], masked: ["token"]))
    #expect(outputs.entries.map(\.name) == ["status", "failed-node", "a", "b", "d"])
    #expect(
      outputs.warnings == [
        "the output `token` is not given to GitHub: it holds a secret",
        "the output `STATUS` is not given to GitHub: pyflow has one of that name",
        "the output `A` is not given to GitHub: another one has that name for GitHub, which ignores case",
        "the output `a=b` is not given to GitHub: GitHub's names are made of letters, digits, `_` and `-`",
        "the output `` is not given to GitHub: GitHub's names are made of letters, digits, `_` and `-`",
        "the output `1a` is not given to GitHub: GitHub's names are made of letters, digits, `_` and `-`",
        "the output `c` is not given to GitHub: there is room for 1000000 characters in all",
      ])
  }

  @Test("reads back as it was, whatever the values are")
  func hostile() throws {
    let values =
      HostileValues.known + HostileValues.random(500, seed: 8) + ["a=b", "a<<b\nc\nb\n", "ghadelimiter_00\n"]
    var bits: UInt64 = 0
    let text = GitHubOutputFile.render(values.map { ("name", $0) }) {
      bits += 1
      return bits / 3
    }
    let read = try WorkflowFile.read(text).map(\.value)
    #expect(read.map { Array($0.utf8) } == values.map { Array($0.utf8) })
    #expect(GitHubOutputFile.render([]) { 1 }.isEmpty)
  }

  @Test("draws another delimiter if a value has it")
  func delimiter() {
    let guessed = "ghadelimiter_00\nghadelimiter_0\nx"
    var bits: [UInt64] = [7, 7, 0, 0]
    let text = GitHubOutputFile.render([("a", guessed), ("b", "ghadelimiter_77")]) { bits.popLast() ?? 9 }
    #expect(text.hasPrefix("a<<ghadelimiter_99\n"))
  }
}
