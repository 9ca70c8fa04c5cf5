import Foundation
import TestSupport
import Testing

/// Locks that stay with a run that has ended, and ways to free them (design 5.8).
@Suite("Reserved locks")
struct LockReservationTests {
  private let program = Program()

  init() {
    program.folder.write("[runbook]\nlock = [\"site\", \"db\"]\n[go]\nprompt = \"Go?\"\n", to: "first.toml")
    program.folder.write("[runbook]\nlock = \"site\"\n[b]\ncommand = \"echo b\"\n", to: "second.toml")
    program.folder.write("[c]\ncommand = \"echo c\"\nlock = \"site\"\n", to: "third.toml")
  }

  /// Leaves a run that waits for its approval; its id.
  private func leave() -> String {
    let result = program.run("run", "first.toml", "--json")
    #expect(result.exit == 6)
    #expect(result.error.contains("  reserved for this run, because it waits for an approval: locks db, site\n"))
    #expect(result.error.contains("  others are refused until it has ended for good, or: pyflow lock break db site\n"))
    return result.output.firstMatch(of: /"run":"(\w+)"/).map { String($0.1) } ?? ""
  }

  /// The words about the run that the lock is reserved for, up to the time.
  private func words(_ run: String, _ result: Program.Result) -> Bool {
    let pattern = "lock `site`, reserved for run \(run) of "
    return result.error.contains(pattern) && result.error.contains(": it waits for an approval\n")
  }

  @Test("keep other runs out, and tell of the run and the ways out")
  func refused() {
    let run = leave()
    let files = program.folder.list()
    let result = program.run("run", "second.toml")
    #expect(result.exit == 3)
    #expect(result.error.hasPrefix("pyflow: error: nothing was done: "))
    #expect(words(run, result))
    #expect(
      result.error.hasSuffix(
        """
          = hint: go on with that run: pyflow resume \(program.folder.path)/first.toml \(run); or free the lock \
        with: pyflow lock break site, or take it with --break-lock

        """))
    #expect(program.folder.list() == files)
    #expect(program.run("run", "second.toml", "--lock-wait", "20ms").exit == 3)
    #expect(program.run("run", "third.toml", "--lock-wait", "20ms").exit == 1)
  }

  @Test("are taken with --break-lock, which is said and recorded, and then free")
  func broken() {
    let run = leave()
    let result = program.run("run", "second.toml", "--break-lock")
    #expect(result.exit == 0)
    #expect(result.error.contains("warning: taken all the same: lock `site` was reserved for run \(run) of "))
    let audit = program.folder.read("second.audit.jsonl") ?? ""
    #expect(audit.contains("\"event\":\"lock.broken\",\"locks\":[\"site\"],\"reserved_for\":\"\(run)\""))
    #expect(program.run("run", "second.toml").exit == 0)
    #expect(program.folder.list(".session/pyflow/locks").filter { $0.hasSuffix(".reserved") } == ["db.reserved"])
  }

  @Test("are taken by nodes with --break-lock too")
  func brokenByNode() {
    let run = leave()
    #expect(program.run("run", "third.toml", "--break-lock").exit == 0)
    #expect(
      program.folder.read("third.audit.jsonl")?.contains(
        "\"node\":\"c\",\"locks\":[\"site\"],\"reserved_for\":\"\(run)\"") == true)
  }

  @Test("stay where a run that broke them is killed")
  func killed() {
    let run = leave()
    let reached = NamedPipe(in: program.folder, "reached")
    let hold = NamedPipe(in: program.folder, "hold")
    program.folder.write(
      "[runbook]\nlock = \"site\"\n[a]\ncommand = 'echo running >reached; read -r line <hold'\n", to: "fourth.toml")
    let running = program.start("run", "fourth.toml", "--break-lock")
    #expect(reached.nextLine() == "running")
    running.signal(SIGKILL)
    #expect(running.wait().exit == 137)
    #expect(words(run, program.run("run", "second.toml")))
    hold.writeLine("end")
  }

  @Test("are freed by `lock break`, for those who wait too")
  func freed() {
    let run = leave()
    let waiting = program.start("run", "second.toml", "--lock-wait", "15m")
    #expect(waiting.waitForError("waiting for lock `site`, reserved for run \(run) of "))
    let result = program.run("lock", "break", "site", "db")
    #expect(result.exit == 0)
    #expect(result.output.hasPrefix("lock `site` is free; it was reserved for run \(run) of "))
    #expect(waiting.wait().exit == 0)
    let audit = program.folder.read("first.audit.jsonl") ?? ""
    for lock in ["site", "db"] {
      let record =
        "\"run\":\"\(run)\",\"event\":\"lock.broken\",\"locks\":[\"\(lock)\"],\"reserved_for\":\"\(run)\",\"who\":{\"user\":"
      #expect(audit.contains(record))
    }
    #expect(program.run("audit", "verify", "first.toml").exit == 0)
    #expect(program.run("audit", "show", "first.toml", run).exit == 0)
    let again = program.run("lock", "break", "site")
    #expect(again.exit == 3)
    #expect(
      again.error == """
        pyflow: error: lock `site` is reserved for nobody
          = hint: pyflow lock list tells what is

        """)
    #expect(program.run("lock", "break").exit == 64)
  }

  @Test("are freed by `lock break` where the run's audit file is another one, or gone, or cannot be written")
  func recorded() {
    #expect(program.run("run", "first.toml", "--audit", "other.jsonl").exit == 6)
    #expect(program.run("lock", "break", "site").error.isEmpty)
    #expect((program.folder.read("other.jsonl") ?? "").contains("\"event\":\"lock.broken\",\"locks\":[\"site\"]"))
    program.folder.write("no record\n", to: "other.jsonl")
    let foreign = program.run("lock", "break", "db", "none")
    #expect(foreign.exit == 74 && foreign.output.hasPrefix("lock `db` is free; "))
    #expect(program.run("run", "first.toml", "--audit", "third.jsonl").exit == 6)
    try? FileManager.default.removeItem(atPath: "\(program.folder.path)/third.jsonl")
    let gone = program.run("lock", "break", "site", "db")
    #expect(gone.exit == 0)
    #expect(gone.error.contains("the audit file of the run is not there, so this is recorded nowhere"))
    #expect(!program.folder.list().contains("third.jsonl"))
  }

  @Test("are listed with those that are held, which `lock break` leaves alone")
  func list() {
    #expect(program.run("lock", "list").output == "no lock is held or reserved\n")
    let run = leave()
    let reached = NamedPipe(in: program.folder, "reached")
    let hold = NamedPipe(in: program.folder, "hold")
    program.folder.write(
      """
      [runbook]
      pools = { "machine:x" = 2 }
      [a]
      command = 'echo running >reached; read -r line <hold'
      lock = "own / lock"
      pool = { "machine:x" = 2 }
      """, to: "other.toml")
    let running = program.start("run", "other.toml")
    #expect(reached.nextLine() == "running")
    let lines = program.run("lock", "list").output.split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines[0].hasPrefix("lock `db` reserved for run \(run) of "))
    #expect(lines[0].hasSuffix(": it waits for an approval · \(program.folder.path)/first.toml"))
    #expect(lines[1].hasPrefix("pool `machine:x` held by run "))
    #expect(lines[3].hasPrefix("lock `own / lock` held by run "))
    #expect(lines[3].contains(", pid \(running.processIdentifier), since "))
    let json = program.run("lock", "list", "--json").output
    #expect(
      json.hasPrefix("{\"schema\":\"pyflow.locks/1\",\"locks\":[{\"lock\":\"db\",\"state\":\"reserved\",\"run\":"))
    let refused = program.run("lock", "break", "own / lock")
    #expect(refused.exit == 3)
    #expect(refused.error.hasPrefix("pyflow: error: lock `own / lock` is held by run "))
    hold.writeLine("end")
    #expect(running.wait().exit == 0)
    #expect(program.run("lock", "list").output.split(separator: "\n").count == 2)
  }

  @Test("are kept after a rollback that failed")
  func rollback() {
    program.folder.write(
      "[runbook]\nlock = \"site\"\n[a]\ncommand = \"true\"\nrollback = \"false\"\n[b]\ncommand = \"false\"\n",
      to: "first.toml")
    #expect(program.run("run", "first.toml").exit == 5)
    let refused = program.run("run", "second.toml")
    #expect(refused.exit == 3)
    #expect(refused.error.contains(": its rollback failed\n"))
  }
}
