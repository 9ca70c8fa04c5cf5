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

  /// The calls of an undisturbed run: each name as often as it is called, numbered from 1.
  ///
  /// Those before the first one that has to do with the run are the loader's.
  private static let calls: [(name: String, number: Int)] = {
    var victim = Victim()
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
  }()

  @Test("goes on, ends as it would have, and runs nothing again that had ended", arguments: 0..<shares)
  func killed(share: Int) throws {
    guard Self.isPossible else { return }
    #expect(Self.calls.count > 100)
    let chosen = Self.calls.enumerated().filter { $0.offset.isMultiple(of: Self.step) }.map(\.element)
    for (place, call) in chosen.enumerated() where place % Self.shares == share {
      var victim = Victim()
      victim.program.wrapper = [
        "strace", "-qq", "-o", "/dev/null", "-e", "trace=\(call.name)", "-e",
        "inject=\(call.name):signal=SIGKILL:when=\(call.number)",
      ]
      let killed = victim.program.run("run", "--no-input")
      let what = "\(call.name) \(call.number)"
      victim.checkTold(killed.error, what)
      victim.program.wrapper = []
      victim.endsAsUndisturbed(what)
    }
    if share == 0 { Torture.tell("T1", chosen.count, "of \(Self.calls.count) system calls") }
  }
}
