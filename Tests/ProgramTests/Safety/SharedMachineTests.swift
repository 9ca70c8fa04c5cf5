import TestSupport
import Testing

/// Ten runs of a hundred nodes at once, which share a pool, a lock and an audit file.
@Suite("Runs that share a machine")
struct SharedMachineTests {
  /// A command that finds a free one of so many places, which are folders, or fails: to make a folder is atomic.
  private static func taking(_ places: Int, named name: String) -> String {
    let tries = (1...places).map { "{ mkdir \(name).\($0) 2>/dev/null && place=\(name).\($0); }" }
    return "command = '\(tries.joined(separator: " || ")); echo held >> log; rmdir $place'"
  }

  /// What the nodes of one layer do; ten of them, ten times.
  private static func action(_ column: Int) -> String {
    switch column {
    case 0: "\(taking(1, named: "alone"))\nlock = \"alone\""
    case 1, 2: "\(taking(3, named: "shared"))\npool = \"machine:shared\""
    case 3: "\(taking(3, named: "shared"))\npool = { \"machine:shared\" = 3 }\nlock = \"other\""
    case 4, 5: "\(taking(2, named: "$PYFLOW_RUN_ID"))\npool = \"own\""
    case 6, 7: "command = \"true\""
    default: "function = \"noop\""
    }
  }

  private static var runbook: String {
    var text = "[runbook]\npools = { own = 2, \"machine:shared\" = 3 }\njobs = 8\n"
    for row in 0..<10 {
      for column in 0..<10 {
        let needs = row == 0 ? [] : [0, 1].map { "\"n\(row - 1)-\((column + $0) % 10)\"" }
        text += "[n\(row)-\(column)]\ndepends_on = [\(needs.joined(separator: ", "))]\n\(action(column))\n"
      }
    }
    return text
  }

  @Test("never have more than there is, all succeed, and their record is sound")
  func ten() {
    let program = Program(Self.runbook)
    let runs = (0..<10).map { _ in program.start("run", "--quiet", "--json") }
    let results = runs.map { $0.wait() }
    #expect(results.map(\.exit) == Array(repeating: 0, count: 10))
    #expect(results.allSatisfy { $0.report?.nodes.count { $0.status == "succeeded" } == 100 })
    // Each of the nodes that take something has had it, and nobody has it any more.
    #expect(program.folder.read("log")?.split(separator: "\n").count == 600)
    #expect(program.folder.list().filter { !$0.hasPrefix(".") } == ["deploy.audit.jsonl", "deploy.toml", "log"])
    #expect(program.run("audit", "verify", "--quiet").exit == 0)
    #expect(program.run("lock", "list").output == "no lock is held or reserved\n")
    check(program.folder.read("deploy.audit.jsonl") ?? "")
  }

  /// Counts what the record says is held: it is taken before it is recorded, and given back afterwards.
  private func check(_ audit: String) {
    var held: [String: Int] = [:]
    var (taken, most, isKept) = (0, 0, true)
    for line in audit.split(separator: "\n") {
      guard let event = line.firstMatch(of: /"event":"lock\.(acquired|released)"/) else { continue }
      let sign = event.1 == "acquired" ? 1 : -1
      taken += max(0, sign)
      for name in ["alone", "other"] where line.contains("\"\(name)\"") { held[name, default: 0] += sign }
      if let match = line.firstMatch(of: /"places":\{"machine:shared":(\d)\}/) {
        held["shared", default: 0] += sign * (Int(match.1) ?? 0)
      }
      most = max(most, held["shared"] ?? 0)
      isKept = isKept && (held["alone"] ?? 0) <= 1 && (held["other"] ?? 0) <= 1
    }
    #expect(isKept)
    #expect(held.values.allSatisfy { $0 == 0 })
    #expect(taken == 400)
    #expect(most == 3)
  }
}
