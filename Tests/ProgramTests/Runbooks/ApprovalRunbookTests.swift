import TestSupport
import Testing

/// `runbooks/features/approvals.toml`.
@Suite("The approvals runbook")
struct ApprovalRunbookTests {
  private let program = Program()

  init() { program.folder.copy("runbooks/features/approvals.toml", as: "deploy.toml") }

  @Test("is approved step by step from another terminal")
  func approved() {
    let run = program.start("run", "--wait-approval", "1h")
    #expect(run.waitForError("? release: Release what was built?"))
    #expect(program.run("approve", "latest", "--field", "VERSION=v7", "--comment", "tested").exit == 0)
    #expect(run.waitForError("? ship: Ship v7?"))
    #expect(program.run("approve").exit == 0)
    #expect(run.waitForError("? ship: Is this right: v7 on 2 machines?"))
    #expect(program.run("approve", "deploy.toml", "latest", "ship").exit == 0)
    let result = run.wait()
    #expect(result.exit == 0)
    #expect(result.error.contains("with VERSION=v7, COPIES=2: tested\n"))
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("undoes what was shipped and is not right")
  func rejected() {
    let run = program.start("run", "--wait-approval", "1h")
    #expect(run.waitForError("? release"))
    #expect(program.run("approve", "--field", "VERSION=v7").exit == 0)
    #expect(run.waitForError("? ship: Ship v7?"))
    #expect(program.run("approve").exit == 0)
    #expect(run.waitForError("? ship: Is this right"))
    #expect(program.run("reject", "--comment", "wrong").exit == 0)
    let result = run.wait()
    #expect(result.exit == 4 && result.error.contains("✓ ship rolled back"))
  }

  @Test("with the environment prod begins with two others, whatever --yes says")
  func prod() {
    let run = program.start("run", "--env", "prod", "--yes", "--wait-approval", "1h")
    #expect(run.waitForError("may approve: 2 people, not the requester · pyflow approve deploy.toml"))
    let refused = program.run("approve", "deploy.toml", "latest", "@prod")
    #expect(refused.exit == 3 && refused.error.contains("whoever started the run may not"))
    #expect(program.run("reject").exit == 0)
    let result = run.wait()
    #expect(result.exit == 1 && result.error.contains("● ship blocked by @prod"))
  }
}
