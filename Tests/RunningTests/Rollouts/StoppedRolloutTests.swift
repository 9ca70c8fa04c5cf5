import Running
import Testing
import Values

/// Rollouts that somebody stops while they change something, or take their lock.
@Suite("Rollouts that are stopped")
struct StoppedRolloutTests {
  private static let lock = "lock = { acquire = \"acquire\", release = \"release\" }"

  /// A rollout that somebody wants back ten seconds after it has begun.
  private static func aborted(_ deploy: ScriptStep, keys: String = "") -> StagedRollout {
    var staged = StagedRollout.blueGreen("", ["ship/deploy": [deploy]], incidents: [(.seconds(10), .wish(.abort))])
    staged.runbook = staged.runbook.replacing(
      "deploy = \"deploy {{rollout.idle}}\"", with: "deploy = { command = \"deploy\" \(keys) }")
    return staged
  }

  private static func reason(of id: String, in outcome: StagedRollout.Outcome) -> [String] {
    outcome.events.compactMap { event in
      guard case .finished(let finish) = event, case .rolloutStopped? = finish.reason else { return nil }
      return finish.reason?.message
    }
  }

  /// What comes of two signals shortly after each other.
  private static func stoppedTwice(_ staged: StagedRollout, at moment: Duration) throws -> StagedRollout.Outcome {
    var staged = staged
    staged.incidents = [(moment, .signal(.interrupt)), (moment + .milliseconds(1), .signal(.interrupt))]
    return try staged.play()
  }

  @Test("a second time end at once, also between two tries to go back")
  func betweenTries() throws {
    let staged = StagedRollout.progressive("", ["ship/soak/w1": [.fail], "ship/revert/w4": [.fail, .pass]])
    let whole = try staged.play()
    let tries = whole.starts.filter { $0.id == "ship/revert/w4" }.map(\.at)
    #expect(whole.end == "rolled_back" && tries.count == 2)
    let outcome = try Self.stoppedTwice(staged, at: (tries.last ?? .zero) - .milliseconds(100))
    #expect(outcome.story.hasSuffix("R18 R25"))
    #expect(outcome.starts.count { $0.id == "ship/revert/w4" } == 1)
    #expect(outcome.finish?.status == .cancelled)
  }

  @Test("a second time do not wait for what looks at the failure")
  func whileCapturing() throws {
    let staged = StagedRollout.blueGreen(
      "on_fail_capture = \"logs\"", ["ship/soak": [.fail], "ship/capture": [ScriptStep(.pass, take: .seconds(20))]])
    let start = try staged.play().starts.first { $0.id == "ship/capture" }?.at ?? .zero
    let outcome = try Self.stoppedTwice(staged, at: start + .seconds(5))
    #expect(outcome.end == "interrupted")
    #expect(outcome.statuses["ship/capture"] == .skipped)
    #expect(outcome.time < start + .seconds(16))
  }

  @Test("try nothing again that fails in its grace")
  func retry() throws {
    let outcome = try Self.aborted(
      ScriptStep(.fail, take: .seconds(20)), keys: ", retry = { attempts = 5, delay = \"1m\" }"
    ).play()
    #expect(outcome.starts.count { $0.id == "ship/deploy" } == 1)
    #expect(outcome.end == "rolled_back")
  }

  @Test("have their grace where a kill would follow a signal, if there was none")
  func grace() throws {
    var staged = Self.aborted(ScriptStep(.pass, take: .seconds(20)))
    staged.options.notice = .github
    let outcome = try staged.play()
    #expect(outcome.statuses["ship/deploy"] == .succeeded)
    #expect(outcome.story == "P1 P9 B1 B2 B7 B32")
  }

  @Test("end what does not end in its grace, and say that it was they who did")
  func reason() throws {
    let outcome = try Self.aborted(.hang).play()
    #expect(outcome.story == "P1 P9 B1 B4 B32")
    #expect(outcome.statuses["ship/deploy"] == .cancelled)
    #expect(Self.reason(of: "ship/deploy", in: outcome) == ["the rollout was to stop"])
  }

  @Test(
    "give back a lock elsewhere that may have been taken",
    arguments: [
      (["ship/lock": [ScriptStep.late]], RunSignal.interrupt, "P7"),
      (["ship/lock": [.hang]], .interrupt, "P7"),
      (["ship/lock": [.hang]], .quit, "P7"),
      (["ship/before": [.hang]], .interrupt, "P1 P14"),
      (["ship/before": [.hang]], .quit, "P1 P14"),
    ])
  func lock(_ script: [String: [ScriptStep]], _ signal: RunSignal, _ rows: String) throws {
    let outcome = try StagedRollout.canary(
      "weight = \"weight\"\n" + Self.lock, script, incidents: [(.milliseconds(2500), .signal(signal))]
    ).play()
    #expect(outcome.story == rows)
    #expect(outcome.end == "refused cancelled")
    #expect(outcome.starts.last?.id == "ship/unlock")
    #expect(outcome.statuses["ship/unlock"] == .succeeded)
    #expect(outcome.finish?.status == .cancelled)
  }

  @Test("know that a lock elsewhere is lost before it has lapsed")
  func lostLock() throws {
    let outcome = try StagedRollout.canary(Self.lock, ["ship/lock/heartbeat": [.pass, .late]]).play()
    #expect(outcome.end == "rolled_back")
    let taken = outcome.starts.first { $0.id == "ship/lock/heartbeat" }?.at ?? .zero
    let back = outcome.starts.first { $0.id == "ship/undo-shift" }?.at ?? .zero
    #expect(back - taken < .seconds(60))
    #expect(outcome.starts.count { $0.id == "ship/lock/heartbeat" } == 3)
  }

  @Test("and are halted are answered by what waits for just that, and by nothing else")
  func halted() throws {
    var staged = StagedRollout.blueGreen("", ["ship/guard": [.says("green")]])
    staged.runbook += """

      [tell]
      depends_on = "ship:halted"
      command = "tell"
      [also]
      depends_on = "ship:failure"
      command = "also"
      [behind]
      depends_on = "tell"
      command = "behind"
      [back]
      depends_on = "ship:rolled_back"
      command = "back"
      [next]
      depends_on = "ship"
      command = "next"
      [slow]
      depends_on = []
      command = "slow"
      [apart]
      depends_on = "slow"
      command = "apart"
      """
    staged.script["slow"] = [ScriptStep(.pass, take: .seconds(600))]
    let outcome = try staged.play()
    #expect(outcome.finish?.status == .halted)
    for node in ["tell", "also", "behind"] { #expect(outcome.statuses[node] == .succeeded, "\(node)") }
    #expect(outcome.statuses["back"] == .skipped)
    for node in ["next", "apart"] { #expect(outcome.statuses[node] == .blocked, "\(node)") }
  }

  @Test("tell no secret that a probe prints, and not more of it than people read")
  func secrets() throws {
    var staged = StagedRollout.canary(
      #"metrics = [{ name = "m", value = "m", max = 10 }]"# + "\nweight = \"weight\"",
      ["ship/step-1/m": [.says("tr0ub4dor")], "ship/step-2/confirm": [.says("tr0ub4dor")]])
    staged.runbook = "[variables]\nKEY = { secret = true }\n" + staged.runbook
    staged.variables = ["KEY": "tr0ub4dor"]
    #expect(try Self.sampleReasons(staged) == ["m is ***"])
    staged.script["ship/step-1/m"] = nil
    #expect(try Self.sampleReasons(staged) == ["not yet: ***"])
    staged.script["ship/step-2/confirm"] = [.says("x\n" + String(repeating: "y", count: 5000))]
    #expect(try Self.sampleReasons(staged).map(\.count) == [511])
  }

  private static func sampleReasons(_ staged: StagedRollout) throws -> Set<String> {
    Set(
      try staged.play().events.compactMap { event in
        if case .sampled(let sample) = event { sample.reason?.message } else { nil }
      })
  }
}
