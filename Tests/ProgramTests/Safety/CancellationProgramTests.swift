import Foundation
import TestSupport
import Testing

/// How CI ends a run: by signals in a row, or by ending whoever had started it.
@Suite("Cancellation by CI")
struct CancellationProgramTests {
  private static let runbook = """
    [a]
    command = "true"
    rollback = "echo a >>undone"
    [b]
    command = "true"
    rollback = "echo undoing >reached; read -r go <hold; echo b >>undone"
    [c]
    command = "echo $PPID >reached; exec sleep 600"
    """

  private var program = Program(runbook)
  private let reached: NamedPipe
  private let hold: NamedPipe

  init() {
    reached = NamedPipe(in: program.folder, "reached")
    hold = NamedPipe(in: program.folder, "hold")
    program.environment = ["CI": "true", "GITHUB_ACTIONS": "true"]
  }

  private func record(_ event: String) -> Substring? {
    program.folder.read("deploy.audit.jsonl")?.split(separator: "\n").first { $0.contains("\"event\":\"\(event)\"") }
  }

  @Test("SIGINT and then SIGTERM leave what is not undone to recover")
  func sequence() {
    let running = program.start("run")
    #expect(reached.nextLine() == String(running.processIdentifier))
    running.signal(SIGINT)
    #expect(reached.nextLine() == "undoing")
    running.signal(SIGTERM)
    let result = running.wait()
    #expect(result.exit == 5)
    #expect(result.error.contains("SIGINT: starting nothing new, waiting for what runs\n"))
    #expect(result.error.contains("the rest is for `pyflow recover`\n"))
    #expect(result.error.contains("SIGTERM: ending everything now\n"))
    #expect(!program.folder.exists("undone"))
    hold.writeLine("go")
    #expect(program.run("recover").exit == 0)
    #expect(program.folder.read("undone") == "b\na\n")
  }

  @Test("one SIGINT leaves seconds, which are not exceeded")
  func alone() {
    let running = program.start("run")
    #expect(reached.nextLine() != nil)
    running.signal(SIGTERM)
    #expect(reached.nextLine() == "undoing")
    let result = running.wait()
    #expect(result.exit == 5)
    #expect(result.error.contains("1.5s are over: ending everything, before pyflow is killed\n"))
  }

  /// A shell that waits for pyflow, as that of a CI step does.
  private func withParent(_ program: Program) -> Program {
    var program = program
    program.wrapper = ["sh", "-c", "\"$@\"; true", "sh"]
    return program
  }

  @Test("the end of the step's shell counts as SIGTERM")
  func parent() {
    hold.writeLine("go")
    var program = withParent(program)
    // Anywhere but at GitHub there is time for all that is to be undone.
    program.environment = ["CI": "true"]
    let running = program.start("run")
    let own = reached.nextLine().flatMap { Int32($0) } ?? 0
    #expect(own != running.processIdentifier)
    running.signal(SIGKILL)
    let result = running.wait()
    #expect(result.error.contains("the process that started pyflow has ended: that asks to stop\nSIGTERM: starting"))
    #expect(program.folder.read("undone") == "b\na\n")
    #expect(record("run.parent_died")?.contains("\"signal\":\"SIGTERM\"") == true)
    #expect(record("run.finished")?.contains("\"status\":\"cancelled\"") == true)
  }

  @Test("outside CI the end of the parent is only recorded")
  func orphan() {
    var other = Program("[a]\ncommand = \"echo here >reached; read -r go <hold\"\n[b]\ncommand = \"echo b >ran\"")
    let reached = NamedPipe(in: other.folder, "reached")
    let hold = NamedPipe(in: other.folder, "hold")
    other = withParent(other)
    let running = other.start("run")
    #expect(reached.nextLine() == "here")
    running.signal(SIGKILL)
    while other.folder.read("deploy.audit.jsonl")?.contains("run.parent_died") != true, running.hasOpenOutput {}
    hold.writeLine("go")
    let result = running.wait()
    #expect(!result.error.contains("has ended") && result.error.contains("succeeded in"))
    #expect(other.folder.read("ran") == "b\n")
    let records = other.folder.read("deploy.audit.jsonl") ?? ""
    #expect(records.contains("\"event\":\"run.parent_died\",\"prev\""))
  }
}
