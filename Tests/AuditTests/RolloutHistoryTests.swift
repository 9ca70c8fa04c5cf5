import Audit
import Planning
import Testing

@Suite("What the audit tells of rollouts")
struct RolloutHistoryTests {
  /// Runs of one rollout each: the target, the version, how it ended, and where the traffic was.
  private func history(_ rollouts: [(target: String, version: String, phase: String, old: String)]) -> RolloutHistory {
    var reader = HistoryReader()
    for (number, rollout) in rollouts.enumerated() {
      let why = rollout.phase == "noop" ? ",\"why\":\"noop\"" : ""
      let phase = rollout.phase == "noop" ? "succeeded" : rollout.phase
      reader.add(
        Array(
          """
          {"seq":\(number + 1),"time":"2026-11-21T09:30:0\(number).000Z","run":"R\(number + 1)","event":"rollout.moved",\
          "node":"ship","row":"B28","from":"closing","trigger":"ok","phase":"\(phase)","old":"\(rollout.old)"\(why),\
          "target":"\(rollout.target)","version":"\(rollout.version)","prev":"","hash":""}
          """.utf8)[...])
    }
    return RolloutHistory(reader.runs)
  }

  @Test("knows the version that a target has, and the run that put it there")
  func previous() {
    let history = history([
      ("api", "1.0", "succeeded", "blue"), ("web", "7.0", "succeeded", "blue"), ("api", "2.0", "rolled_back", "green"),
    ])
    #expect(history.previous(of: "api") == PreviousVersion(version: "1.0", run: "R1"))
    #expect(history.previous(of: "web")?.version == "7.0")
    #expect(history.previous(of: "db") == nil)
    #expect(history.knows("web") && !history.knows("db"))
  }

  @Test("finds the last good version before that of today, and any other that was good once")
  func good() {
    let history = history([
      ("api", "1.0", "succeeded", "blue"), ("api", "2.0", "succeeded", "green"), ("api", "3.0", "halted", "blue"),
      ("api", "2.0", "noop", "blue"),
    ])
    #expect(history.good(nil, of: "api")?.run == "R1")
    #expect(history.good("2.0", of: "api")?.run == "R4")
    #expect(history.good("3.0", of: "api") == nil)
  }

  @Test("tells which side still has a version, and only where nothing came between")
  func sides() {
    let two = [("api", "1.0", "succeeded", "blue"), ("api", "2.0", "succeeded", "green")]
    #expect(history(two).idleSide(with: "1.0", of: "api") == "green")
    #expect(history(two + [("api", "2.0", "noop", "blue")]).idleSide(with: "1.0", of: "api") == "green")
    #expect(history(two + [("api", "3.0", "refused", "blue")]).idleSide(with: "1.0", of: "api") == "green")
    // It may have been deployed to the idle side.
    #expect(history(two + [("api", "3.0", "rolled_back", "blue")]).idleSide(with: "1.0", of: "api") == nil)
    #expect(history(two).idleSide(with: "0.9", of: "api") == nil)
    #expect(history([two[0]]).idleSide(with: "1.0", of: "api") == nil)
  }
}
