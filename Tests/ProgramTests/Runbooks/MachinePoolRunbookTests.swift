import TestSupport
import Testing

/// `runbooks/features/machine-pools.toml`.
@Suite("The runbook of the machine's pools")
struct MachinePoolRunbookTests {
  private let program = Program()

  init() { program.folder.copy("runbooks/features/machine-pools.toml", as: "deploy.toml") }

  @Test("says in its plan what all runs share")
  func plan() {
    let text = program.run("plan").output
    #expect(text.contains("  pool machine:database: 2, shared by all runs of this machine\n"))
    #expect(text.contains("takes 2 of machine:database; holds lock disk\n"))
  }

  @Test("several runs never have more of the database than there is")
  func runs() {
    let runs = (0..<5).map { _ in program.start("run", "--quiet") }
    #expect(runs.map { $0.wait().exit } == Array(repeating: 0, count: 5))
    var taken = 0
    for line in (program.folder.read("deploy.audit.jsonl") ?? "").split(separator: "\n") {
      guard let start = line.firstRange(of: "\"places\":{\"machine:database\":") else { continue }
      let amount = Int(line[start.upperBound...].prefix { $0.isNumber }) ?? 0
      taken += line.contains("lock.acquired") ? amount : -amount
      // Places are given back after this was recorded, and taken before: the record never shows more than there were.
      #expect((0...2).contains(taken))
    }
    #expect(taken == 0)
    #expect(program.folder.list(".session/pyflow/waiting").allSatisfy { !$0.hasSuffix(".bell") })
  }
}
