import TestSupport
import Testing

/// A rollout that something happens to, and how it must end.
struct RolloutCase: Sendable, CustomTestStringConvertible {
  let strategy: Playground.Strategy
  let name: String
  let version: String
  var faults: [Fault] = []
  /// The exit code of the run.
  let exit: Int
  /// Who answers 1,000 requests afterwards.
  let answered: [String: Int]
  /// How many percent of the requests that go on meanwhile may fail: what a sick version has of them at most.
  var allowedFailures = 0
  /// The transitions at its end.
  let rows: [String]
  /// What it says.
  var told: [String] = []
  /// Whether it takes so long that only `make rollouts` runs it.
  var isLong = false

  init(
    _ strategy: Playground.Strategy, _ name: String, _ version: String = "2.0", faults: [Fault] = [], exit: Int,
    _ answered: [String: Int], failures: Int = 0, rows: [String], told: [String] = [], isLong: Bool = false
  ) {
    self.strategy = strategy
    self.name = name
    self.version = version
    self.faults = faults
    self.exit = exit
    self.answered = answered
    allowedFailures = failures
    self.rows = rows
    self.told = told
    self.isLong = isLong
  }

  var testDescription: String { "\(strategy.rawValue), \(name)" }

  /// A step that is held longer for want of samples, as it is on a machine that is busy.
  private static let extended = "K19"

  /// What came of it.
  struct Outcome: Sendable {
    var result: Program.Result
    var during: Traffic
    var after: Traffic
    var rows: [String]
    /// What `audit verify` exits with.
    var verified: Int
    /// What `audit show` prints of the run.
    var story: String
  }

  /// Runs it, with clients that ask all the time.
  func run() -> Outcome {
    let playground = Playground(strategy)
    for fault in faults { playground.fault(fault) }
    playground.clients.ask("start")
    let result = playground.start(version).wait()
    let during = Traffic(playground.clients.ask("stop"))
    return Outcome(
      result: result, during: during, after: playground.measure(), rows: playground.rows.filter { $0 != Self.extended },
      verified: playground.program.run("audit", "verify", "deploy.toml").exit,
      story: playground.program.run("audit", "show", "deploy.toml", "latest").output)
  }
}

extension RolloutCase.Outcome {
  /// Prints the figures.
  func tell(_ name: String) {
    print("rollout: \(name): exit \(result.exit); meanwhile \(during); then \(after); \(rows.joined(separator: " "))")
  }
}
