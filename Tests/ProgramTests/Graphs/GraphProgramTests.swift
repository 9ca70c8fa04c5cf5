import TestSupport
import Testing

/// The graphs of the engine's own tests, with the built program and real processes.
@Suite("Graphs, with real processes")
struct GraphProgramTests {
  /// A program that waits, speaks and fails as the files beside the runbook and its environment say.
  private static let work = """
    [ ! -p "release-$PYFLOW_NODE" ] || read -r go <"release-$PYFLOW_NODE"
    case " $FAILING " in *" $PYFLOW_NODE "*) exit 1 ;; esac
    """

  @Test("end as they must", arguments: GraphCase.all)
  func outcome(_ graph: GraphCase) {
    var program = Program(graph.runbook)
    program.stub("work", Self.work)
    program.environment["FAILING"] = graph.failing.joined(separator: " ")
    let pipes = graph.releases.map { NamedPipe(in: program.folder, "release-\($0.node)") }
    let running = program.start("run", "--json")
    for (release, pipe) in zip(graph.releases, pipes) {
      #expect(running.waitForError(release.after))
      pipe.writeLine("go")
    }
    let result = running.wait()
    #expect(result.report?.summary == graph.outcome)
    #expect(result.report?.status == graph.status.rawValue)
    #expect(result.exit == (graph.status == .succeeded ? 0 : 1))
  }
}
