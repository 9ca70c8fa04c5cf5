import TestSupport
import Testing
import Text

@testable import Planning

/// Targets that a command tells while a run is planned (design 8, `targets_from`).
@Suite("Targets that are asked for")
struct FoundTargetTests {
  private static func runbook(_ from: String, _ lines: String = "") -> String {
    """
    [variables]
    ENV = "prod"
    TAG = { required = true }
    [ship]
    type = "Progressive"
    target = "fleet"
    targets_from = \(from)
    update = "./u.sh {{ rollout.target }}"
    check = "none"
    on_failure = "halt"
    \(lines)
    """
  }

  /// The plan where what is asked prints a text, and what was asked.
  private static func plan(
    _ from: String = "\"./hosts.sh {{ ENV }}\"", _ lines: String = "", printing text: String, tag: String? = "1"
  ) -> (plan: Plan, problems: String, asked: [TargetQuery]) {
    final class Asked { var queries: [TargetQuery] = [] }
    let asked = Asked()
    let (plan, diagnostics) = Reading.plan(
      Self.runbook(from, lines), variables: tag.map { ["TAG": $0] } ?? [:], name: "sub/deploy.toml", demandsAll: false,
      ask: { query in
        asked.queries.append(query)
        return text == "!" ? .failure(RunbookLibrary.LoadFailure(message: "exit 3: no list")) : .success(text)
      })
    return (plan, DiagnosticRenderer(format: .text).render(diagnostics), asked.queries)
  }

  @Test("are those that are printed, a line each")
  func found() throws {
    let (plan, problems, asked) = Self.plan(printing: "web1\n  web2\t\r\n\nweb3")
    #expect(!problems.contains("error"))
    let strategy = try #require(plan.rollout(0)).strategy
    #expect(strategy.targets.map(\.name) == ["web1", "web2", "web3"])
    #expect(strategy.areTargetsFound)
    #expect(!strategy.areTargetsOpen)
    #expect(asked.map(\.arguments) == [["sh", "-c", "./hosts.sh 'prod'"]])
    #expect(asked.map(\.folder) == ["sub"])
    let look = try #require(plan.index(of: "ship/targets"))
    #expect(plan.nodes[look].summary == "./hosts.sh 'prod'")
  }

  @Test("may be one, and then nobody can be asked between batches", arguments: [nil, "1"])
  func single(tag: String?) {
    let problems = Self.plan("\"./hosts.sh {{ TAG }}{{ ENV }}\"", "approve = true", printing: "a", tag: tag).problems
    #expect(problems.contains("`approve` asks nobody") == (tag != nil))
  }

  @Test("are asked of a list of words without a shell")
  func words() {
    #expect(
      Self.plan("[\"./hosts.sh\", \"{{ ENV }}\"]", printing: "a\nb").asked.map(\.arguments) == [["./hosts.sh", "prod"]])
  }

  @Test("are one of the texts that the plan is made of")
  func source() throws {
    let (plan, _, asked) = Self.plan(printing: "a\nb\n")
    let source = try #require(plan.targetSources.first)
    #expect(source.name == asked[0].name)
    #expect(source.name.hasPrefix("targets_from:sub/deploy.toml:ship:"))
    #expect(String(decoding: source.bytes, as: UTF8.self) == "a\nb\n")
    #expect(Reading.plan(StrategyRunbook.progressive.text()).plan.targetSources.isEmpty)
  }

  @Test("decide about the plan's digest")
  func digest() {
    func digest(_ text: String) -> String { "\(PlanEncoder(Self.plan(printing: text).plan).digest)" }
    #expect(digest("a\nb") == digest("a\nb\n\n"))
    #expect(digest("a\nb") != digest("a\nc"))
    #expect(digest("a\nb") != digest("b\na"))
  }

  @Test("are not asked where a variable has no value: one stands for all, and what counts them is not checked")
  func unknown() throws {
    let (plan, problems, asked) = Self.plan(
      "\"./hosts.sh {{ TAG }} {{ ENV }}\"", "max_failures = 7\nmin_available = 9\napprove = [3]", printing: "a",
      tag: nil)
    #expect(problems.isEmpty)
    #expect(asked.isEmpty)
    let strategy = try #require(plan.rollout(0)).strategy
    #expect(strategy.areTargetsOpen)
    #expect(strategy.targets.map(\.name) == ["TARGET"])
    #expect(plan.nodes.map(\.id).contains("ship/targets"))
  }

  @Test("are checked like those that are written")
  func checks() {
    let problems = Self.plan(
      "\"./hosts.sh\"", "max_failures = 2\nversion = \"{{ TAG }}{{ ENV }}\"", printing: "a\na\n"
    ).problems
    #expect(
      problems == """
        sub/deploy.toml:7:16: error: target `a` is named twice [strategy.targets]
          7 | targets_from = "./hosts.sh"
            |                ^^^^^^^^^^^^
             = hint: remove one of them
        sub/deploy.toml:11:16: error: `max_failures` (2) lets all 2 targets fail [strategy.targets]
          11 | max_failures = 2
             |                ^
              = hint: a rollout in which nothing works is no success: max_failures = 1, or a part such as "25%"

        """)
  }

  @Test("must be there")
  func none() {
    func problems(_ text: String) -> String { Self.plan("\"./hosts.sh {{ TAG }} {{ ENV }}\"", printing: text).problems }
    #expect(
      problems("\n \n") == """
        sub/deploy.toml:7:16: error: `targets_from` has printed no targets [strategy.targets]
          7 | targets_from = "./hosts.sh {{ TAG }} {{ ENV }}"
            |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
             = hint: it prints one a line

        """)
    #expect(
      problems("!") == """
        sub/deploy.toml:7:16: error: nobody can tell which targets there are: exit 3: no list [strategy.targets]
          7 | targets_from = "./hosts.sh {{ TAG }} {{ ENV }}"
            |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
             = hint: it runs in the runbook's folder, with pyflow's own environment, and prints a target a line

        """)
  }

  @Test("are told by a command alone")
  func form() {
    #expect(
      Reading.problemIDs(Self.runbook("{ url = \"http://x\" }"), variables: ["TAG": "1"]).contains("runbook.type"))
  }

  @Test(
    "cannot be told by what only the run knows",
    arguments: ["{{ run.id }}", "{{ rollout.previous }}", "{{ nodes.look.stdout }}", "{{ secrets.TOKEN }}"])
  func late(name: String) {
    let from = "\"./hosts.sh; : \(name)\""
    let runbook = Self.runbook(from, "[look]\ncommand = \"ls\"\n[runbook.secrets]\nTOKEN = { env = \"TOKEN\" }")
    let (plan, diagnostics) = Reading.plan(
      runbook, variables: ["TAG": "1"], ask: { _ in .failure(RunbookLibrary.LoadFailure(message: "asked")) })
    #expect(plan.rollout(0)?.strategy.areTargetsOpen == true)
    let problems = DiagnosticRenderer(format: .text).render(diagnostics)
    let marks = String(repeating: "^", count: from.count)
    #expect(
      problems.contains(
        """
        deploy.toml:7:16: error: `targets_from` must be known before the run [plan.needs-run]
          7 | targets_from = \(from)
            |                \(marks)
             = hint: use only variables in it
        """))
    #expect(!problems.contains("asked"))
  }

  @Test("cannot be told by a target")
  func target() {
    let (plan, problems, asked) = Self.plan("[\"./hosts.sh\", \"{{ rollout.target }}\"]", printing: "a")
    #expect(asked.isEmpty)
    #expect(plan.rollout(0)?.strategy.areTargetsOpen == true)
    #expect(
      problems == """
        sub/deploy.toml:7:43: error: `rollout` of a Progressive rollout has no `target` here [strategy.name]
          7 | targets_from = ["./hosts.sh", "{{ rollout.target }}"]
            |                                           ^^^^^^
             = hint: it has `version`, `previous`, `run_id`

        """)
  }

  @Test("can be told by the version, where that is known")
  func version() {
    let asked = Self.plan("\"./hosts.sh {{ rollout.version }}\"", "version = \"3\"", printing: "a").asked
    #expect(asked.map(\.arguments) == [["sh", "-c", "./hosts.sh '3'"]])
  }
}
