import Foundation
import TestSupport
import Testing

/// Audit files that name the process of a stranger (T10): nobody signals it, waits for it, or takes the run for alive.
@Suite("A stranger's process on record")
struct ForgedProcessTests {
  /// A process that lives until it is ended, with the group of its own that a signal to a group would need.
  private static func stranger() throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/tail")
    process.arguments = ["-f", "/dev/null"]
    try process.run()
    return process
  }

  /// A run that was killed, whose records are then changed.
  private static func forged(_ change: (String) -> String) throws -> Program {
    let program = Program("[a]\ncommand = \"kill -KILL $PPID\"\nidempotent = true\n[b]\ncommand = \"touch b\"\n")
    #expect(program.run("run").exit == 137)
    program.folder.write(change(try #require(program.folder.read("deploy.audit.jsonl"))), to: "deploy.audit.jsonl")
    return program
  }

  private static func replace(_ text: String, pid: String, start: String?, boot: String?) -> String {
    var text = text.replacing(/"pid":\d+/, with: "\"pid\":\(pid)")
    text = text.replacing(/"pid_start":\d+/, with: start.map { "\"pid_start\":\($0)" } ?? "\"x\":1")
    return boot.map { text.replacing(/"boot":"[^"]+"/, with: "\"boot\":\"\($0)\"") } ?? text
  }

  @Test(
    "is left alone, whatever is said of it, with the run's lock free, gone, or a folder",
    arguments: ["free", "gone", "folder"])
  func leftAlone(lock: String) throws {
    let stranger = try Self.stranger()
    defer { kill(stranger.processIdentifier, SIGKILL) }
    let number = String(stranger.processIdentifier)
    let forgeries: [(pid: String, start: String?, boot: String?)] = [
      (number, "1", nil), (number, nil, nil), (number, "1", "0"), ("-1", nil, nil), ("0", nil, nil),
      ("-\(number)", nil, nil), ("99999999999999", "1", nil), ("1", "1", nil),
    ]
    for forgery in forgeries {
      let program = try Self.forged { Self.replace($0, pid: forgery.pid, start: forgery.start, boot: forgery.boot) }
      let run = try #require(program.folder.list(".pyflow/runs").first)
      let path = "\(program.folder.path)/.pyflow/runs/\(run)/lock"
      if lock != "free" { try FileManager.default.removeItem(atPath: path) }
      if lock == "folder" { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false) }
      #expect(program.run("list").output.contains(" orphaned "))
      #expect(program.run("status").exit == 5)
      for verb in ["cancel", "pause"] {
        let result = program.run(verb)
        #expect(result.exit == 3 && result.error.contains(" is not going on\n"), "\(verb): \(result.error)")
      }
      #expect(program.run("logs", "--follow").exit == 5)
      #expect(stranger.isRunning)
    }
  }

  @Test("is not asked to end where the lock is held by somebody else")
  func lockHeld() throws {
    let stranger = try Self.stranger()
    defer { kill(stranger.processIdentifier, SIGKILL) }
    for (pid, start) in [(String(stranger.processIdentifier), "1"), ("-1", nil), ("0", nil)] {
      let program = try Self.forged { Self.replace($0, pid: pid, start: start, boot: nil) }
      let run = try #require(program.folder.list(".pyflow/runs").first)
      let file = open("\(program.folder.path)/.pyflow/runs/\(run)/lock", O_RDWR | O_CLOEXEC)
      defer { close(file) }
      #expect(flock(file, LOCK_EX | LOCK_NB) == 0)
      let result = program.run("cancel")
      #expect(result.exit == 3 && result.error.contains("it is not the one on record"))
      #expect(stranger.isRunning)
      #expect(program.run("resume").exit == 3)
    }
  }

  @Test("the run's own process is known where its lock file is gone")
  func lockGone() throws {
    let program = Program("[a]\ncommand = \"exec 3< hold; echo here > reached; read x <&3\"\n")
    let (reached, hold) = (NamedPipe(in: program.folder, "reached"), NamedPipe(in: program.folder, "hold"))
    let running = program.start("run")
    #expect(reached.nextLine() == "here")
    let run = try #require(program.folder.list(".pyflow/runs").first)
    try FileManager.default.removeItem(atPath: "\(program.folder.path)/.pyflow/runs/\(run)/lock")
    #expect(program.run("list").output.contains(" running "))
    #expect(program.run("resume").exit == 3)
    hold.writeLine("go")
    #expect(running.wait().exit == 0)
    #expect(program.run("list").output.contains(" succeeded "))
  }

  @Test("a lock that is a folder keeps nobody from reading, and a run from being taken up with a word about it")
  func lockIsFolder() throws {
    let program = try Self.forged { $0 }
    let run = try #require(program.folder.list(".pyflow/runs").first)
    let path = "\(program.folder.path)/.pyflow/runs/\(run)/lock"
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(program.run("audit", "show", "latest").exit == 0)
    let refused = program.run("resume")
    #expect(refused.exit == 3 && refused.error.contains("cannot be locked, so that nobody else takes it up: "))
    #expect(refused.error.hasSuffix("  = hint: move it away\n"))
  }
}
