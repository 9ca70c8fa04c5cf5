import Foundation
import TestSupport
import Testing

/// Locks between runs of the built program, which may be runs of several runbooks.
@Suite("Locks between runs")
struct LockProgramTests {
  /// A node that tells when it runs, and ends when it is told to.
  private static let work = "command = 'echo running >reached; read -r line <hold'"
  private let program = Program()
  private let reached: NamedPipe
  private let hold: NamedPipe

  init() {
    reached = NamedPipe(in: program.folder, "reached")
    hold = NamedPipe(in: program.folder, "hold")
    program.folder.write("[runbook]\nlock = \"site\"\n[a]\n\(Self.work)\n", to: "first.toml")
    program.folder.write("[runbook]\nlock = [\"db\", \"site\"]\n[b]\ncommand = \"echo b\"\n", to: "second.toml")
  }

  /// Starts a run that holds its lock until `hold` is written to.
  private func start(_ runbook: String = "first.toml") -> RunningProgram {
    let running = program.start("run", runbook)
    #expect(reached.nextLine() == "running")
    return running
  }

  /// The holder in the lock's file, in words.
  private func holder(_ lock: String) throws -> String {
    struct Holder: Decodable { let run: String, user: String, host: String, pid: Int, since: String }
    let data = try #require(program.folder.readData(".session/pyflow/locks/\(lock).lock"))
    let holder = try JSONDecoder().decode(Holder.self, from: data)
    return "run \(holder.run) of \(holder.user)@\(holder.host), pid \(holder.pid), since \(holder.since)"
  }

  @Test("a run whose lock is held is refused with the holder's details, and changes nothing")
  func refused() throws {
    let running = start()
    let files = program.folder.list()
    let result = program.run("run", "second.toml")
    let holder = try holder("site")
    #expect(holder.contains("pid \(running.processIdentifier),"))
    #expect(result.exit == 3)
    #expect(
      result.error == """
        pyflow: error: nothing was done: lock `site`, held by \(holder)
          = hint: wait for it with --lock-wait 15m

        """)
    #expect(program.folder.list() == files)
    #expect(program.run("run", "second.toml", "--lock-wait", "20ms").exit == 3)
    hold.writeLine("end")
    #expect(running.wait().exit == 0)
    #expect(program.run("run", "second.toml").exit == 0)
  }

  @Test("with --lock-wait it waits, says for whom, and runs when the lock is free")
  func waits() throws {
    let running = start()
    let holder = try holder("site")
    let second = program.start("run", "second.toml", "--lock-wait", "15m")
    #expect(second.waitForError("waiting for lock `site`, held by \(holder)\n"))
    hold.writeLine("end")
    #expect(running.wait().exit == 0)
    #expect(second.wait().exit == 0)
  }

  @Test(
    "a signal ends the waiting, and nothing was done",
    arguments: [(SIGINT, 130, "SIGINT"), (SIGTERM, 143, "SIGTERM"), (SIGHUP, 129, "SIGHUP")])
  func interrupted(signal: Int32, exit: Int, name: String) {
    let running = start()
    let second = program.start("run", "second.toml", "--lock-wait", "15m")
    #expect(second.waitForError("waiting for lock"))
    second.signal(signal)
    let result = second.wait()
    #expect(result.exit == exit)
    #expect(result.error.hasSuffix("\(name): nothing was done\n"))
    #expect(!program.folder.exists("second.audit.jsonl"))
    hold.writeLine("end")
    #expect(running.wait().exit == 0)
  }

  @Test("a run that is killed gives its lock back at once")
  func killed() {
    let running = start()
    #expect(program.run("run", "second.toml").exit == 3)
    running.signal(SIGKILL)
    #expect(running.wait().exit == 137)
    #expect(program.run("run", "second.toml").exit == 0)
    hold.writeLine("end")
  }

  @Test("locks are recorded, also those of nodes")
  func recorded() {
    program.folder.write("[runbook]\nlock = \"site\"\n[a]\ncommand = \"true\"\nlock = [\"y\", \"x\"]\n", to: "r.toml")
    #expect(program.run("run", "r.toml").exit == 0)
    let lines = (program.folder.read("r.audit.jsonl") ?? "").split(separator: "\n")
    let events = lines.compactMap { line -> String? in
      guard let start = line.firstRange(of: "\"event\":\""), let end = line.firstRange(of: ",\"prev\"") else {
        return nil
      }
      return line[start.upperBound...].hasPrefix("run.plan") ? nil : String(line[start.upperBound..<end.lowerBound])
    }
    #expect(
      events.filter { $0.hasPrefix("lock.") } == [
        "lock.acquired\",\"locks\":[\"site\"]", "lock.acquired\",\"node\":\"a\",\"locks\":[\"x\",\"y\"]",
        "lock.released\",\"node\":\"a\",\"locks\":[\"x\",\"y\"]", "lock.released\",\"locks\":[\"site\"]",
      ])
    let order = events.map { $0.prefix { $0 != "\"" } }
    #expect(
      order.suffix(6) == [
        "lock.acquired", "node.started", "node.finished", "lock.released", "lock.released", "run.finished",
      ])
    #expect(program.run("audit", "verify", "r.toml").exit == 0)
  }

  @Test("a node waits for the lock of another run's node, while others of its run go on")
  func nodes() throws {
    program.folder.write("[a]\n\(Self.work)\nlock = \"db\"\n", to: "one.toml")
    program.folder.write(
      "[c]\ncommand = \"echo c\"\nlock = \"db\"\n[d]\ncommand = \"echo d\"\ndepends_on = []\n", to: "two.toml")
    let running = start("one.toml")
    let holder = try holder("db")
    let second = program.start("run", "two.toml", "--json")
    #expect(second.waitForError("… c waits for lock `db`, held by \(holder)\n"))
    #expect(second.waitForError("✓ d"))
    hold.writeLine("end")
    #expect(running.wait().exit == 0)
    let result = second.wait()
    #expect(result.exit == 0)
    #expect(result.report?.summary == "c succeeded, d succeeded")
  }

  @Test("a node fails when its lock was not free in the time of --lock-wait; a signal ends its waiting too")
  func nodeLimit() {
    program.folder.write("[a]\n\(Self.work)\nlock = \"db\"\n", to: "one.toml")
    program.folder.write("[c]\ncommand = \"echo c\"\nlock = \"db\"\n", to: "two.toml")
    let running = start("one.toml")
    let late = program.run("run", "two.toml", "--lock-wait", "150ms")
    #expect(late.exit == 1)
    #expect(late.error.contains("✗ c failed: lock `db` was not free within 150ms: held by run "))
    let second = program.start("run", "two.toml")
    #expect(second.waitForError("c waits for lock"))
    second.signal(SIGTERM)
    #expect(second.wait().exit == 143)
    hold.writeLine("end")
    #expect(running.wait().exit == 0)
  }

  @Test("a folder of locks that others could change is refused")
  func foreign() {
    program.folder.write("", to: ".session/pyflow/x")
    chmod("\(program.folder.path)/.session/pyflow", 0o777)
    let result = program.run("run", "second.toml")
    #expect(result.exit == 3)
    #expect(
      result.error
        == "pyflow: error: nothing was done: the run's locks cannot be taken: \(program.folder.path)/.session/pyflow is not a folder of this user's alone\n"
    )
    program.folder.write("[a]\ncommand = \"true\"\nlock = \"x\"\n", to: "node.toml")
    let node = program.run("run", "node.toml")
    #expect(node.exit == 1)
    #expect(node.error.contains("✗ a failed: its lock cannot be taken: "))
  }

  @Test("a wait that is no duration is wrong usage", arguments: ["", "x", "-1", "1y"])
  func wrong(wait: String) {
    let result = program.run("run", "second.toml", "--lock-wait", wait)
    #expect(result.exit == 64)
    #expect(result.error.contains("`--lock-wait` must be a duration such as 30 or \"1m30s\", not `\(wait)`"))
  }

  @Test("twenty runs that need one lock run one after the other")
  func many() {
    program.folder.write(
      "[a]\ncommand = \"mkdir alone && rmdir alone\"\nlock = \"db\"\n", to: "many.toml")
    let runs = (0..<20).map { _ in program.start("run", "many.toml", "--quiet") }
    #expect(runs.map { $0.wait().exit } == Array(repeating: 0, count: 20))
  }
}
