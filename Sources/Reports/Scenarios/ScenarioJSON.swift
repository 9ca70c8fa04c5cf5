internal import Text
internal import Values

/// The results of scenarios, for programs: what `test --json` prints.
public enum ScenarioJSON {
  /// The name and version of the form.
  static let schema = "pyflow.test/1"

  /// The report as one JSON document.
  public static func render(_ report: ScenarioReport) -> String {
    JSONStream.document(schema) { stream in
      stream.member("file", report.path)
      stream.member("runbook", report.runbook)
      stream.member("passed", report.results.count - report.failureCount)
      stream.member("failed", report.failureCount)
      stream.member("virtual_ms", report.duration.milliseconds)
      stream.array("scenarios", report.results) { append($0, in: report, to: &$1) }
    }
  }

  private static func append(_ result: ScenarioResult, in report: ScenarioReport, to stream: inout JSONStream) {
    stream.beginObject()
    stream.member("name", result.name)
    stream.member("passed", result.hasPassed)
    stream.member("status", result.status)
    stream.member("exit_code", result.exitCode)
    stream.member("virtual_ms", result.duration.milliseconds)
    if !result.hasPassed {
      stream.array("failures", result.failures) { append($0, in: report, to: &$1) }
      stream.strings("timeline", result.timeline)
    }
    stream.endObject()
  }

  private static func append(
    _ failure: ScenarioResult.Failure, in report: ScenarioReport, to stream: inout JSONStream
  ) {
    stream.beginObject()
    stream.member("message", failure.message)
    let position = report.position(of: failure.span)
    stream.member("file", report.path)
    stream.member("line", position.line)
    stream.member("column", position.column)
    stream.endObject()
  }
}
