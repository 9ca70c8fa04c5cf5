internal import Planning
internal import Running
internal import Values

/// What an exploration found, for programs.
struct ExplorationJSON {
  let report: ExplorationReport
  let time: Duration

  var text: String {
    JSONStream.document("pyflow.exploration/1") { stream in
      stream.member("runs", report.cases.count)
      stream.member("duration_ms", time.milliseconds)
      stream.member("clean", report.isClean)
      if !report.failedCourse.isEmpty { stream.strings("failed_course", report.failedCourse) }
      if !report.problems.isEmpty { stream.strings("problems", report.problems) }
      if !report.idle.isEmpty { stream.strings("never_started", report.idle) }
      stream.array("violations", report.findings) { finding, stream in encode(finding, to: &stream) }
      if let slowest = report.slowest, let time = slowest.timeToSafety {
        stream.object("slowest") { stream in
          stream.member("case", slowest.name)
          stream.member("ms", time.milliseconds)
          if let node = slowest.lastNode { stream.member("until", node) }
        }
      }
      stream.array("coverage", report.coverage) { coverage, stream in
        stream.object { stream in
          stream.member("rows", coverage.title)
          stream.strings("met", coverage.met)
          stream.strings("missed", coverage.missed)
          stream.strings("impossible", coverage.impossible)
        }
      }
      stream.array("cases", report.cases) { one, stream in encode(one, to: &stream) }
    }
  }

  private func encode(_ finding: ExplorationReport.Finding, to stream: inout JSONStream) {
    stream.object { stream in
      let violation = finding.violation
      stream.member("id", violation.invariant.rawValue)
      stream.member("rule", violation.invariant.rule)
      stream.member("message", violation.message)
      if let hint = violation.hint { stream.member("hint", hint) }
      if let node = violation.node, node < report.plan.nodes.count {
        stream.member("node", report.plan.nodes[node].id)
        if let place = report.place(of: node) { stream.member("place", place) }
      }
      stream.member("runs", finding.count)
      stream.member("case", finding.first.name)
      stream.member("status", finding.first.status)
      stream.strings("timeline", finding.first.timeline)
      stream.member("scenario", report.snippet.lines(of: finding.first).joined(separator: "\n"))
    }
  }

  private func encode(_ one: ExplorationCase, to stream: inout JSONStream) {
    stream.object { stream in
      stream.array("faults", one.strikes) { strike, stream in
        stream.object { stream in
          stream.member("node", strike.site)
          stream.member("fault", strike.fault.rawValue)
        }
      }
      stream.member("status", one.status)
      if let time = one.timeToSafety { stream.member("safe_after_ms", time.milliseconds) }
      if !one.violations.isEmpty { stream.strings("violated", one.violations.map(\.invariant.rawValue)) }
    }
  }
}
