import Foundation
import TestSupport

/// One of the three runbooks of rollouts in a folder of its own, with a load balancer and servers that have version 1.0.
///
/// All ports are the system's choice, and all of it ends when nobody refers to it any more.
final class Playground: Sendable {
  /// The runbook, and what stands behind its load balancer.
  enum Strategy: String, Sendable, CaseIterable {
    case blueGreen = "blue-green"
    case canary, progressive

    var servers: [String] {
      switch self {
      case .blueGreen: ["blue", "green"]
      case .canary: ["stable", "canary"]
      case .progressive: ["web1", "web2", "web3", "web4"]
      }
    }

    /// How many of them have traffic before the rollout.
    var liveCount: Int { self == .progressive ? 4 : 1 }
  }

  let strategy: Strategy
  let program: Program
  let router: Companion
  let clients: Companion

  /// A playground whose rollout has further `keys`, in which `hold` is how long each step of a canary is watched, and
  /// `soak` how long all traffic is.
  init(_ strategy: Strategy, keys: String = "", hold: String = "1200ms", soak: String = "1200ms") {
    self.strategy = strategy
    var program = Program()
    program.folder.copy("runbooks/\(strategy.rawValue).toml", as: "deploy.toml")
    program.folder.write(Self.runbook(program.folder.read("deploy.toml") ?? "", keys), to: "deploy.toml")
    program.folder.copy("runbooks/rollouts")
    let even = strategy == .progressive ? ["--even"] : []
    router = Companion(
      "Tests/Rollouts/router.py", even + ["0"] + strategy.servers.map { "\($0)=0" }, in: program.folder)
    let words = (router.nextLine() ?? "").split(separator: " ").map(String.init)
    let port = words.first ?? ""
    let places = words.dropFirst().map { "127.0.0.1:" + ($0.split(separator: "=").last ?? "") }
    clients = Companion("Tests/Rollouts/load.py", [port], in: program.folder)
    program.environment["LB"] = "http://127.0.0.1:\(port)"
    self.program = program
    program.folder.write(Self.variables(strategy, port, places, hold: hold, soak: soak), to: "vars.toml")
    for place in places.prefix(strategy.liveCount) { _ = shell("rollouts/deploy \(place) 1.0") }
  }

  /// The runbook with further keys of its rollout, which take the place of its own.
  private static func runbook(_ text: String, _ keys: String) -> String {
    let names = keys.split(separator: "\n").compactMap { $0.split(separator: "=").first }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { line in !names.contains { line.hasPrefix("\($0)=") } }
      .flatMap { $0 == "[ship]" ? [$0, Substring(keys)] : [$0] }.joined(separator: "\n")
  }

  private static func variables(
    _ strategy: Strategy, _ port: String, _ places: [String], hold: String, soak: String
  ) -> String {
    let pairs = zip(strategy.servers, places).map { "\($0) = \"\($1)\"" }
    let servers =
      switch strategy {
      case .blueGreen: ["SIDES = { \(pairs.joined(separator: ", ")) }"]
      case .canary: zip(["STABLE", "CANARY"], places).map { "\($0) = \"\($1)\"" }
      case .progressive: ["SERVERS = { \(pairs.joined(separator: ", ")) }"]
      }
    let times =
      switch strategy {
      case .blueGreen: ""
      case .canary: "HOLD = \"\(hold)\"\nDRAIN = \"800ms\"\n"
      case .progressive: "PAUSE = \"300ms\"\n"
      }
    return """
      LB = "http://127.0.0.1:\(port)"
      \(servers.joined(separator: "\n"))
      INTERVAL = "100ms"
      TIMEOUT = "1s"
      HEALTHY = "200ms"
      DEADLINE = "3s"
      SOAK = "\(soak)"
      \(times)
      """
  }

  /// Runs a command of the shell in its folder.
  @discardableResult
  func shell(_ command: String) -> Program.Result {
    var shell = program
    shell.wrapper = ["sh", "-c", "\(command) #"]
    return shell.run()
  }

  /// Starts the rollout of a version.
  func start(_ version: String, _ more: [String] = []) -> RunningProgram {
    program.start(["run", "--no-input", "--vars-file", "vars.toml", "--var", "VERSION=\(version)"] + more)
  }

  /// Has the load balancer do something wrong.
  func fault(_ fault: Fault) { router.ask(fault.json) }

  /// Sends 1,000 requests, and tells who answered.
  func measure(_ count: Int = 1000) -> Traffic { Traffic(clients.ask("measure \(count)")) }

  /// The transitions that the audit file has of a rollout, in order: `B1`, `B2`.
  var rows: [String] { moves.compactMap { $0["row"] as? String } }

  /// The phase that the audit file has last; every rollout begins in `start`.
  var phase: String { moves.last?["phase"] as? String ?? "start" }

  private var moves: [[String: Any]] {
    (program.folder.readData("deploy.audit.jsonl") ?? Data()).split(separator: UInt8(ascii: "\n"))
      .compactMap { try? JSONSerialization.jsonObject(with: $0) as? [String: Any] }
      .filter { $0["event"] as? String == "rollout.moved" }
  }
}
