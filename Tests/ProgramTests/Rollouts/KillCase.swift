import Foundation
import TestSupport
import Testing

/// A rollout whose pyflow is killed in a phase, and what `pyflow recover` makes of it.
struct KillCase: Sendable, CustomTestStringConvertible {
  /// When it is killed.
  enum Moment: Sendable {
    /// When the load balancer is asked by a node, which gets its answer after the kill.
    case asked(by: String)
    /// When a line is printed.
    case printed(String)
  }

  let strategy: Playground.Strategy
  /// The phase that the audit file must have last.
  let phase: String
  let moment: Moment
  var version = "2.0"
  /// What else goes wrong.
  var faults: [Fault] = []
  /// What its rollout has beyond that of the runbook.
  var keys = ""
  /// Whether it is on the new version in the end: it was there, and nothing was left to undo.
  var isNew = false
  /// What `recover` exits with.
  var exit = 0
  /// Whether only `make rollouts` runs it.
  var isLong = false

  init(
    _ strategy: Playground.Strategy, _ phase: String, _ moment: Moment, version: String = "2.0", faults: [Fault] = [],
    keys: String = "", isNew: Bool = false, exit: Int = 0, isLong: Bool = false
  ) {
    self.strategy = strategy
    self.phase = phase
    self.moment = moment
    self.version = version
    self.faults = faults
    self.keys = keys
    self.isNew = isNew
    self.exit = exit
    self.isLong = isLong
  }

  var testDescription: String { "\(strategy.rawValue), killed in \(phase)" }

  /// What came of it.
  struct Outcome: Sendable {
    var phase: String
    var killed: Program.Result
    var recovered: Program.Result
    /// What `recover` exits with when nothing is left to recover.
    var again: Int
    var during: Traffic
    var after: Traffic
    var rows: [String]
    var verified: Int
  }

  /// Runs it, with clients that ask all the time: before, while nobody is there, and while it is recovered.
  func run() -> Outcome {
    let playground = Playground(strategy, keys: keys)
    for fault in faults { playground.fault(fault) }
    if case .asked(let node) = moment { playground.fault(Fault(.hold, node)) }
    playground.clients.ask("start")
    let run = playground.start(version, ["--wait-approval", "5m"])
    let hasCome =
      switch moment {
      case .asked: playground.router.nextLine() != nil
      case .printed(let text): run.waitForError(text)
      }
    run.signal(SIGKILL)
    let killed = run.wait()
    let phase = hasCome ? playground.phase : "nothing: it never came to that"
    // What was under way comes to its end when nobody is there to see it.
    playground.router.ask(#"{"do": "release"}"#)
    let recovered = playground.program.run("recover", "deploy.toml", "--no-input")
    let again = playground.program.run("recover", "deploy.toml", "--no-input").exit
    let during = Traffic(playground.clients.ask("stop"))
    return Outcome(
      phase: phase, killed: killed, recovered: recovered, again: again, during: during, after: playground.measure(),
      rows: playground.rows, verified: playground.program.run("audit", "verify", "deploy.toml").exit)
  }
}

extension KillCase.Outcome {
  /// Prints the figures.
  func tell(_ name: String) {
    print(
      "rollout: \(name): recover exits \(recovered.exit), again \(again); meanwhile \(during); then \(after); \(rows.joined(separator: " "))"
    )
  }
}
