import Foundation
import TestSupport
import Testing

/// Signals that reach pyflow while a run goes on.
@Suite("Interruption")
struct InterruptionProgramTests {
  /// A node that tells when it runs, and ends only when it is ended.
  private static let runbook = """
    [wait]
    command = '''
    trap 'echo ended >>told; exit 7' TERM INT HUP
    echo running >reached
    while :; do read -r never <hold; done
    '''
    [next]
    command = "touch next-ran"
    """

  private let program = Program(runbook)
  private let reached: NamedPipe

  init() {
    reached = NamedPipe(in: program.folder, "reached")
    mkfifo("\(program.folder.path)/hold", 0o600)
  }

  @Test(
    "a signal is passed on, nothing new starts, and the exit code names it",
    arguments: [(SIGINT, 130, "SIGINT"), (SIGTERM, 143, "SIGTERM"), (SIGHUP, 129, "SIGHUP")])
  func passedOn(signal: Int32, exit: Int, name: String) {
    let running = program.start("run")
    #expect(reached.nextLine() == "running")
    running.signal(signal)
    let result = running.wait()
    #expect(result.exit == exit)
    #expect(result.error.contains("\(name): starting nothing new, waiting for what runs\n"))
    #expect(program.folder.read("told") == "ended\n")
    #expect(!program.folder.exists("next-ran"))
    #expect(program.run("audit", "show").output.contains(" cancelled "))
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("a second signal ends at once what ignores the first, its whole group included")
  func second() {
    let stubborn = Program(
      """
      [wait]
      command = '''
      trap '' TERM INT HUP
      (trap '' TERM INT HUP; echo $$ >group; echo running >reached; while :; do read -r never <hold; done) &
      wait
      wait
      '''
      """)
    let reached = NamedPipe(in: stubborn.folder, "reached")
    mkfifo("\(stubborn.folder.path)/hold", 0o600)
    let running = stubborn.start("run")
    #expect(reached.nextLine() == "running")
    running.signal(SIGINT)
    #expect(running.waitForError("a second signal ends it at once"))
    running.signal(SIGINT)
    let result = running.wait()
    #expect(result.exit == 130)
    #expect(result.error.contains("SIGINT: ending everything now\n"))
    let group = Int32(stubborn.folder.read("group")?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "") ?? 0
    #expect(group > 0)
    #expect(kill(-group, 0) == -1 && errno == ESRCH)
  }

  @Test("one that comes while the run is prepared keeps its nodes from starting")
  func early() {
    program.folder.write(String(repeating: "a", count: 40) + "\n", to: ".git/HEAD")
    program.stub("git", "kill -TERM $PPID")
    let result = program.run("run")
    #expect(result.exit == 143, "\(result.error)")
    #expect(result.error.contains("SIGTERM: starting nothing new"))
    #expect(!result.error.contains("▸"))
  }

  @Test("SIGQUIT ends everything at once, and is recorded")
  func quit() {
    let running = program.start("run")
    #expect(reached.nextLine() == "running")
    running.signal(SIGQUIT)
    let result = running.wait()
    #expect(result.exit == 131)
    #expect(result.error.contains("SIGQUIT: ending everything now\n"))
    #expect(!program.folder.exists("told") && !program.folder.exists("next-ran"))
    #expect(program.folder.read("deploy.audit.jsonl")?.contains("\"signal\":\"SIGQUIT\"") == true)
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("other signals do not end pyflow, which would leave its processes alone")
  func strays() {
    let running = program.start("run")
    #expect(reached.nextLine() == "running")
    for number in [SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO] { running.signal(number) }
    running.signal(SIGTERM)
    #expect(running.wait().exit == 143)
    #expect(program.folder.read("told") == "ended\n")
  }

  @Test("a SIGHUP that was ignored at the start stays ignored")
  func nohup() {
    var program = program
    program.wrapper = ["sh", "-c", "trap '' HUP; exec \"$@\"", "sh"]
    let running = program.start("run")
    #expect(reached.nextLine() == "running")
    running.signal(SIGHUP)
    running.signal(SIGTERM)
    let result = running.wait()
    #expect(result.exit == 143)
    #expect(!result.error.contains("SIGHUP"))
  }
}
