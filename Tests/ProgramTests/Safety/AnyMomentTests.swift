import Foundation
import TestSupport
import Testing

/// Signals and Ctrl-C at random moments of a run at a terminal.
@Suite("Signals at any moment")
struct AnyMomentTests {
  static let count = Torture.count(20, long: 300, nightly: 3000)

  private static let runbook = """
    [start]
    command = "echo $PPID >own; sleep 0.01"
    rollback = "sleep 0.01"
    [edit]
    command = "stty -echo -icanon; sleep 0.02"
    interactive = true
    rollback = "sleep 0.01"
    [daemon]
    command = "(setsid sleep 600 >/dev/null 2>&1 &) ; sleep 600 >/dev/null 2>&1 & sleep 0.02"
    [stubborn]
    command = "trap '' INT TERM HUP; sleep 0.05"
    rollback = "sleep 0.01"
    """

  /// Those that are sent; 0 is Ctrl-C instead.
  private static let signals: [Int32] = [0, SIGINT, SIGTERM, SIGHUP, SIGQUIT]

  @Test("leave the terminal as it was, an audit that is sound, and no process", arguments: 0..<count)
  func anyMoment(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed) + 7)
    let program = Program(Self.runbook)
    let terminal = try #require(TerminalProgram(program, "run", "--max-retries", "0"))
    let records = Int.random(in: 2...22, using: &random)
    while terminal.isRunning, lines(program) < records {}
    let process = program.folder.read("own").flatMap { Int32($0.trimmingCharacters(in: .newlines)) }
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let number = Self.signals.randomElement(using: &random) ?? 0
      if number != 0, let process, process > 1 { kill(process, number) } else { terminal.type("\u{3}") }
    }
    let (exit, screen) = terminal.wait()
    #expect([0, 1, 4, 5, 129, 130, 131, 143].contains(exit), "\(exit): \(screen)")
    #expect(terminal.isAsUsual)
    #expect(program.run("audit", "verify").exit == 0)
    #expect(processes(of: program).isEmpty, "\(screen)")
  }

  private func lines(_ program: Program) -> Int {
    program.folder.readData("deploy.audit.jsonl")?.count { $0 == UInt8(ascii: "\n") } ?? 0
  }

  /// The processes that run in the program's folder.
  private func processes(of program: Program) -> [String] {
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.filter { Int($0) != nil } ?? []
    return numbers.filter { number in
      let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/cwd")
      return target == program.folder.url.resolvingSymlinksInPath().path
    }
  }
}
