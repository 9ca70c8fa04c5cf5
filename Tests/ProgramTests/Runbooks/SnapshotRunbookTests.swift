import TestSupport
import Testing

/// `runbooks/features/snapshot.toml`, and snapshots with the built program.
@Suite("The runbook of snapshots")
struct SnapshotRunbookTests {
  private let program = Program()

  @Test("tells what each node has changed")
  func shown() {
    program.folder.copy("runbooks/features/snapshot.toml", as: "deploy.toml")
    let result = program.run("run")
    #expect(result.exit == 0)
    #expect(result.error.contains("warning: the snapshot after remove failed: exit 1"))
    let history = program.run("audit", "show", "latest").output
    #expect(
      history.contains(
        """
            changed:
              /replicas: 2 → 3
              /env/REGION: nothing → "eu"

        """))
    #expect(
      history.contains(
        """
            changed:
              --- before
              +++ after
              @@ -1,3 +1,3 @@
               listen 80
               root /srv
              -log off
              +log on

        """))
    #expect(history.contains("    changed nothing that its snapshots show\n"))
    #expect(history.contains("    snapshot after failed: exit 1\n"))
    #expect(program.run("audit", "verify").exit == 0)
    let audit = program.folder.read("deploy.audit.jsonl") ?? ""
    #expect(
      audit.contains(
        #""difference":[{"path":"/replicas","before":2,"after":3},{"path":"/env/REGION","after":"eu"}]"#))
  }

  @Test("keeps large outputs in files, and secrets out of everything")
  func largeAndSecret() {
    program.folder.write(
      """
      [variables]
      TOKEN = { secret = true }
      [a]
      command = "true"
      env = { T = "{{ TOKEN }}" }
      snapshot = "echo $T; seq 20000; echo $PYFLOW_ATTEMPT $$"
      """, to: "deploy.toml")
    #expect(program.run("run", "--var", "TOKEN=tr0ub4dor").exit == 0)
    let audit = program.folder.read("deploy.audit.jsonl") ?? ""
    #expect(audit.contains("a.snapshot-before.1\",\"bytes\":"))
    #expect(audit.contains("a.snapshot-after.1\",\"bytes\":"))
    #expect(!audit.contains("tr0ub4dor"))
    let path = audit.firstMatch(of: #/"before":\{"path":"([^"]+)"/#).map { String($0.1) } ?? ""
    let content = program.folder.read(path) ?? ""
    #expect(content.hasPrefix("***\n1\n2\n") && content.hasSuffix("\n"))
    #expect(program.run("audit", "show", "latest").output.contains("changed:"))
  }
}
