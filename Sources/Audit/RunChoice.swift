public import Text
internal import Values

/// Finds the run that is meant by an id, a unique beginning of one, or `latest` (design 10).
public enum RunChoice: Problem, Error, Sendable, Equatable {
  case unknown(String)
  case ambiguous(String, runs: [String])

  /// The index of the run among `ids`, which are in the order of the runs.
  public static func find(_ wanted: String, among ids: [String]) throws(RunChoice) -> Int {
    if wanted == "latest", let last = ids.indices.last { return last }
    let prefix = CrockfordBase32.normalize(wanted)
    let found = ids.indices.filter { index in prefix.map { ids[index].hasPrefix($0) } ?? false }
    guard let first = found.first else { throw .unknown(wanted) }
    if found.count > 1 { throw .ambiguous(wanted, runs: found.map { ids[$0] }) }
    return first
  }

  /// The stable id of the mistake.
  public var id: String { "audit.unknown-run" }

  /// What is wrong.
  public var message: String {
    switch self {
    case .unknown("latest"): "no run is on record there"
    case .unknown(let wanted): "there is no run `\(wanted)`"
    case .ambiguous(let wanted, let runs):
      "`\(wanted)` is the beginning of \(runs.count) runs: \(runs.prefix(5).joined(separator: ", "))"
    }
  }

  /// What to do.
  public var hint: String? {
    switch self {
    case .unknown: "pyflow audit show lists them"
    case .ambiguous: "write more of it"
    }
  }
}
