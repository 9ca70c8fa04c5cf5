internal import Planning
public import Running
internal import Text
internal import Values

/// What would run again in a run that is taken up, before it is: one line a node, with why.
public enum ResumptionText {
  /// The nodes that would run again, in the order of the plan; the others are counted.
  public static func render(_ preview: ResumptionPreview, run: String, asJSON: Bool) -> String {
    asJSON ? json(preview, run) : text(preview, run)
  }

  private static func text(_ preview: ResumptionPreview, _ run: String) -> String {
    let lines = preview.causes.keys.sorted().map { index in
      "  \(OutputText.oneLine(preview.plan.nodes[index].id)): \(words(index, preview))"
    }
    let count = lines.count - preview.notWanted.count
    let kept = preview.plan.nodes.count - count
    let head = "run \(run) would go on: \(count) to run or decide on, \(kept) kept as they are"
    return ([head] + lines).joined(separator: "\n") + "\n"
  }

  private static func words(_ index: Int, _ preview: ResumptionPreview) -> String {
    if preview.notWanted.contains(index) { return "is left as it is: only what failed is wanted" }
    return switch preview.causes[index] {
    case .unfinished(.pending), .unfinished(.ready), .unfinished(.running), nil: "has not run"
    case .unfinished(.waiting): "has done its work, and somebody is asked about it"
    case .unfinished(.unknown): uncertainty(preview.plan.nodes[index])
    case .unfinished(let status): "was \(status.rawValue)"
    case .undone: "was undone"
    case .chosen: "is to be begun anew"
    case .secretLost: "gives a secret once more, which is on no record"
    case .follows(let other): "depends on \(OutputText.oneLine(preview.plan.nodes[other].id)), which runs anew"
    case .contains(let other): "goes on inside, since \(OutputText.oneLine(preview.plan.nodes[other].id)) runs anew"
    case .answers(let other): "is decided anew, since \(OutputText.oneLine(preview.plan.nodes[other].id)) runs again"
    }
  }

  private static func uncertainty(_ node: PlanNode) -> String {
    if node.goesOnInside { return "goes on inside" }
    let start = "was under way when pyflow died; "
    if let confirm = node.precautions?.confirm { return start + "asked first: \(OutputText.oneLine(confirm.summary))" }
    return start + (node.mayRunTwice ? "may run again" : "a person is asked first")
  }

  private static func json(_ preview: ResumptionPreview, _ run: String) -> String {
    JSONStream.document("pyflow.resumption/1") { stream in
      stream.member("run", run)
      stream.array("nodes", preview.plan.nodes.indices) { index, stream in
        stream.object { stream in
          stream.member("id", preview.plan.nodes[index].id)
          let isKept = preview.causes[index] == nil
          stream.member("runs_again", !isKept && !preview.notWanted.contains(index))
          stream.member("reason", isKept ? "is kept as it ended" : words(index, preview))
        }
      }
    }
  }
}
