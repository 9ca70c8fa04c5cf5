internal import Text
internal import Values

/// The results of scenarios as JUnit's XML, which CI systems read: a suite with a case for each scenario.
public enum JUnitText {
  /// The report as an XML document.
  public static func render(_ report: ScenarioReport) -> String {
    let counts = "tests=\"\(report.results.count)\" failures=\"\(report.failureCount)\" errors=\"0\""
    let time = "time=\"\(seconds(report.duration))\""
    let name = "name=\"\(escaped(report.path))\""
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites \(counts) \(time)>
      <testsuite \(name) \(counts) skipped="0" \(time)>
      \(report.results.map { text(of: $0, in: report) }.joined())</testsuite>
      </testsuites>

      """
  }

  private static func text(of result: ScenarioResult, in report: ScenarioReport) -> String {
    var head = "<testcase name=\"\(escaped(result.name))\" classname=\"\(escaped(report.runbook))\""
    head += " time=\"\(seconds(result.duration))\" file=\"\(escaped(report.path))\""
    head += " line=\"\(report.position(of: result.span).line)\""
    guard let first = result.failures.first else { return head + "/>\n" }
    let lines =
      result.failures.map(\.message) + (result.timeline.isEmpty ? [] : ["", "what happened:"]) + result.timeline
    let text = escaped(lines.joined(separator: "\n"))
    return head
      + ">\n<failure message=\"\(escaped(first.message))\" type=\"expectation\">\(text)</failure>\n</testcase>\n"
  }

  private static func seconds(_ duration: Duration) -> String {
    let milliseconds = duration.milliseconds
    let rest = String(milliseconds % 1000)
    return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
  }

  /// A text as XML 1.0 may have it, in an attribute or between tags: what it cannot have at all becomes U+FFFD (XML 1.0, 2.2).
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += "&#\(scalar.value);"
      default: result.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return result
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
  }
}
