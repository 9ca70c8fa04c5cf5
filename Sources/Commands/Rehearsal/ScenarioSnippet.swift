internal import Running

/// A run of an exploration as a scenario of a file beside the runbook, which plays it again (design 9).
enum ScenarioSnippet {
  static func lines(of one: ExplorationCase) -> [String] {
    var lines = ["[[scenario]]", "name = \(quoted(one.name))"]
    let script = one.strikes.map { "\(quoted($0.site)) = \(value(of: $0))" }
    if !script.isEmpty { lines.append("script = { \(script.joined(separator: ", ")) }") }
    for strike in one.strikes {
      if let note = note(on: strike.fault) { lines.append("# \(strike.site): \(note)") }
    }
    return lines
  }

  private static func value(of strike: ExplorationCase.Strike) -> String {
    switch strike.fault {
    case .fail, .timeout, .unknown, .cancel, .crash: quoted(strike.fault.rawValue)
    case .cancelSlow: "{ result = \"cancel\", take = \"5m\" }"
    case .resume: quoted(RehearsalFault.crash.rawValue)
    case .crashAfter, .resumeAfter: "{ result = \"crash\", moves = true }"
    case .lie: "{ moves = false }"
    case .stray: "{ result = \"fail\", moves = true }"
    case .drift:
      "{ times = 1, world = { \(strike.drift.map { "\($0.key.rawValue) = \(quoted($0.place))" } ?? "") } }"
    }
  }

  /// What a scenario cannot say.
  private static func note(on fault: RehearsalFault) -> String? {
    switch fault {
    case .resume, .resumeAfter: "the exploration goes on with `pyflow resume` then, a scenario with `pyflow recover`"
    default: nil
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }
}
