import Foundation
import TestSupport
import Testing

/// Many runs of one runbook that are started at once (T9).
@Suite("T9: fifty runs at once")
struct WriterTests {
  @Test("all finish in one chain", arguments: 0..<Torture.count(1, long: 20, nightly: 100))
  func all(round: Int) {
    let victim = Victim("[a]\ncommand = \"true\"\n[b]\ncommand = \"true\"\ndepends_on = []")
    let exits = (0..<50).map { _ in victim.program.start("run", "--quiet") }.map { $0.wait().exit }
    #expect(exits.allSatisfy { $0 == 0 }, "\(exits)")
    #expect(victim.succeeded.count == 100)
    victim.checkInvariants("round \(round)")
    if round == 0 { Torture.tell("T9", Torture.count(1, long: 20, nightly: 100), "rounds of fifty runs, twice") }
  }

  @Test("with a lock one runs, and the others are refused", arguments: 0..<Torture.count(1, long: 20, nightly: 100))
  func locked(round: Int) {
    let victim = Victim("[runbook]\nlock = \"site\"\n[a]\ncommand = \"until test -e go; do sleep 0.02; done\"")
    let holder = victim.program.start("run", "--quiet")
    while victim.lineCount < 3, holder.isRunning {}
    let others = (0..<49).map { _ in victim.program.start("run", "--quiet") }.map { $0.wait().exit }
    #expect(others.allSatisfy { $0 == 3 }, "\(others)")
    victim.program.folder.write("", to: "go")
    #expect(holder.wait().exit == 0)
    #expect(victim.succeeded == ["a"])
    victim.checkInvariants("round \(round)")
  }
}
