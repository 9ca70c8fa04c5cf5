import Foundation
import TestSupport
import Testing

/// `runbooks/state.toml`: every answer that a probe can get, and the path that follows from it.
@Suite("The runbook that goes by what it finds")
struct StateRunbookTests {
  private static func program() -> Program {
    let program = Program()
    program.folder.copy("runbooks")
    return program
  }

  /// A metric that answers with `body`.
  private static func metric(_ body: String, status: Int = 200) -> LoopbackServer {
    LoopbackServer { _ in LoopbackAnswer(status: status, body: body) }
  }

  private static let arguments = ["run", "runbooks/state.toml", "--json", "--no-input", "--var", "EVERY=1ms"]

  private static func run(
    _ program: Program, _ metric: String, patience: String = "30s", _ more: String...
  ) -> Program.Result {
    program.run(arguments + ["--var", "METRIC=\(metric)", "--var", "PATIENCE=\(patience)"] + more)
  }

  /// Runs it with a metric that answers with `body`.
  private static func run(_ program: Program, answering body: String, _ more: String...) -> Program.Result {
    let server = metric(body)
    return withExtendedLifetime(server) {
      program.run(arguments + ["--var", "METRIC=\(server.url())", "--var", "PATIENCE=30s"] + more)
    }
  }

  private static func replicas(_ program: Program) -> String? { program.folder.read("runbooks/state/replicas") }

  private static let many = #"{"queue": {"depth": 500}}"#

  @Test("has nothing to do where few jobs wait", arguments: ["0", "12", "100", "99.5"])
  func few(depth: String) {
    let program = Self.program()
    let server = Self.metric("{\"queue\": {\"depth\": \(depth)}}")
    let result = Self.run(program, server.url())
    #expect(result.exit == 0)
    #expect(
      result.report?.summary
        == "ask skipped, enough succeeded, load succeeded, ready skipped, room skipped, scale_out skipped")
    #expect(result.error.contains("· enough: \(depth) jobs wait, 100 may: nothing to do"))
    #expect(Self.replicas(program) == nil && server.requests.count == 1)
  }

  @Test("scales out where many wait and there is room")
  func scales() {
    let program = Self.program()
    let result = Self.run(program, answering: Self.many)
    #expect(result.exit == 0)
    #expect(
      result.report?.summary
        == "ask skipped, enough skipped, load succeeded, ready succeeded, room succeeded, scale_out succeeded")
    #expect(Self.replicas(program) == "3\n" && result.output.contains("\"outputs\":{\"replicas\":3}"))
  }

  @Test("fails where there is no room, and changes nothing")
  func full() {
    let program = Self.program()
    program.folder.write("5\n", to: "runbooks/state/replicas")
    let result = Self.run(program, answering: Self.many)
    #expect(result.exit == 1 && result.report?.status == "failed")
    #expect(
      result.report?.summary
        == "ask skipped, enough skipped, load succeeded, ready blocked, room failed, scale_out blocked")
    #expect(Self.replicas(program) == "5\n")
  }

  /// Answers of a metric from which nobody can tell how many jobs wait.
  private static let ambiguous: [(body: String, status: Int)] = [
    ("", 200), ("many", 200), ("{\"queue\": {\"depth\": 500}", 200), ("{\"queue\": {\"depth\": NaN}}", 200),
    ("{\"queue\": {\"depth\": \"NaN\"}}", 200), ("{\"queue\": {\"depth\": null}}", 200), ("{\"queue\": {}}", 200),
    ("{\"depth\": 500}", 200), ("[]", 200), ("null", 200), ("NaN", 200), ("{\"queue\": {\"depth\": \"500\"}}", 200),
    ("{\"queue\": {\"depth\": [500]}}", 200), (many, 500), (many, 503), (many, 404), (many, 401), (many, 429),
  ]

  @Test("stops and asks where the metric tells nothing", arguments: ambiguous)
  func unknown(body: String, status: Int) {
    let program = Self.program()
    let server = Self.metric(body, status: status)
    let result = Self.run(program, server.url())
    #expect(result.exit == 6 && result.report?.status == "waiting", "\(result.error)")
    #expect(
      result.report?.summary
        == "ask waiting, enough skipped, load failed, ready pending, room skipped, scale_out pending")
    #expect(Self.replicas(program) == nil && server.requests.count == 3)
  }

  @Test("stops and asks where the metric does not answer")
  func silence() {
    let program = Self.program()
    let server = Self.metric(Self.many)
    server.stop()
    #expect(Self.run(program, server.url()).exit == 6)
    let never = DispatchSemaphore(value: 0)
    let slow = LoopbackServer { _ in
      never.wait()
      return LoopbackAnswer(status: 200, body: Self.many)
    }
    defer { for _ in 0..<10 { never.signal() } }
    let result = Self.run(program, slow.url(), patience: "100ms")
    #expect(result.exit == 6 && result.error.contains("✗ load failed, which is allowed: "))
    #expect(Self.run(program, "http://name.invalid/").exit == 6)
    #expect(Self.replicas(program) == nil)
  }

  @Test("scales out if a person wants it, and fails if not")
  func asked() {
    let program = Self.program()
    let server = Self.metric("many")
    #expect(Self.run(program, server.url()).exit == 6)
    #expect(program.run("approve", "runbooks/state.toml").exit == 0)
    let resumed = program.run("resume", "runbooks/state.toml", "--json")
    #expect(resumed.exit == 0 && resumed.report?.ids("succeeded") == ["ask", "scale_out", "ready"])
    #expect(Self.replicas(program) == "3\n")
    #expect(Self.run(program, server.url()).exit == 6)
    #expect(program.run("reject", "runbooks/state.toml").exit == 0)
    #expect(program.run("resume", "runbooks/state.toml").exit == 1)
    #expect(Self.run(program, server.url(), "--yes").exit == 0)
    #expect(Self.replicas(program) == "4\n")
  }

  /// Writes a cluster whose answer to one question is `answer`; the others are as usual.
  private static func cluster(_ question: String, _ answer: String, in program: Program) {
    program.folder.write(
      "#!/bin/sh\nif [ \"$1\" = \(question) ]; then \(answer); fi\nexec runbooks/state/cluster \"$@\"\n"
        .replacingOccurrences(
          of: "runbooks/state", with: program.folder.path + "/runbooks/state"), to: "cluster", mode: 0o755)
  }

  @Test(
    "is halted where the cluster cannot tell whether there is room",
    arguments: ["exit 75", "exit 2", "exit 126", "exit 127", "kill -9 $$", "kill -15 $$", "exec sleep 1000"])
  func halted(answer: String) {
    let program = Self.program()
    Self.cluster("room", answer, in: program)
    let server = Self.metric(Self.many)
    // Long enough for the metric, whose answer comes at once, and reached only by the cluster that sleeps.
    let patience = answer.contains("sleep") ? "3s" : "30s"
    let result = Self.run(program, server.url(), patience: patience, "--var", "CLUSTER=\(program.folder.path)/cluster")
    #expect(result.exit == 5 && result.report?.status == "halted", "\(result.error)")
    #expect(result.report?.ids("failed") == ["room"])
    #expect(Self.replicas(program) == nil)
  }

  @Test("is halted where the cluster's program is not there")
  func missing() {
    let program = Self.program()
    let result = Self.run(program, answering: Self.many, "--var", "CLUSTER=/nowhere/cluster")
    #expect(result.exit == 5 && result.report?.status == "halted")
  }

  @Test(
    "goes back where the new replica cannot be seen to be ready",
    arguments: ["exit 75", "echo no JSON; exit 0", "echo '{}'; exit 0", "exit 0", "kill -9 $$"])
  func notReady(answer: String) {
    let program = Self.program()
    Self.cluster("ready", answer, in: program)
    let result = Self.run(program, answering: Self.many, "--var", "CLUSTER=\(program.folder.path)/cluster")
    #expect(result.exit == 4 && result.report?.status == "rolled_back", "\(result.error)")
    #expect(Self.replicas(program) == "2\n")
  }

  @Test("waits for the new replica as long as it says that it is not ready")
  func later() {
    let program = Self.program()
    Self.cluster(
      "ready", "echo . >> asked; test $(wc -l < asked) -gt 2 || { echo '{\"ready\": 2, \"replicas\": 3}'; exit 0; }",
      in: program)
    let result = Self.run(program, answering: Self.many, "--var", "CLUSTER=\(program.folder.path)/cluster")
    #expect(result.exit == 0 && Self.replicas(program) == "3\n")
    #expect(program.folder.read("runbooks/asked") == ".\n.\n.\n")
  }
}
