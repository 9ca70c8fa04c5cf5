internal import Values

/// Words for what only the run will tell, as printed plans show it.
enum RolloutPreview {
  /// The words for a node with a role: which side it is about is known, only not its colour.
  static func words(for role: RolloutRole) -> [String: Value] {
    let asksOldSide = role == .preflight || role == .undoCheck
    let words: [(RolloutValue, String)] = [
      (.live, "LIVE"), (.idle, "IDLE"), (.side, asksOldSide ? "LIVE" : "IDLE"),
      (.to, role == .undoSwitch ? "LIVE" : "IDLE"), (.previous, "PREVIOUS"), (.version, "VERSION"), (.runID, "RUN"),
    ]
    return Dictionary(uniqueKeysWithValues: words.map { ($0.0.rawValue, .string($0.1)) })
  }
}
