import Foundation
import TestSupport
import Testing

/// What people do to rollouts that go on: from another terminal, and with Ctrl-C.
@Suite("Rollouts and people")
struct RolloutPersonTests {
  /// What came of it.
  struct Outcome: Sendable {
    var asked: [Int] = []
    var result: Program.Result
    var during: Traffic
    var after: Traffic
    var rows: [String]

    func tell(_ name: String) {
      print("rollout: \(name): exit \(result.exit); meanwhile \(during); then \(after); \(rows.joined(separator: " "))")
    }
  }

  /// Has a rollout come to a line that it prints, and then something be done to it.
  private func outcome(
    _ name: String, _ strategy: Playground.Strategy, _ version: String = "2.0", hold: Fault? = nil, at text: String,
    then act: @escaping @Sendable (Playground, RunningProgram) -> [Int]
  ) async -> Outcome {
    let outcome = await Aside.run {
      let playground = Playground(strategy, hold: "3s", soak: "3s")
      if let hold { playground.fault(hold) }
      playground.clients.ask("start")
      let run = playground.start(version)
      _ = hold == nil ? run.waitForError(text) : playground.router.nextLine() != nil
      let asked = act(playground, run)
      let result = run.wait()
      let during = Traffic(playground.clients.ask("stop"))
      return Outcome(
        asked: asked, result: result, during: during, after: playground.measure(), rows: playground.rows)
    }
    outcome.tell(name)
    return outcome
  }

  @Test("are promoted from another terminal")
  func promoted() async {
    let outcome = await outcome("canary, promoted", .canary, at: "▸ ship/step-1/analyse") { playground, _ in
      [playground.program.run("promote", "deploy.toml").exit]
    }
    #expect(outcome.asked == [0] && outcome.result.exit == 0, "\(outcome.result.error)")
    #expect(outcome.after.answered == ["2.0": 1000] && outcome.during.failed == 0)
    #expect(outcome.rows.contains("K22") && !outcome.rows.contains("K15"))
  }

  @Test("are aborted from another terminal", arguments: [Playground.Strategy.blueGreen, .canary, .progressive])
  func aborted(_ strategy: Playground.Strategy) async {
    let place = strategy == .canary ? "▸ ship/step-1/analyse" : "▸ ship/soak"
    let outcome = await outcome("\(strategy.rawValue), aborted", strategy, at: place) { playground, _ in
      [
        playground.program.run("abort", "deploy.toml", "--comment", "numbers look odd").exit
      ]
    }
    #expect(outcome.asked == [0] && outcome.result.exit == 4, "\(outcome.result.error)")
    #expect(outcome.after.answered == ["1.0": 1000] && outcome.during.failed == 0)
  }

  @Test("go back on Ctrl-C", arguments: [Playground.Strategy.blueGreen, .canary, .progressive])
  func interrupted(_ strategy: Playground.Strategy) async {
    let outcome = await outcome("\(strategy.rawValue), SIGINT", strategy, at: "▸ ship/soak") { _, run in
      run.signal(SIGINT)
      return []
    }
    #expect(outcome.result.exit == 130, "\(outcome.result.error)")
    #expect(outcome.after.answered == ["1.0": 1000] && outcome.during.failed == 0)
  }

  @Test("end at once on a second Ctrl-C, and are recovered")
  func interruptedTwice() async {
    let name = "blue-green, SIGINT twice, recovered"
    let hold = Fault(.hold, "undo-switch")
    let outcome = await outcome(name, .blueGreen, "2.0-slow-at-100", hold: hold, at: "") { playground, run in
      run.signal(SIGINT)
      _ = run.waitForError("SIGINT")
      run.signal(SIGINT)
      let exit = run.wait().exit
      playground.router.ask(#"{"do": "release"}"#)
      return [exit, playground.program.run("recover", "deploy.toml", "--no-input").exit]
    }
    #expect(outcome.asked.first == 130 && [0, 4].contains(outcome.asked.last ?? -1), "\(outcome.result.error)")
    #expect(outcome.after.answered == ["1.0": 1000] && outcome.during.failed == 0)
  }
}
