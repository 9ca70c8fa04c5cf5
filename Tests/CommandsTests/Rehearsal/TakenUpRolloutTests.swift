import Planning
import Running
import Testing
import Values

@testable import Audit
@testable import Commands

/// What a rollout that is taken up knows of what was before, and leaves for whoever takes it up next.
@Suite("Rollouts that are taken up again")
struct TakenUpRolloutTests {
  private static let canary = """
    [ship]
    type = "Canary"
    target = "shop"
    version = "2.0"
    steps = [50]
    hold = "1m"
    deploy = "./deploy.sh"
    weight = "./lb.sh weight"
    shift = "./lb.sh shift {{rollout.weight}}"
    check = "./check.sh"
    soak = "30s"
    """

  private static func run(
    _ text: String, _ steps: [(String, [ScriptStep])], purpose: RunPurpose = .recover
  ) -> RehearsalRun.Outcome {
    var run = RehearsalRun(
      plan: RehearsedRunbook.plan(text), script: RehearsalScript(steps.map { RehearsalScript.Entry($0.0, $0.1) }))
    run.settings.purpose = purpose
    return run.run()
  }

  private static func rollout(_ outcome: RehearsalRun.Outcome) -> PastRollout? {
    outcome.history.nodes.first { $0.id == "ship" }?.rollout
  }

  @Test("stay open where their lock is not to be had, and say so")
  func lockHeld() {
    let outcome = Self.run(
      Self.canary,
      [("ship/step-1/analyse", [ScriptStep(.crash)]), ("ship/lock", [ScriptStep(.pass), ScriptStep(.fail)])])
    #expect(outcome.deaths.count == 1)
    #expect(Self.rollout(outcome)?.openPhase == .analysing)
    #expect(outcome.finish?.status == .rollbackFailed)
    #expect(outcome.places.values.first == "50")
  }

  @Test("take the way back up that a signal interrupted while their lock was waited for")
  func cancelledInLine() {
    let outcome = Self.run(
      Self.canary,
      [("ship/step-1/analyse", [ScriptStep(.crash)]), ("ship/lock", [ScriptStep(.pass), ScriptStep(.cancel)])])
    #expect(outcome.deaths.count == 1)
    #expect(Self.rollout(outcome)?.openPhase != nil || outcome.places.values.first == "0")
  }

  /// A rollout with a lock elsewhere, which stands on something that can be undone.
  private static let unlocked = """
    [migrate]
    command = "./migrate.sh"
    rollback = "./migrate.sh back"

    \(canary)
    lock = { acquire = "./take.sh", release = "./give.sh", ttl = "1m" }
    """

  /// What comes of it when pyflow dies while its lock is given back; with how often nodes of it were started.
  private static func diedUnlocking(
    _ steps: [(String, [ScriptStep])], _ purpose: RunPurpose
  ) -> (outcome: RehearsalRun.Outcome, starts: [String: Int]) {
    let outcome = run(unlocked, steps + [("ship/unlock", [ScriptStep(.crash)])], purpose: purpose)
    let nodes = RehearsedRunbook.plan(unlocked).nodes
    let started = outcome.events.compactMap { moment in
      if case .started(let node, _, _) = moment.event { nodes[node].id } else { nil }
    }
    return (outcome, Dictionary(grouping: started) { $0 }.mapValues(\.count))
  }

  @Test(
    "end as they had succeeded where only their lock was left to give back, if that can be had",
    arguments: [([], 2), ([("ship/lock", [ScriptStep(.pass), ScriptStep(.fail)])], 1)])
  func unlocking(_ steps: [(String, [ScriptStep])], _ unlocks: Int) {
    let (outcome, starts) = Self.diedUnlocking(steps, .resume)
    #expect(outcome.deaths.count == 1)
    #expect(outcome.finish?.status == .succeeded)
    #expect(outcome.places.values.first == "100")
    #expect(starts["ship/deploy"] == 1 && starts["ship/lock"] == 2)
    #expect(starts["ship/unlock"] == unlocks)
  }

  @Test("begin anew where they had gone back, or had never begun")
  func unlockingAfterFailure() {
    let (back, backStarts) = Self.diedUnlocking([("ship/soak", [ScriptStep(.fail)])], .resume)
    #expect(back.finish?.status == .rolledBack)
    #expect(back.places.values.first == "0" && backStarts["ship/deploy"] == 2)
    let (refused, starts) = Self.diedUnlocking([("ship/before", [ScriptStep(.fail)])], .resume)
    #expect(refused.finish?.status == .rolledBack)
    #expect(refused.places.values.first == "0" && starts["ship/deploy"] == nil)
  }

  @Test("go back, before what they stand on, where the run is recovered")
  func unlockingRecovered() {
    let (outcome, starts) = Self.diedUnlocking([], .recover)
    #expect(outcome.finish?.status == .rolledBack)
    #expect(outcome.places.values.first == "0")
    #expect(starts["ship/undo-shift"] == 1)
    #expect(Self.rollout(outcome)?.phase == .rolledBack)
    let ids = RehearsedRunbook.plan(Self.unlocked).nodes.map(\.id)
    let undone = outcome.events.compactMap { moment in
      if case .rollbackFinished(let finish) = moment.event, finish.status.isGood { ids[finish.node] } else { nil }
    }
    #expect(undone == ["ship", "migrate"])
  }

  @Test("are begun anew where they are to be, whatever they had come to")
  func renewed() throws {
    var history = RunHistory(id: "R")
    let records = [
      #"{"seq":1,"event":"rollout.moved","node":"ship","phase":"succeeded","from":"closing","step":2}"#,
      #"{"seq":2,"event":"node.renewed","node":"ship","generation":2}"#,
    ]
    for (record, isEnding) in zip(records, [true, false]) {
      history.add(try #require(AuditRecord(Array(record.utf8)[...])))
      #expect(history.nodes.first?.rollout?.isEnding == isEnding)
      #expect(history.nodes.first?.rollout?.phase == .succeeded)
    }
  }

  @Test("of what was before know only what belongs to this attempt, and forget nothing while they wait for their lock")
  func attempts() {
    let promoting = Self.past(.promoting, from: .analysing, after: nil)
    #expect(promoting?.hasPromoted == true)
    #expect(Self.past(.start, from: .start, after: promoting) == promoting)
    let again = Self.past(.observing, from: .start, after: promoting)
    #expect(again?.hasPromoted == false)
  }

  @Test("heed what a person wanted right before")
  func wish() throws {
    var history = RunHistory(id: "R")
    let move = #"{"seq":1,"event":"rollout.moved","node":"ship","phase":"deploying","from":"ready","step":1}"#
    history.add(try #require(AuditRecord(Array(move.utf8)[...])))
    let person = Person(name: "eve", userID: 7, host: "here")
    let wish = RolloutRequest(run: "R", node: "ship", wish: .abort, person: person, comment: nil)
    let record = #"{"seq":2,"# + String(decoding: wish.body, as: UTF8.self) + "}"
    history.add(try #require(AuditRecord(Array(record.utf8)[...])))
    #expect(history.nodes.first?.rollout?.wish == .abort)
  }

  @Test("count a target as it was only when it is in the load balancer again")
  func restored() {
    let text = """
      [ship]
      type = "Progressive"
      target = "web"
      version = "2.0"
      previous = "1.9"
      targets = ["web1", "web2"]
      drain = "./out.sh {{rollout.target}}"
      update = "./update.sh {{rollout.target}}"
      restore = "./in.sh {{rollout.target}}"
      check = "./check.sh {{rollout.target}}"
      revert = "./revert.sh {{rollout.target}}"
      soak = "30s"
      """
    let outcome = Self.run(
      text, [("ship/batch-2/web2/update", [ScriptStep(.fail)]), ("ship/revert/web2/restore", [ScriptStep(.crash)])])
    #expect(outcome.deaths.count == 1)
    #expect(outcome.finish?.status == .rolledBack)
    #expect(outcome.changes.filter { $0 == "ship/revert/web2/restore" }.count == 2)
    #expect(outcome.changes.last == "ship/revert/web1")
  }

  @Test("go back before what they stand on is undone, also where a person has the whole run undone")
  func rollback() {
    let text = """
      [migrate]
      command = "./db.sh up"
      timeout = "1m"
      rollback = "./db.sh down"

      """ + Self.canary.replacing("type =", with: "depends_on = \"migrate\"\ntype =")
    var settings = RehearsalRun.Settings()
    settings.purpose = .rollback
    let script = RehearsalScript([.init("ship/step-1/analyse", [ScriptStep(.crash)])])
    let outcome = RehearsalRun(plan: RehearsedRunbook.plan(text), script: script, settings: settings).run()
    #expect(outcome.finish?.status == .rolledBack)
    #expect(outcome.changes.suffix(2) == ["ship/undo-shift", "migrate!rollback"])
    #expect(outcome.places.values.first == "0")
  }

  private static func past(_ phase: RolloutPhase, from: RolloutPhase, after before: PastRollout?) -> PastRollout? {
    let text = #"{"seq":1,"event":"rollout.moved","phase":"\#(phase.rawValue)","from":"\#(from.rawValue)","step":1}"#
    return AuditRecord(Array(text.utf8)[...]).flatMap { PastRollout($0, after: before) }
  }
}
