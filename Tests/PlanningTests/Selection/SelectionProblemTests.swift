import Planning
import TestSupport
import Testing
import Text

/// What is wrong with a selection, in all its words.
@Suite("Problems of selections")
struct SelectionProblemTests {
  private static let runbook = """
    [build]
    command = "make"
    tags = ["ci", "{{ run.user }}"]
    [deploy]
    command = "deploy {{ nodes.build.stdout }}"
    [count]
    command = "echo"
    depends_on = []
    when = "nodes.build.exit_code == 0"
    [undo]
    command = "undo"
    depends_on = ["deploy:failure"]
    """

  private static func problems(_ select: (inout Selection) -> Void) -> String {
    var selection = Selection()
    select(&selection)
    var diagnostics = Diagnostics()
    _ = Reading.plan(runbook, demandsAll: false).plan.selecting(selection, into: &diagnostics)
    return DiagnosticRenderer(format: .text).render(diagnostics)
  }

  @Test("names that nothing has are all reported, with what was meant")
  func unknown() {
    let text = Self.problems {
      $0.only = ["biuld", "deploy"]
      $0.skip = ["x"]
      $0.from = ["dploy"]
      $0.until = ["undoo"]
    }
    #expect(
      text == """
        --only biuld: error: there is no node `biuld` [selection.unknown-node]
            = hint: did you mean `build`?
        --from dploy: error: there is no node `dploy` [selection.unknown-node]
            = hint: did you mean `deploy`?
        --until undoo: error: there is no node `undoo` [selection.unknown-node]
            = hint: did you mean `undo`?
        --skip x: error: there is no node `x` [selection.unknown-node]

        """)
  }

  @Test("tags that nothing has, or that are not known")
  func tags() {
    #expect(
      Self.problems { $0.tags = ["cj"] } == """
        deploy.toml:3:16: error: the tags of node `build` are known only when it runs [selection.tags]
          3 | tags = ["ci", "{{ run.user }}"]
            |                ^^^^^^^^^^^^^^
             = hint: use only variables in it
        --tags cj: error: no node has the tag `cj` [selection.unknown-tag]
            = hint: did you mean `ci`?

        """)
  }

  @Test("what is read and left out, in a condition too")
  func reading() {
    #expect(
      Self.problems { $0.only = ["deploy", "count"] } == """
        deploy.toml:5:28: error: node `deploy` reads what `build` makes, which is left out [selection.reading]
          5 | command = "deploy {{ nodes.build.stdout }}"
            |                            ^^^^^
             = hint: choose `build` too, or leave `deploy` out, or take it from an earlier run with --reuse latest
        deploy.toml:9:15: error: node `count` reads what `build` makes, which is left out [selection.reading]
          9 | when = "nodes.build.exit_code == 0"
            |               ^^^^^
             = hint: choose `build` too, or leave `count` out, or take it from an earlier run with --reuse latest

        """)
  }

  @Test("a handler that is skipped, although what it handles runs")
  func handler() {
    #expect(
      Self.problems { $0.skip = ["undo"] } == """
        --skip undo: error: `undo` answers a failure of `deploy`, which is chosen [selection.handler]
            = hint: leave `deploy` out too, or let both run

        """)
    #expect(Self.problems { $0.skip = ["undo", "deploy"] }.isEmpty)
  }

  @Test("nothing that is left")
  func nothing() {
    #expect(
      Self.problems {
        $0.only = ["build"]
        $0.skip = ["build"]
      } == """
        selection: error: no node is chosen [selection.empty]
            = hint: each option narrows the choice; give fewer of them

        """)
  }

  @Test("a node that can no longer run is a warning")
  func neverRuns() {
    #expect(
      Self.problems { $0.only = ["undo"] } == """
        selection: warning: node `undo` can never run: `deploy:failure` never holds, because `deploy` is left out \
        [plan.never-runs]

        """)
  }
}
