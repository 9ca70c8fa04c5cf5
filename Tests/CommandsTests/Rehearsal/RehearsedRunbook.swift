import Planning
import Running
import TestSupport
import Values

@testable import Commands

/// Runbooks that tests rehearse, and what came of that.
enum RehearsedRunbook {
  static let blueGreen = """
    [ship]
    type = "BlueGreen"
    target = "api"
    version = "2.0"
    active = "./lb.sh live"
    deploy = "./deploy.sh {{rollout.idle}}"
    check = "./check.sh {{rollout.side}}"
    switch = "./lb.sh point {{rollout.to}}"
    retire = "./retire.sh {{rollout.live}}"
    soak = "30s"
    """

  /// The same with a lock that commands hold elsewhere.
  static let sharedLock =
    "[migrate]\ncommand = \"./migrate.sh\"\ntimeout = \"1m\"\nrollback = \"./migrate.sh back\"\n" + blueGreen
    + "\nlock = { acquire = \"./lock.sh take\", release = \"./lock.sh give\", ttl = \"1m\" }"

  /// A step, about which a person is asked.
  static let canary = """
    [ship]
    type = "Canary"
    target = "api"
    version = "2.0"
    deploy = "./deploy.sh"
    shift = "./lb.sh {{rollout.weight}}"
    weight = "./lb.sh"
    check = "./check.sh"
    steps = [50]
    hold = "40s"
    soak = "40s"
    approve = true
    """

  static let progressive = """
    [ship]
    type = "Progressive"
    target = "api"
    version = "2.0"
    previous = "1.9"
    targets = ["web1", "web2"]
    update = "./update.sh {{rollout.target}}"
    check = "./check.sh {{rollout.target}}"
    revert = "./revert.sh {{rollout.target}}"
    soak = "30s"
    """

  /// Three nodes, of which the first two are undone.
  static let byHand = """
    [unpack]
    command = "./unpack.sh"
    timeout = "1m"
    rollback = "./unpack.sh --remove"

    [switch_on]
    command = "./switch.sh on"
    timeout = "1m"
    rollback = "./switch.sh off"

    [smoke]
    command = "./smoke.sh"
    timeout = "1m"
    """

  static func plan(_ text: String) -> Plan { Reading.plan(text, name: "deploy.toml").plan }

  /// A run in which things go wrong.
  static func run(_ text: String, _ faults: [(site: String, fault: RehearsalFault)] = []) -> RehearsalRun.Outcome {
    let script = RehearsalScript(faults.map { RehearsalScript.Entry($0.site, [$0.fault.step]) })
    return RehearsalRun(plan: plan(text), script: script).run()
  }

  /// The ids of the invariants that do not hold.
  static func violated(_ text: String, _ outcome: RehearsalRun.Outcome) -> Set<String> {
    Set(violations(text, outcome).map(\.invariant.rawValue))
  }

  static func violations(_ text: String, _ outcome: RehearsalRun.Outcome) -> [InvariantViolation] {
    let plan = plan(text)
    return InvariantCheck(plan).violations(in: RehearsalStory(outcome, of: plan, RolloutRoster(plan)))
  }
}

extension RehearsalRun.Outcome {
  /// The outcome with other events.
  func changingEvents(_ body: (inout [(at: Values.Instant, event: RunEvent)]) -> Void) -> Self {
    var outcome = self
    body(&outcome.events)
    return outcome
  }

  /// Channels that have heard of nothing.
  static func silence(_ plan: Plan) -> RehearsalChannels {
    let context = RunContext(
      id: "R", requester: Rehearsal.requester, directory: "/", startedAt: Timestamp(milliseconds: 0), environment: [:])
    return RehearsalChannels(plan, RehearsalScript(), context, environment: nil)
  }
}
