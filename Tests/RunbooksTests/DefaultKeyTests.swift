import Runbooks
import Templates
import Testing
import Values

/// `[runbook.defaults]` (design 3.1).
@Suite("Defaults of nodes")
struct DefaultKeyTests {
  private static func nodes(_ defaults: String, _ nodes: String) -> [NodeDeclaration] {
    let (runbook, diagnostics) = RunbookReading.read("\(nodes)\n[runbook.defaults]\n\(defaults)\n")
    #expect(diagnostics.items.isEmpty)
    return runbook.nodes
  }

  private static let all = """
    timeout = 60
    retry = 3
    env = { A = "1", B = "2" }
    shell = "bash"
    working_dir = "w"
    allow_failure = true
    """

  @Test("fill in what a node does not state, wherever the table stands")
  func filled() throws {
    let node = try #require(Self.nodes(Self.all, "[a]\ncommand = \"x\"").first)
    #expect(node.timeout?.literal == .seconds(60) && node.retry?.attempts.literal == 3)
    #expect(node.environment.map(\.name) == ["A", "B"] && node.workingDirectory?.literal == "w")
    #expect(node.shell?.name == "bash" && node.allowFailure?.literal == true)
  }

  @Test("give way to what a node states; `env` name by name")
  func stated() throws {
    let text = """
      [a]
      command = "x"
      timeout = 5
      retry = 1
      env = { B = "own", C = "3" }
      shell = "sh"
      working_dir = "."
      allow_failure = false
      """
    let node = try #require(Self.nodes(Self.all, text).first)
    #expect(node.timeout?.literal == .seconds(5) && node.retry?.attempts.literal == 1)
    #expect(node.environment.map { "\($0.name)=\($0.value.literal ?? "")" } == ["A=1", "B=own", "C=3"])
    #expect(node.workingDirectory?.literal == "." && node.shell?.name == "sh" && node.allowFailure?.literal == false)
  }

  @Test("are passed over where they do not apply")
  func passedOver() {
    let text = """
      [ask]
      prompt = "Go?"
      [say]
      function = "log"
      params = { message = "x" }
      [post]
      url = "http://x"
      method = "POST"
      critical = true
      [again]
      url = "http://x"
      method = "POST"
      idempotent = true
      [undone]
      function = "noop"
      rollback = "x"
      """
    let nodes = Self.nodes(Self.all, text)
    #expect(nodes.map { $0.timeout == nil } == [true, false, false, false, false])
    #expect(nodes.map { $0.retry == nil } == [true, false, true, false, false])
    #expect(nodes.map { $0.allowFailure == nil } == [false, false, true, false, false])
    #expect(nodes.map(\.environment.isEmpty) == [true, true, false, false, false])
    #expect(nodes.map { $0.workingDirectory == nil } == [true, true, false, false, false])
  }

  @Test("decide by whose rules a command is quoted")
  func shell() {
    let text =
      "[variables]\nX = 1\n[a]\ncommand = \"print({{ X }})\"\n[runbook.defaults]\nshell = [\"python3\", \"-c\"]\n"
    #expect(RunbookReading.read(text).diagnostics.items.map(\.id) == ["shell.unsafe-position"])
  }

  @Test("report what is wrong with them once")
  func mistakes() {
    let text = """
      [runbook.defaults]
      timeot = 1
      when = "true"
      timeout = 0
      retry = { attempts = 0 }
      env = { "A=B" = "x" }
      shell = "zsh"
      [a]
      command = "x"
      [b]
      command = "x"
      """
    #expect(
      RunbookReading.problems(text) == """
        deploy.toml:2:1: error: unknown key `timeot` in [runbook.defaults] [runbook.unknown-key]
          2 | timeot = 1
            | ^^^^^^
             = hint: did you mean `timeout`?
        deploy.toml:3:1: error: unknown key `when` in [runbook.defaults] [runbook.unknown-key]
          3 | when = "true"
            | ^^^^
             = hint: there are timeout, retry, env, shell, working_dir, allow_failure
        deploy.toml:4:11: error: `timeout` must be more than nothing [runbook.value]
          4 | timeout = 0
            |           ^
             = hint: leave it out for no timeout
        deploy.toml:5:22: error: `attempts` must be at least 1, not `0` [runbook.value]
          5 | retry = { attempts = 0 }
            |                      ^
        deploy.toml:6:9: error: `A=B` cannot be the name of an environment variable [runbook.environment-name]
          6 | env = { "A=B" = "x" }
            |         ^^^^^
             = hint: names have no `=`, no NUL, and are not empty
        deploy.toml:7:9: error: `shell` must be "sh", "bash" or a list of strings, not `zsh` [runbook.value]
          7 | shell = "zsh"
            |         ^^^^^

        """)
  }
}
