import TestSupport
import Testing

/// `runbooks/features/breaker.toml`, and breakers that several runs share.
@Suite("The breaker runbook")
struct BreakerRunbookTests {
  private static let state = ".pyflow/breakers/payments.json"
  private let program = Program()

  init() { program.folder.copy("runbooks/features/breaker.toml", as: "deploy.toml") }

  /// Writes a breaker as a run has left it, so that no test has to wait.
  private func keep(_ state: String, openedAt: String) {
    program.folder.write(
      "{\"name\":\"payments\",\"state\":\"\(state)\",\"failures\":2,\"opened_at\":\"\(openedAt)\"}", to: Self.state)
  }

  private var events: [String] {
    (program.folder.read("deploy.audit.jsonl") ?? "").split(separator: "\n").compactMap { line in
      ["opened", "half_open", "closed"].first { line.contains("\"event\":\"breaker.\($0)\"") }
    }
  }

  @Test("opens after two failures, and tries no third time")
  func opens() {
    let result = program.run("run", "--var", "SERVICE=down")
    #expect(result.exit == 1)
    #expect(program.folder.read("asked") == "asked\nasked\n")
    #expect(result.error.contains("! breaker `payments` opens: 2 failures in a row; it lets nothing through for 1s\n"))
    #expect(result.error.contains("✗ charge failed: exit 1; breaker `payments` is open after 2 failures in a row;"))
    #expect(events == ["opened"])
    #expect(program.folder.read(Self.state)?.contains("\"state\":\"open\",\"failures\":2") == true)
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("that is open refuses other runs; --ignore-breaker tries anyway, and is recorded")
  func refuses() {
    keep("open", openedAt: "2999-01-01T00:00:00.000Z")
    let result = program.run("run")
    #expect(result.exit == 1)
    #expect(!program.folder.exists("asked"))
    #expect(
      result.error.contains(
        "✗ charge failed: breaker `payments` is open after 2 failures in a row; it lets nothing through for another 1s\n"
      ))
    #expect(program.run("run", "--ignore-breaker").exit == 0)
    #expect(program.folder.read("deploy.audit.jsonl")?.contains("\"ignore_breaker\":true") == true)
    #expect(events == ["closed"])
  }

  @Test("lets one attempt through when its time is over, also after whoever tried has died")
  func halfOpen() {
    keep("half_open", openedAt: "2020-01-01T00:00:00.000Z")
    let result = program.run("run")
    #expect(result.exit == 0)
    #expect(result.error.contains("! breaker `payments` is half-open: charge tries whether it works again\n"))
    #expect(result.error.contains("! breaker `payments` closes: it works again\n"))
    #expect(events == ["half_open", "closed"])
  }

  @Test("refuses others while one tries")
  func probed() {
    let reached = NamedPipe(in: program.folder, "reached")
    let hold = NamedPipe(in: program.folder, "hold")
    program.folder.write(
      "[a]\ncommand = 'echo running >reached; read -r line <hold'\nbreaker = { name = 'payments' }\n", to: "first.toml")
    keep("open", openedAt: "2020-01-01T00:00:00.000Z")
    let running = program.start("run", "first.toml")
    #expect(reached.nextLine() == "running")
    let result = program.run("run", "deploy.toml")
    #expect(result.exit == 1)
    #expect(result.error.contains("; somebody else is trying whether it works again\n"))
    hold.writeLine("end")
    #expect(running.wait().exit == 0)
    #expect(program.run("run", "deploy.toml").exit == 0)
  }

  @Test(
    "that cannot be read is taken as closed, and said",
    arguments: ["", "junk", "{\"state\":\"open\",\"failures\":-1}", "[]", "{\"state\":\"open\",\"failures\":1}"])
  func damaged(content: String) {
    program.folder.write(content, to: Self.state)
    let result = program.run("run")
    #expect(result.exit == 0)
    #expect(
      result.error.contains(
        "! breaker `payments` is taken as closed: \(program.folder.path)/\(Self.state) cannot be read as the state of a breaker\n"
      ))
    #expect(!program.run("run").error.contains("!"))
  }

  @Test("that cannot be kept is taken as closed, and said")
  func unkept() {
    program.folder.write("in the way", to: ".pyflow/breakers")
    let result = program.run("run", "--var", "SERVICE=down")
    #expect(result.exit == 1)
    #expect(result.error.contains("! breaker `payments` is taken as closed: "))
  }

  @Test("is shown by the plan")
  func plan() {
    #expect(program.run("plan").output.contains("     runs at the start; breaker payments: 2 failures, 1s"))
  }
}
