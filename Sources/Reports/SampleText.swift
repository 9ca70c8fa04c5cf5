internal import Running
internal import Text

/// A sample of a node that is polled, in a few words.
enum SampleText {
  /// Its number and what it says: `sample 3: HTTP 503`.
  static func words(_ sample: NodeSample) -> String { "sample \(sample.number): \(verdict(sample))" }

  /// What it says, and why.
  static func verdict(_ sample: NodeSample) -> String {
    let reason = sample.reason.map { OutputText.oneLine($0.message) } ?? ""
    return switch sample.verdict {
    case .pass: "passed"
    case .fail: reason
    case .unknown: "unknown: \(reason)"
    }
  }
}
