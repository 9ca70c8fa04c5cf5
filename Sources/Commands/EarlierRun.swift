internal import Audit
internal import Effects
internal import Planning
internal import Text
internal import Values

/// Reads what an earlier run left, for the nodes that a selection leaves out (design 10, `--reuse`).
struct EarlierRun {
  /// The run as the command line names it.
  let name: String
  let auditPath: String
  /// The folder of the runbook, which the audit's paths begin at.
  let folder: String

  /// What the run left of the nodes of `plan` that others read; nothing if there is no such run, which is reported.
  func results(for plan: Plan, into diagnostics: inout Diagnostics) -> ReusedResults? {
    var recorded = RecordedResults()
    do throws(FileReader.Failure) { try FileReader.readLines(auditPath) { recorded.add($0) } } catch {
      diagnostics.report(FileProblem(failure: error, what: "audit"), at: .file(auditPath))
      return nil
    }
    let index: Int
    do throws(RunChoice) { index = try RunChoice.find(name, among: recorded.runs.map(\.id)) } catch {
      diagnostics.report(error, at: .origin("\(Flag.reuse.text) \(name)"))
      return nil
    }
    let run = recorded.runs[index]
    var nodes: [String: Result<ReusedResult, ReuseFailure>] = [:]
    let reader = RecordedResultReader(folder: folder)
    for node in plan.nodes where node.isRead { nodes[node.id] = reader.result(of: recorded.node(node.id, of: index)) }
    return ReusedResults(run: run.id, runbook: run.runbook, nodes: nodes)
  }
}
