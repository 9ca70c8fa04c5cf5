public import Text
internal import Values

/// The results of scenarios, for people: a line for each, and of those that failed why, where and what happened.
public enum ScenarioText {
  /// The report as text.
  public static func render(_ report: ScenarioReport, style: TextStyle) -> String {
    report.results.map { text(of: $0, in: report, style) }.joined() + summary(of: report, style) + "\n"
  }

  private static func text(of result: ScenarioResult, in report: ScenarioReport, _ style: TextStyle) -> String {
    let end = "(\(result.status) after \(DurationText.format(result.duration)))"
    let name = style.paint(OutputText.oneLine(result.name), .emphasis)
    if result.hasPassed { return "\(style.paint("✓", .success)) \(name) \(style.paint(end, .faint))\n" }
    var text = "\(style.paint("✗", .error)) \(name) \(end)\n"
    for failure in result.failures {
      let position = report.position(of: failure.span)
      text += "  \(report.path):\(position.line):\(position.column): \(OutputText.cleaned(failure.message))\n"
    }
    if result.timeline.isEmpty { return text }
    text += style.paint("  what happened:", .faint) + "\n"
    for line in result.timeline { text += "  \(line)\n" }
    return text
  }

  private static func summary(of report: ScenarioReport, _ style: TextStyle) -> String {
    let count = report.results.count
    let time = DurationText.format(report.duration)
    let scenarios = "\(count) scenario\(count == 1 ? "" : "s")"
    if report.failureCount == 0 {
      return style.paint("\(scenarios) passed", .success) + ", \(time) of virtual time; nothing was run"
    }
    return style.paint("\(report.failureCount) of \(scenarios) failed", .error)
      + ", \(time) of virtual time; nothing was run"
  }
}
