import TestSupport
import Testing

/// Every runbook that the project brings.
@Suite("The runbooks of the project")
struct RunbookCollectionTests {
  /// Those that tests of their own run.
  private static let tested = [
    "runbooks/blue-green.toml", "runbooks/canary.toml", "runbooks/deploy.toml", "runbooks/features/approvals.toml",
    "runbooks/features/breaker.toml",
    "runbooks/features/defaults.toml",
    "runbooks/features/discovered.toml",
    "runbooks/features/environment.toml",
    "runbooks/features/foreach.toml", "runbooks/features/functions.toml", "runbooks/features/github.toml",
    "runbooks/features/http.toml", "runbooks/features/irreversible.toml", "runbooks/features/kv.toml",
    "runbooks/features/leave-running.toml",
    "runbooks/features/limits.toml",
    "runbooks/features/locks.toml",
    "runbooks/features/machine-pools.toml",
    "runbooks/features/nested.toml", "runbooks/features/nested/region.toml", "runbooks/features/notify.toml",
    "runbooks/features/outputs.toml", "runbooks/features/plugins.toml", "runbooks/features/polling.toml",
    "runbooks/features/pools.toml",
    "runbooks/features/resume.toml", "runbooks/features/rollback.toml", "runbooks/features/secrets.toml",
    "runbooks/features/snapshot.toml",
    "runbooks/features/targets.toml", "runbooks/features/timeout.toml",
    "runbooks/features/windows-and-locks.toml",
    "runbooks/pipeline/pipeline.toml", "runbooks/progressive.toml", "runbooks/release.toml", "runbooks/state.toml",
  ]

  @Test("are all run by a test")
  func complete() {
    let files = Repository.files(below: "runbooks", suffix: ".toml").filter { !$0.hasSuffix(".test.toml") }
    #expect(files == Self.tested)
  }

  @Test("hold what their scenarios say", arguments: Repository.files(below: "runbooks", suffix: ".test.toml"))
  func scenarios(_ path: String) {
    let program = Program()
    program.folder.copy("runbooks")
    let result = program.run("test", path)
    #expect(result.exit == 0, "\(result.output)\(result.error)")
    #expect(result.error.isEmpty)
  }

  @Test("are valid", arguments: tested)
  func valid(_ path: String) {
    var program = Program()
    program.folder.copy("runbooks")
    program.environment["PATH"] = "\(program.folder.path)/runbooks/plugins:/usr/local/bin:/usr/bin:/bin"
    #expect(program.run("validate", path).exit == 0)
  }
}
