import Foundation
import TestSupport
import Testing

/// SIGKILL at every system call of a run, one after the other (T1).
@Suite("T1: a run that is killed at a system call")
struct SystemCallKillTests {
  /// Every how many of the calls are tried.
  private static let step = Torture.count(25, long: 1, nightly: 1)
  private static let shares = 8

  private static let isPossible = Machine.has("strace", for: "SIGKILL at every system call")

  private static let calls = calls(of: Victim.diamond)
  private static let callsOnce = calls(of: once)
  private static let callsUndoing = calls(of: undoing)

  /// The calls of an undisturbed run: each name as often as it is called, numbered from 1.
  private static func calls(of runbook: String) -> [(name: String, number: Int)] {
    var victim = Victim(runbook)
    victim.program.wrapper = ["strace", "-qq", "-o", "calls"]
    _ = victim.program.run("run", "--no-input")
    var counts: [String: Int] = [:]
    var calls: [(String, Int)] = []
    for line in (victim.program.folder.read("calls") ?? "").split(separator: "\n") {
      let name = String(line.prefix { $0 != "(" })
      guard line.contains("("), name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else { continue }
      counts[name, default: 0] += 1
      calls.append((name, counts[name] ?? 0))
    }
    return calls
  }

  /// Those of the calls that are tried, and of them the share of one case.
  private static func share(_ number: Int, of calls: [(name: String, number: Int)]) -> [(name: String, number: Int)] {
    let chosen = calls.enumerated().filter { $0.offset.isMultiple(of: step) }.map(\.element)
    if number == 0 { Torture.tell("T1", chosen.count, "of \(calls.count) system calls") }
    return chosen.enumerated().filter { $0.offset % shares == number }.map(\.element)
  }

  /// Runs a runbook, and kills it at a call.
  private func kill(_ runbook: String, at call: (name: String, number: Int)) -> (victim: Victim, what: String) {
    var victim = Victim(runbook)
    victim.program.wrapper = [
      "strace", "-qq", "-o", "/dev/null", "-e", "trace=\(call.name)", "-e",
      "inject=\(call.name):signal=SIGKILL:when=\(call.number)",
    ]
    let what = "\(call.name) \(call.number)"
    victim.checkTold(victim.program.run("run", "--no-input").error, what)
    victim.program.wrapper = []
    return (victim, what)
  }

  @Test("goes on, ends as it would have, and runs nothing again that had ended", arguments: 0..<shares)
  func killed(share: Int) throws {
    guard Self.isPossible else { return }
    #expect(Self.calls.count > 100)
    for call in Self.share(share, of: Self.calls) {
      let (victim, what) = kill(Victim.diamond, at: call)
      victim.endsAsUndisturbed(what)
    }
  }

  // MARK: - What may not run twice

  private static let once = """
    [a]
    command = "echo a >> log"
    [b]
    command = "echo b >> log"
    depends_on = "a"
    [c]
    command = "echo c >> log"
    depends_on = "a"
    [d]
    command = "echo d >> log"
    depends_on = ["b", "c"]
    """

  @Test("leaves to a person what may not run twice and may have run", arguments: 0..<shares)
  func unknown(share: Int) throws {
    guard Self.isPossible else { return }
    for call in Self.share(share, of: Self.callsOnce) {
      let (victim, what) = kill(Self.once, at: call)
      var last = victim.goOn()
      for _ in 0..<4 where last.exit == 5 {
        // The exact command to go on is said; the person has looked.
        let command = "pyflow set-status deploy.toml "
        let line = last.error.split(separator: "\n").first { $0.contains(command) }
        let words = line.map { String($0).split(separator: " ").map(String.init) } ?? []
        let start = words.firstIndex(of: "set-status")
        let (run, node) = start.map { (words[$0 + 2], words[$0 + 3]) } ?? ("", "")
        #expect(!node.isEmpty, "\(what): \(last.error)")
        let hasRun = victim.program.folder.read("log")?.contains(node) ?? false
        let set = victim.program.run(
          "set-status", "deploy.toml", run, node, hasRun ? "succeeded" : "pending", "--force")
        #expect(set.exit == 0, "\(what): \(set.error)")
        last = victim.goOn()
      }
      #expect(last.exit == 0, "\(what): \(last.error)")
      let log = victim.program.folder.read("log") ?? ""
      #expect(log.filter { $0 != "\n" }.sorted() == ["a", "b", "c", "d"], "\(what): I4 \(log)")
      victim.checkInvariants(what)
    }
  }

  // MARK: - What is undone

  private static let undoing = """
    [a]
    command = "echo a >> log"
    rollback = "echo A >> log"
    [b]
    command = "echo b >> log"
    rollback = "echo B >> log"
    [c]
    command = "echo c >> log; exit 1"
    rollback = "echo C >> log"
    """

  @Test(
    "is recovered: what was done is undone, in the reverse order, and what was undone stays so", arguments: 0..<shares)
  func undone(share: Int) throws {
    guard Self.isPossible else { return }
    for call in Self.share(share, of: Self.callsUndoing) {
      let (victim, what) = kill(Self.undoing, at: call)
      if victim.hasBegun {
        let recovered = victim.program.run("recover", "--no-input")
        #expect(recovered.exit == 0, "\(what): \(recovered.error)")
        let again = victim.program.run("recover", "--no-input")
        #expect(again.exit == 0, "\(what): \(again.error)")
      }
      let words = (victim.program.folder.read("log") ?? "").split(separator: "\n").map(String.init)
      let (done, undone) = (words.filter { $0 == $0.lowercased() }, words.filter { $0 != $0.lowercased() })
      // What was under way may be undone once more, or although it had not begun; the order holds in any case.
      #expect(undone == undone.sorted(by: >), "\(what): \(words)")
      #expect(Set(done.map { $0.uppercased() }).isSubset(of: undone), "\(what): \(words)")
      #expect(undone.count <= Set(undone).count + 1, "\(what): \(words)")
      victim.checkInvariants(what)
    }
  }
}
