import TestSupport
import Testing

/// `runbooks/features/windows-and-locks.toml`.
@Suite("The runbook of windows and locks")
struct WindowsAndLocksRunbookTests {
  private let program = Program()

  init() { program.folder.copy("runbooks/features/windows-and-locks.toml", as: "deploy.toml") }

  @Test("rolls out within its window, holds its lock meanwhile, and goes back")
  func run() {
    for (version, live) in [("1.0", "green\n"), ("2.0", "blue\n")] {
      let result = program.run("run", "--var", "VERSION=\(version)")
      #expect(result.exit == 0, "\(result.error)")
      #expect(program.folder.read("site/live") == live)
      #expect(program.folder.read("site/lease") == nil)
    }
    let back = program.run("rollback", "windows-and-locks")
    #expect(back.exit == 0, "\(back.error)")
    #expect(program.folder.read("site/live") == "green\n")
    #expect(program.folder.read("site/green") == "1.0\n")
  }

  @Test("is refused while somebody else has its lock")
  func refused() {
    program.folder.write("somebody\n", to: "site/lease")
    let result = program.run("run")
    // What stands before it has run.
    #expect(result.exit == 1 && result.error.contains("somebody else has its lock: held by run somebody"))
  }
}
