import Planning
import Running
import TestSupport
import Testing

/// What a plan says about its time, against runs of it.
@Suite("The time that a plan says")
struct TimeBoundTests {
  @Test("is never too short, and never too long, whatever the graph", arguments: 0..<20)
  func bounds(block: Int) {
    var random = SeededRandom(seed: UInt64(block) + 4000)
    for _ in 0..<40 {
      let (text, scripts) = Self.runbook(&random)
      let jobs = Int.random(in: 1...5, using: &random)
      let (plan, diagnostics) = Reading.plan(text)
      #expect(!diagnostics.hasErrors, "\(text)")
      let time = RunTime(plan, places: jobs).total
      let rehearsal = Rehearsal.run(plan, scripts: scripts, options: RunOptions(jobs: jobs))
      #expect(rehearsal.finish.status == .succeeded, "\(text)")
      let seconds = rehearsal.finish.duration / .seconds(1)
      #expect(seconds >= time.fastest - 1e-6, "\(jobs) jobs\n\(text)")
      #expect(seconds <= (time.slowest ?? -1) + 1e-6, "\(jobs) jobs\n\(text)")
    }
  }

  /// A runbook of nodes that sleep, and of commands that take up to their timeout and are tried again.
  private static func runbook(_ random: inout SeededRandom) -> (String, [String: FakeWorld.Script]) {
    var text = "[runbook]\npools = { p = 3 }\n"
    if Int.random(in: 0..<6, using: &random) == 0 { text += "mode = \"sequential\"\n" }
    var scripts: [String: FakeWorld.Script] = [:]
    for index in 0..<Int.random(in: 1...14, using: &random) {
      let needs = (0..<index).filter { _ in Int.random(in: 0..<4, using: &random) == 0 }.map { "\"n\($0)\"" }
      text += "[n\(index)]\ndepends_on = [\(needs.joined(separator: ", "))]\n"
      let limit = Int.random(in: 1...9, using: &random)
      let isMany = Int.random(in: 0..<4, using: &random) == 0
      if isMany {
        let size = Int.random(in: 1...4, using: &random)
        text += "foreach = [1, 2, 3, 4, 5]\nbatch_size = \(size)\n"
      }
      if Bool.random(using: &random) {
        text += "function = \"sleep\"\nparams = { seconds = \(isMany ? "\"{{ item }}\"" : "\(limit)") }\n"
      } else {
        text += "command = \"x\"\ntimeout = \(limit)\nretry = { attempts = 2, delay = 3 }\n"
        for name in isMany ? (1...5).map({ "n\(index)[\($0)]" }) : ["n\(index)"] {
          let tenths = Int.random(in: 0..<limit * 10, using: &random)
          let isFailing = Bool.random(using: &random)
          scripts["\(name)#1"] = FakeWorld.Script(.exited(isFailing ? 1 : 0), after: .milliseconds(tenths * 100))
          scripts[name] = FakeWorld.Script(after: .milliseconds(tenths * 90))
        }
      }
      if Bool.random(using: &random) { text += "pool = { p = \(Int.random(in: 1...3, using: &random)) }\n" }
      text += "priority = \(Int.random(in: 1...10, using: &random))\n"
    }
    return (text, scripts)
  }
}
