import Audit
import Planning
import Testing

@Suite("What the audit tells of rollouts")
struct RolloutHistoryTests {
  /// How a rollout of a run has ended, or stands; `noop` and `leftovers` are ends with that cause, and what a person has said
  /// to be undone is `undone`.
  private typealias Story = (target: String, version: String, phase: String, old: String)

  private static func lines(_ story: Story, _ number: Int) -> [String] {
    let why = ["noop", "leftovers"].contains(story.phase) ? #","why":"\#(story.phase)""# : ""
    let phase = ["noop": "succeeded", "undone": "succeeded", "leftovers": "rolled_back"][story.phase] ?? story.phase
    let hasEnded = !["start", "switching", "soaking"].contains(phase)
    let end = hasEnded ? #","target":"\#(story.target)","version":"\#(story.version)""# : ""
    let moved = #""row":"B28","from":"closing","trigger":"ok","phase":"\#(phase)","step":1,"old":"\#(story.old)""#
    let node = #"{"id":"ship","type":"BlueGreen","target":"\#(story.target)"}"#
    let records = [
      #""event":"run.plan","nodes":[\#(node)]"#, #""event":"rollout.moved","node":"ship",\#(moved)\#(why)\#(end)"#,
      #""event":"node.finished","node":"ship","status":"succeeded","rollback":true"#,
      #""event":"node.status_set","node":"ship","status":"undone""#,
    ]
    return records.prefix(story.phase == "undone" ? 4 : 3).map { record in
      let time = "2026-11-21T09:30:0\(number).000Z"
      return #"{"seq":\#(number),"time":"\#(time)","run":"R\#(number)",\#(record),"prev":"","hash":""}"#
    }
  }

  private func runs(_ stories: [Story]) -> [RunHistory] {
    var reader = HistoryReader()
    for (index, story) in stories.enumerated() {
      for line in Self.lines(story, index + 1) { reader.add(Array(line.utf8)[...]) }
    }
    return reader.runs
  }

  private func history(_ stories: [Story]) -> RolloutHistory { RolloutHistory(runs(stories)) }

  @Test("knows the version that a target has, and the run that put it there")
  func previous() {
    let history = history([
      ("api", "1.0", "succeeded", "blue"), ("web", "7.0", "succeeded", "blue"), ("api", "2.0", "rolled_back", "green"),
    ])
    #expect(history.previous(of: "api") == PreviousVersion(version: "1.0", run: "R1", isLive: true))
    #expect(history.previous(of: "web")?.version == "7.0")
    #expect(history.previous(of: "db") == nil)
    #expect(history.knows("web") && !history.knows("db"))
  }

  @Test("finds the last good version before that of today, and any other that was good once")
  func good() {
    let history = history([
      ("api", "1.0", "succeeded", "blue"), ("api", "2.0", "succeeded", "green"), ("api", "3.0", "rolled_back", "blue"),
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
    #expect(history(two + [("api", "3.0", "undone", "blue")]).idleSide(with: "1.0", of: "api") == nil)
    #expect(history(two + [("api", "3.0", "soaking", "blue")]).idleSide(with: "1.0", of: "api") == nil)
    #expect(history(two + [("api", "3.0", "rolled_back", "blue")]).idleSide(with: "1.0", of: "api") == nil)
    #expect(history(two).idleSide(with: "0.9", of: "api") == nil)
    #expect(history([two[0]]).idleSide(with: "1.0", of: "api") == nil)
  }

  /// What came after a rollout that succeeded, and whether its version is known to be there still.
  static let later: [(phase: String, isLive: Bool)] = [
    ("refused", true), ("start", true), ("noop", true), ("rolled_back", true), ("succeeded", true),
    ("leftovers", false),
    ("halted", false), ("rollback_failed", false), ("interrupted", false), ("switching", false), ("soaking", false),
    ("undone", false),
  ]

  @Test("knows whether the last good version is there still", arguments: later)
  func live(phase: String, isLive: Bool) {
    let version = phase == "noop" ? "2.0" : "2.1"
    let history = history([
      ("api", "1.0", "succeeded", "blue"), ("api", "2.0", "succeeded", "green"), ("api", version, phase, "blue"),
      ("web", "7.0", "halted", "blue"),
    ])
    #expect(history.previous(of: "api")?.isLive == isLive)
    #expect(history.previous(of: "api")?.version == (phase == "succeeded" ? "2.1" : "2.0"))
    // Where it is not, it is what is gone back to.
    #expect(history.good(nil, of: "api")?.version == (phase == "succeeded" || !isLive ? "2.0" : "1.0"))
  }

  @Test("knows what undoing a run would take away from later ones", arguments: later)
  func replacement(phase: String, isLive: Bool) {
    let runs = runs([("api", "1.0", "succeeded", "blue"), ("api", "1.0", phase, "green")])
    let found = RolloutHistory(runs).replacement(of: runs[0])
    #expect(found?.by.run == (["refused", "start", "noop"].contains(phase) ? nil : "R2"))
    #expect(RolloutHistory(runs).replacement(of: runs[1]) == nil)
  }

  @Test("lists what was rolled out, the latest first")
  func targets() {
    let history = history([
      ("api", "1.0", "succeeded", "blue"), ("web", "1", "halted", ""), ("api", "2.0", "halted", ""),
    ])
    #expect(history.targets == ["api", "web"])
  }
}
