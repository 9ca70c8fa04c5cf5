import TestSupport
import Testing

@testable import Planning

/// The settings of a plan: rendered, and nothing that cannot be known is silently left out.
@Suite("Settings of a plan")
struct SettingTests {
  private static func plan(_ settings: String, variables: [String: String] = [:]) -> (plan: Plan, messages: [String]) {
    let text =
      "[runbook]\n\(settings)\n[variables]\nN = 0\nMODE = \"sequential\"\n[a]\nfunction = \"log\"\nparams = { message = \"{{ N ~ MODE }}\" }\n"
    let (plan, diagnostics) = Reading.plan(text, variables: variables)
    return (plan, diagnostics.sorted().map { "\($0.id): \($0.message)" })
  }

  @Test("may be templates over variables")
  func templates() {
    let (plan, messages) = Self.plan(
      "mode = \"{{ MODE }}\"\njobs = \"{{ N + 2 }}\"\non_failure = \"{{ 'continue' if N == 0 else 'stop' }}\"\ntitle = \"T {{ N }}\""
    )
    #expect(messages.isEmpty)
    #expect(plan.settings.isSequential)
    #expect(plan.settings.jobs == 2)
    #expect(plan.settings.goesOnAfterFailure)
    #expect(plan.title == "T 0")
  }

  @Test(
    "that only the run could tell are refused",
    arguments: ["mode", "jobs", "on_failure"])
  func needsRun(key: String) {
    #expect(
      Self.plan("\(key) = \"{{ run.attempt }}\"").messages == ["plan.needs-run: `\(key)` must be known before the run"])
  }

  static let wrong: [(settings: String, message: String)] = [
    ("jobs = \"{{ N }}\"", "plan.value: `jobs` must be at least 1, not `0`"),
    ("jobs = \"{{ MODE }}\"", "plan.value: `jobs` must be an integer, not `sequential`"),
    ("mode = \"{{ N }}\"", "plan.value: `mode` must be one of \"parallel\", \"sequential\", not `0`"),
    ("on_failure = \"{{ MODE }}\"", "plan.value: `on_failure` must be one of \"stop\", \"continue\", not `sequential`"),
    ("title = \"{{ NOPE }}\"", "template.unknown-name: `NOPE` is not defined"),
  ]

  @Test("of the wrong value are refused", arguments: wrong)
  func refused(settings: String, message: String) {
    #expect(Self.plan(settings).messages == [message])
  }

  @Test(
    "name the file where there is no title",
    arguments: [("deploy.toml", "deploy"), ("/x/y.z/web.toml", "web"), ("book", "book")])
  func title(file: String, title: String) {
    #expect(Reading.plan("[a]\nfunction = \"noop\"", name: file).plan.title == title)
  }

  @Test("`created_at` may be a template, like the other texts")
  func createdAt() {
    let (plan, messages) = Self.plan("created_at = \"{{ MODE }}\"")
    #expect(messages.isEmpty)
    #expect(plan.settings.createdAt?.literal == "sequential")
  }

  @Test("`parse` may be a template over variables, and is never silently left out")
  func parse() throws {
    func result(_ text: String) throws -> (parse: PlanCommand.Parse?, messages: [String]) {
      let (plan, diagnostics) = Reading.plan("[variables]\nP = \"json\"\n[a]\ncommand = \"x\"\nparse = \"\(text)\"")
      guard case .command(let command) = try #require(plan.nodes.first).action else { return (nil, []) }
      return (command.parse, diagnostics.items.map(\.message))
    }
    #expect(try result("{{ P }}") == (.json, []))
    #expect(try result("{{ run.id }}") == (nil, ["`parse` must be known before the run"]))
    #expect(try result("{{ P }}5") == (nil, ["`parse` must be one of \"json\", \"lines\", \"none\", not `json5`"]))
  }

  @Test("`type` may be a template, and must come out as what the keys say")
  func kind() {
    func messages(_ type: String) -> [String] {
      Reading.plan("[variables]\nT = \"Command\"\n[a]\ntype = \"\(type)\"\ncommand = \"true\"").diagnostics.items.map(
        \.message)
    }
    #expect(messages("{{ T }}").isEmpty)
    #expect(messages("{{ T }}s") == ["`type` comes out as `Commands`, but the node is of type Command"])
    #expect(messages("{{ run.id }}") == ["`type` must be known before the run"])
  }
}
