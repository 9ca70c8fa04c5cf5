import Planning
import Running
import Testing
import Values

@testable import Commands

/// Rollouts that had succeeded when their run is undone: what stands on others goes back before these.
@Suite("Rollouts that are undone with their run")
struct UndoneRolloutTests {
  private static let release = """
    [accounts]
    type = "BlueGreen"
    target = "accounts"
    version = "2.0"
    active = "./lb.sh live"
    deploy = "./deploy.sh {{rollout.idle}}"
    check = "./check.sh {{rollout.side}}"
    switch = "./lb.sh point {{rollout.to}}"
    cleanup = "./remove.sh {{rollout.idle}}"
    soak = "30s"

    [shop]
    type = "Canary"
    depends_on = "accounts"
    target = "shop"
    version = "2.0"
    steps = [50]
    hold = "1m"
    deploy = "./deploy.sh shop"
    weight = "./lb.sh weight"
    shift = "./lb.sh shift {{rollout.weight}}"
    check = "./check.sh shop"
    soak = "30s"

    [workers]
    type = "Progressive"
    depends_on = "shop"
    target = "workers"
    version = "2.0"
    previous = "1.9"
    targets = ["web1", "web2"]
    drain = "./out.sh {{rollout.target}}"
    update = "./update.sh {{rollout.target}}"
    restore = "./in.sh {{rollout.target}}"
    check = "./check.sh {{rollout.target}}"
    revert = "./revert.sh {{rollout.target}} {{rollout.previous}}"
    soak = "30s"

    [smoke]
    depends_on = "workers"
    command = "./smoke.sh"
    timeout = "1m"
    """

  /// The commands that went back, in order.
  private static let wayBack = [
    "workers/revert/web2", "workers/revert/web1", "shop/undo-shift", "accounts/undo-switch", "accounts/undo-deploy",
  ]

  private static func outcome(_ faults: (site: String, fault: RehearsalFault)..., text: String = release)
    -> RehearsalRun.Outcome
  {
    RehearsedRunbook.run(text, faults)
  }

  private static func isAsItWas(_ outcome: RehearsalRun.Outcome) -> Bool {
    func scope(_ id: String) -> Int {
      guard let index = outcome.plan.index(of: id), case .strategy(let strategy) = outcome.plan.nodes[index].action
      else { return -1 }
      return strategy.scope
    }
    let versions = ["web1", "web2"].map { outcome.versions[scope("workers")]?[$0]?.string }
    return outcome.places[scope("accounts")] == "blue" && outcome.places[scope("shop")] == "0"
      && versions.allSatisfy { $0 == "1.9" }
  }

  private static func ids(_ nodes: [Int]?, in outcome: RehearsalRun.Outcome) -> [String] {
    (nodes ?? []).map { outcome.plan.nodes[$0].id }
  }

  @Test("go back one after the other, the last one first")
  func order() {
    let outcome = Self.outcome(("smoke", .fail))
    #expect(outcome.finish?.status == .rolledBack)
    #expect(Array(outcome.changes.suffix(Self.wayBack.count)) == Self.wayBack)
    #expect(Self.ids(outcome.finish?.undone, in: outcome) == ["workers", "shop", "accounts"])
    #expect(Self.ids(outcome.finish?.withoutRollback, in: outcome) == ["smoke"])
    #expect(Self.isAsItWas(outcome))
    let moves = outcome.events.compactMap { _, event in
      if case .rolloutMoved(_, let move) = event, move.row == RolloutMove.undo { move } else { nil }
    }
    #expect(moves.map(\.from) == [.succeeded, .succeeded, .succeeded])
    #expect(moves.map(\.to) == [.reverting, .undoShift, .undoSwitch])
  }

  @Test("are taken up where pyflow died while one went back", arguments: wayBack)
  func crashes(_ site: String) {
    for fault in [RehearsalFault.crash, .crashAfter] {
      let outcome = Self.outcome(("smoke", .fail), (site, fault))
      #expect(outcome.deaths.count == 1)
      #expect(outcome.finish?.status == .rolledBack, "\(fault)")
      #expect(Self.isAsItWas(outcome), "\(fault): \(outcome.changes)")
      #expect(!outcome.history.isHalfUndone)
      #expect(!outcome.history.isBeingUndone || outcome.history.purpose == .recover)
      #expect(outcome.history.openRollouts.isEmpty)
    }
  }

  @Test("leave to people what could not go back, and what it stands on", arguments: [false, true])
  func failure(diesBetween: Bool) {
    let outcome =
      diesBetween
      ? Self.outcome(("smoke", .fail), ("workers/revert/web1", .crash), ("shop/undo-shift", .fail))
      : Self.outcome(("smoke", .fail), ("shop/undo-shift", .fail))
    #expect(outcome.finish?.status == .rollbackFailed)
    let left = ["shop/undo-shift", "accounts/undo-switch", "accounts/undo-deploy"]
    #expect(Self.ids(outcome.finish?.notUndone, in: outcome) == left)
    #expect(
      outcome.finish?.commandsLeft == ["./lb.sh shift '0'", "./lb.sh point 'blue'", "./remove.sh 'green'"])
    #expect(outcome.changes.filter { $0.hasPrefix("accounts/undo") } == [])
  }

  @Test("stay where one that stands on them could not go back by itself")
  func failureAbove() {
    let outcome = Self.outcome(("shop/step-1/analyse", .fail), ("shop/undo-shift", .fail))
    #expect(outcome.finish?.status == .rollbackFailed)
    #expect(Self.ids(outcome.finish?.undone, in: outcome) == [])
    #expect(outcome.changes.filter { $0.hasPrefix("accounts/undo") } == [])
    #expect(
      Self.ids(outcome.finish?.notUndone, in: outcome) == [
        "shop/undo-shift", "accounts/undo-switch", "accounts/undo-deploy",
      ])
  }

  @Test("stay where their old version was retired, and are named")
  func retired() {
    let text = Self.release.replacing("cleanup = \"./remove.sh {{rollout.idle}}\"", with: "retire = \"./stop.sh\"")
    let outcome = Self.outcome(("smoke", .fail), text: text)
    #expect(outcome.finish?.status == .rolledBack)
    #expect(Self.ids(outcome.finish?.undone, in: outcome) == ["workers", "shop"])
    #expect(outcome.finish.map { Self.ids($0.withoutRollback, in: outcome).contains("accounts/switch") } == true)
  }

  @Test("stay where they found their version there, for they have changed nothing")
  func noop() {
    let text = Self.release.replacing(
      "version = \"2.0\"\nactive", with: "version = \"2.0\"\nprevious = \"2.0\"\nactive")
    let outcome = Self.outcome(("smoke", .fail), text: text)
    #expect(outcome.finish?.status == .rolledBack)
    #expect(Self.ids(outcome.finish?.undone, in: outcome) == ["workers", "shop"])
    #expect(!outcome.changes.contains { $0.hasPrefix("accounts") })
  }

  @Test("do not go back without their lock, and stay to be undone")
  func lockHeld() {
    // Its lock is taken a second time to go back.
    let script = RehearsalScript([
      .init("smoke", [RehearsalFault.fail.step]), .init("shop/lock", [ScriptStep(.pass), ScriptStep(.fail)]),
    ])
    let outcome = RehearsalRun(plan: RehearsedRunbook.plan(Self.release), script: script).run()
    #expect(outcome.finish?.status == .rollbackFailed)
    #expect(Self.ids(outcome.finish?.undone, in: outcome) == ["workers"])
    #expect(outcome.history.registered.map(\.id) == ["accounts", "shop"])
    #expect(outcome.history.nodes.first { $0.id == "shop" }?.rollout?.phase == .succeeded)
    #expect(outcome.finish?.commandsLeft == ["./lb.sh shift '0'", "./lb.sh point 'blue'", "./remove.sh 'green'"])
  }
}
