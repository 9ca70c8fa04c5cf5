import TestSupport
import Testing

@testable import Runbooks

/// `[runbook.secrets]`: where secrets come from, without their values.
@Suite("Declared secrets")
struct SecretKeyTests {
  private static func runbook(_ secrets: String, _ node: String = "") -> String {
    "[runbook.secrets]\n\(secrets)\n[a]\ncommand = 'x'\n\(node)\n"
  }

  @Test("come from the environment, a file or a command")
  func declared() {
    let (runbook, diagnostics) = RunbookReading.read(
      Self.runbook(
        "A = { env = \"X\" }\nB = { file = \"b.key\", optional = true }\nC.command = \"pass show c\"",
        "secrets = [\"A\", \"C\"]"))
    #expect(diagnostics.items.isEmpty)
    let secrets = runbook.settings.secrets
    #expect(secrets.map(\.name) == ["A", "B", "C"])
    #expect(secrets.map(\.provider) == [.environment("X"), .file("b.key"), .command("pass show c")])
    #expect(secrets.map(\.isOptional) == [false, true, false])
    #expect(runbook.nodes[0].secrets.map(\.name) == ["A", "C"])
    #expect(runbook.secretNames == ["secrets"])
  }

  static let mistakes: [(secret: String, message: String)] = [
    ("A = {}", "secret.declaration: secret `A` does not say where it comes from"),
    ("A = { optional = true }", "secret.declaration: secret `A` does not say where it comes from"),
    ("A = { env = \"X\", file = \"y\" }", "secret.declaration: secret `A` comes from `env` and `file`"),
    ("A = { env = \"\" }", "runbook.value: `env` must not be empty"),
    ("A = { env = \"X=Y\" }", "runbook.environment-name: `X=Y` cannot be the name of an environment variable"),
    ("A = { env = 3 }", "runbook.type: `env` must be a string, not an integer"),
    ("A = { evn = \"X\" }", "runbook.unknown-key: unknown key `evn` in secret `A`"),
    ("A = \"X\"", "runbook.type: `A` must be a table, not a string"),
    ("A = { env = \"X\", optional = \"perhaps\" }", "runbook.value: `optional` must be a boolean, not `perhaps`"),
    (
      "A = { file = \"{{ X }}.key\" }",
      "secret.declaration: `file` of a secret is no template: it is read as it is written"
    ),
    ("A-B = { env = \"X\" }", "secret.declaration: `A-B` cannot be a secret's name"),
    ("PYFLOW_RUN_ID = { env = \"X\" }", "secret.declaration: `PYFLOW_RUN_ID` cannot be a secret's name"),
  ]

  @Test("are refused where they say nothing, or too much", arguments: mistakes)
  func wrong(secret: String, message: String) {
    #expect(RunbookReading.messages(Self.runbook(secret)) == [message])
  }

  @Test("are shown with a caret and a way out")
  func excerpt() {
    #expect(
      RunbookReading.problems(Self.runbook("TOKEN = { optional = true }")) == """
        deploy.toml:2:1: error: secret `TOKEN` does not say where it comes from [secret.declaration]
          2 | TOKEN = { optional = true }
            | ^^^^^
             = hint: write one of env = "NAME", file = "path" and command = "…"

        """)
  }

  @Test("are named by nodes that start a process")
  func nodes() {
    #expect(
      RunbookReading.messages("[runbook.secrets]\nA = { env = \"X\" }\n[a]\nfunction = \"noop\"\nsecrets = [\"A\"]\n")
        == [
          "runbook.unknown-key: `secrets` has no effect: no process is started here"
        ])
    #expect(
      RunbookReading.messages(Self.runbook("A = { env = \"X\" }", "secrets = [3]")) == [
        "runbook.type: an item of `secrets` must be a string, not an integer"
      ])
    #expect(
      RunbookReading.messages(Self.runbook("A = { env = \"X\" }", "rollback = { command = \"y\", secrets = [\"A\"] }"))
        == [
          "runbook.unknown-key: unknown key `secrets` in `rollback`"
        ])
  }
}
