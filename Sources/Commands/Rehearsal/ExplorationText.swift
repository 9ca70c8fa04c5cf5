internal import Planning
internal import Running
internal import Values

/// What an exploration found, for people: a row for each thing that can go wrong, a column for each way, and what did not hold.
struct ExplorationText {
  let report: ExplorationReport
  let time: Duration

  var text: String {
    let singles = report.cases.filter { $0.strikes.count == 1 }
    let pairs = report.cases.filter { $0.strikes.count == 2 }
    let tables = [
      ("how the run ends if one thing goes wrong", ExplorationTable(singles, ExplorationTable.usual)),
      ("where traffic is moved", ExplorationTable(singles, ExplorationTable.ofTraffic)),
      (
        "if something goes wrong on the way back too",
        ExplorationTable(pairs, ExplorationTable.usual + ExplorationTable.ofTraffic)
      ),
    ]
    let parts = tables.filter { !$0.1.rows.isEmpty }.map { "\($0.0):\n\n\($0.1.text)\n" }
    return parts.joined() + failedCourse + report.findings.map(text).joined() + summary
  }

  // MARK: - What did not hold

  /// What keeps the rest from meaning much: the run fails by itself, or the rehearsal lacks something.
  private var failedCourse: String {
    var text = ""
    if !report.failedCourse.isEmpty {
      let end = report.cases.first.map { ExplorationTable.words($0.status) } ?? ""
      text += "the run ends \(end) though nothing goes wrong, so nothing behind that was explored:\n\n"
      text += report.failedCourse.map { "    \($0)\n" }.joined() + "\n"
    }
    text += report.problems.map { "not as in a run: \($0)\n" }.joined()
    return text + (report.problems.isEmpty ? "" : "\n")
  }

  private func text(of finding: ExplorationReport.Finding) -> String {
    let violation = finding.violation
    let place = violation.node.flatMap { report.place(of: $0) }.map { "\($0): " } ?? ""
    let runs = finding.count == 1 ? "in one run" : "in \(finding.count) runs, the first"
    var text = "\(violation.invariant.rawValue) violated: \(violation.invariant.rule)\n"
    text += "  \(place)\(violation.message)\n"
    if let hint = violation.hint { text += "  = hint: \(hint)\n" }
    text += "  \(runs): \(finding.first.name), which ends \(ExplorationTable.words(finding.first.status))\n\n"
    for line in finding.first.timeline { text += "    \(line)\n" }
    text += "\n  to see it again, as a scenario:\n\n"
    for line in report.snippet.lines(of: finding.first) { text += "    \(line)\n" }
    return text + "\n"
  }

  // MARK: - The summary

  private var summary: String {
    let count = report.cases.count
    let runs = count == 1 ? "1 run" : "\(count) runs"
    var text = "\(runs) in \(Self.seconds(time)), \(violations)\n"
    if let slowest = report.slowest, let time = slowest.timeToSafety {
      text += "back to safe within \(DurationText.format(time)) at most: \(slowest.name)"
      text += (slowest.lastNode.map { ", until \($0)" } ?? "") + "\n"
    }
    if !report.idle.isEmpty { text += "never started: \(report.idle.joined(separator: ", "))\n" }
    return text + report.coverage.map(line).joined()
  }

  private var violations: String {
    switch report.findings.count {
    case 0: report.isClean ? "every invariant held in each of them" : "every invariant held in these"
    case 1: "1 violation"
    case let count: "\(count) violations"
    }
  }

  private func line(_ coverage: RowCoverage) -> String {
    let possible = coverage.met.count + coverage.missed.count
    var text = "transitions \(coverage.title): \(coverage.met.count) of \(possible) that can happen here"
    if !coverage.missed.isEmpty { text += "; not met: \(coverage.missed.joined(separator: " "))" }
    if !coverage.impossible.isEmpty { text += "; cannot: \(coverage.impossible.joined(separator: " "))" }
    return text + "\n"
  }

  private static func seconds(_ time: Duration) -> String {
    let tenths = time.milliseconds / 100
    return "\(tenths / 10).\(tenths % 10)s"
  }
}
