public import Text

/// What came of a scenario that was rehearsed (design 9).
public struct ScenarioResult: Sendable {
  /// Something that is not as it was expected.
  public struct Failure: Sendable {
    /// What was expected, and what was found.
    public let message: String
    /// Where that is written in the file.
    public let span: ByteSpan

    /// A failure.
    public init(_ message: String, at span: ByteSpan) {
      self.message = message
      self.span = span
    }
  }

  /// What it is about.
  public let name: String
  /// Where it is written in the file.
  public let span: ByteSpan
  /// How the run ended.
  public let status: String
  /// The exit code of the run.
  public let exitCode: Int
  /// How long it took, in virtual time.
  public let duration: Duration
  /// What is not as it was expected.
  public let failures: [Failure]
  /// What happened, and when: lines for people.
  public let timeline: [String]

  /// A result.
  public init(
    name: String, at span: ByteSpan, status: String, exitCode: Int, duration: Duration, failures: [Failure],
    timeline: [String]
  ) {
    self.name = name
    self.span = span
    self.status = status
    self.exitCode = exitCode
    self.duration = duration
    self.failures = failures
    self.timeline = timeline
  }

  /// Whether everything is as it was expected.
  public var hasPassed: Bool { failures.isEmpty }
}

/// What came of the scenarios of a file.
public struct ScenarioReport: Sendable {
  /// The file.
  public let source: SourceText
  /// The runbook that was rehearsed.
  public let runbook: String
  /// The results, in order of the file.
  public let results: [ScenarioResult]
  private let lines: LineIndex

  /// A report.
  public init(source: SourceText, runbook: String, results: [ScenarioResult]) {
    self.source = source
    lines = LineIndex(source.bytes)
    self.runbook = runbook
    self.results = results
  }

  /// The file's path.
  public var path: String { source.name }
  /// Where something stands in the file.
  func position(of span: ByteSpan) -> TextPosition { lines.position(ofByte: span.start) }
  /// How many have failed.
  public var failureCount: Int { results.count { !$0.hasPassed } }
  /// How long all of them took, in virtual time.
  public var duration: Duration { results.reduce(.zero) { $0 + $1.duration } }

  /// The failures as diagnostics, for the places where they are shown in the file.
  public var diagnostics: Diagnostics {
    var diagnostics = Diagnostics()
    for result in results {
      for failure in result.failures {
        diagnostics.report(ScenarioFailed(name: result.name, message: failure.message), in: source, at: failure.span)
      }
    }
    return diagnostics
  }
}

/// A scenario whose run was not as expected.
private struct ScenarioFailed: Problem {
  let name: String
  let what: String

  init(name: String, message: String) {
    self.name = name
    what = message
  }

  var id: String { "scenario.failed" }
  var message: String { "scenario `\(name)`: \(what)" }
  var hint: String? { nil }
}
