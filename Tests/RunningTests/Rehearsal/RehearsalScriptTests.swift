import Running
import Testing

/// What a script says of which node.
@Suite("A script")
struct RehearsalScriptTests {
  @Test(
    "matches ids",
    arguments: [
      ("a", "a", true), ("a", "b", false), ("*", "a", true), ("a*", "abc", true), ("*c", "abc", true),
      ("a*c", "ac", true),
      ("a*c", "ab", false), ("ship/*/shift", "ship/step-1/shift", true), ("a*b*c", "aXbYc", true),
      ("a*b*c", "aXc", false),
      ("*", "a!rollback", false), ("*!rollback", "a!rollback", true), ("a*!rollback", "ab!rollback", true),
      ("ab*ba", "aba", false), ("", "a", false), ("deploy[*]", "deploy[eu]", true),
    ])
  func matching(_ pattern: String, _ id: String, _ isMatch: Bool) {
    #expect(RehearsalScript.matches(pattern, id) == isMatch)
  }

  private func endings(_ steps: [ScriptStep], _ count: Int) -> [ScriptStep.Ending?] {
    let script = RehearsalScript([RehearsalScript.Entry("a", steps)])
    return (0..<count).map { script.step(of: "a", time: $0)?.ending }
  }

  @Test("repeats its last step, unless that says how often or can happen but once")
  func steps() {
    #expect(endings([ScriptStep(.fail)], 3) == [.fail, .fail, .fail])
    #expect(endings([ScriptStep(.fail, times: 2), ScriptStep(.pass)], 4) == [.fail, .fail, .pass, .pass])
    #expect(endings([ScriptStep(.fail, times: 2)], 3) == [.fail, .fail, nil])
    #expect(endings([ScriptStep(.crash)], 2) == [.crash, nil])
    #expect(endings([ScriptStep(.pass), ScriptStep(.cancel)], 3) == [.pass, .cancel, nil])
    #expect(endings([ScriptStep(.wish(.abort))], 2) == [.wish(.abort), nil])
    #expect(endings([ScriptStep(.crash, times: 2)], 3) == [.crash, .crash, nil])
    #expect(endings([], 1) == [nil])
  }

  @Test("lets an exact id go before a pattern, and an earlier pattern before a later one")
  func precedence() {
    let script = RehearsalScript([
      RehearsalScript.Entry("*", [ScriptStep(.unknown)]), RehearsalScript.Entry("a*", [ScriptStep(.hang)]),
      RehearsalScript.Entry("ab", [ScriptStep(.fail)]),
    ])
    #expect(script.step(of: "ab", time: 0)?.ending == .fail)
    #expect(script.step(of: "ac", time: 0)?.ending == .unknown)
  }
}
