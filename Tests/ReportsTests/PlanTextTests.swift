import Planning
import Reports
import TestSupport
import Testing
import Text

/// A plan for people.
@Suite("A plan as text")
struct PlanTextTests {
  private static func text(_ runbook: String, style: TextStyle = .plain) -> String {
    PlanText.render(Reading.plan(runbook, demandsAll: false).plan, places: 4, digest: "abc", style: style)
  }

  @Test("says what runs, in which order, and why")
  func release() {
    let rest = """

      [undo]
      command = "undo"
      when = "has_failed('deploy')"
      [tell]
      function = "notify"
      params = { message = "over" }
      when = "always()"
      [go]
      prompt = "Go on?"
      depends_on = ["build:success", "lint:done"]
      [both]
      url = "http://x/{{ nodes.build.stdout }}"
      depends_on = ["build:success", "lint:done"]
      join = "all"
      [most]
      command = ["a", "b c"]
      depends_on = ["build:success", "lint:done", "docs:skipped"]
      join = 2
      """
    #expect(
      Self.text(ReportSample.release + rest) == """
        Release: 10 nodes
          ENV = "dev"  (default)
        1. build [Command]
             $ make 'dev'
             runs at the start
        2. lint [Command]
             $ lint
             runs at the start
        3. docs [Command]
             $ docs
             skipped: `skip` is set
        4. deploy [Command]
             $ deploy --to dev
             > check
             runs after build
        5. announce [Function]
             $ log done
             runs after deploy
        6. undo [Command]
             $ undo
             runs after announce, once deploy has ended, if has_failed('deploy')
        7. tell [Function]
             $ notify over
             runs when everything else has ended, if always()
        8. go [Manual]
             $ Go on?
             runs if any holds: build succeeds, lint is done
        9. both [HTTP]
             $ GET http://x/{{ nodes.build.stdout }}
             runs after build, if all hold: build succeeds, lint is done; takes at most 30s
        10. most [Command]
             $ a b c
             runs if 2 hold: build succeeds, lint is done, docs is skipped
        time: no limit, because build, lint, deploy and 2 more have no timeout, go waits for a person
        plan abc

        """)
  }

  @Test("of one node says so, with colour where there is colour")
  func single() {
    #expect(
      Self.text("[a]\ncommand = \"x\"")
        == "deploy: 1 node\n1. a [Command]\n     $ x\n     runs at the start\ntime: no limit, because a has no timeout\nplan abc\n"
    )
    #expect(
      Self.text("[a]\ncommand = \"x\"", style: .colored)
        == "\u{1B}[1mdeploy\u{1B}[0m: 1 node\n1. \u{1B}[1ma\u{1B}[0m \u{1B}[2m[Command]\u{1B}[0m\n     $ x\n     \u{1B}[2mruns at the start\u{1B}[0m\ntime: no limit, because a has no timeout\nplan abc\n"
    )
  }

  @Test("steers no terminal and no runner, whatever it holds")
  func hostile() {
    let runbook = """
      [runbook]
      title = \(ReportSample.hostileTOML)
      [variables]
      V = \(ReportSample.hostileTOML)
      [a]
      command = \(ReportSample.hostileTOML)
      [b]
      command = ["echo", "{{ V }}"]
      when = "V == 'x\\u001b[2J\\n::error::y'"
      [c]
      prompt = \(ReportSample.hostileTOML)
      """
    let text = Self.text(runbook)
    #expect(ReportSample.dangerousLines(text).isEmpty)
    #expect(!text.split(separator: "\n").contains { $0.drop { $0 == " " }.hasPrefix("::") })
    #expect(text.contains("     $ abc1mde\n     > ::error::f\n"))
  }
}
