import Testing

@testable import Running

/// An alternative of a row of the tables P, B, K, T and R, as the design has it, written out by hand: what follows in a
/// phase on an event, where these facts hold.
struct RolloutCase: Sendable, CustomTestStringConvertible {
  let id: String
  let from: String
  let event: RolloutEvent
  let facts: RolloutFacts
  let to: String
  let cause: String?
  let words: String
  var testDescription: String { "\(id) \(from) \(event.rawValue)\(words.isEmpty ? "" : " (\(words))") → \(to)" }

  /// The cases of lines `ID phases on events [facts] -> phase cause`, alternatives parted by `/`.
  ///
  /// Facts that are not named are: no option is set, the second of three steps, the command succeeded, no tries left, promoting
  /// has begun.
  static func cases(_ text: String) -> [RolloutCase] {
    text.split(separator: "\n").flatMap { line -> [RolloutCase] in
      let (left, right) = halves(String(line), at: "->")
      let (row, words) = halves(left, at: "[")
      let fields = row.split(separator: " ").map(String.init)
      let end = right.split(separator: " ").map(String.init)
      guard fields.count == 4, fields[2] == "on", (1...2).contains(end.count) else {
        Issue.record("cannot read: \(line)")
        return []
      }
      let known = String(words.split(separator: "]").first ?? "")
      return fields[1].split(separator: "/").flatMap { from in
        fields[3].split(separator: "/").compactMap { event in
          guard let event = RolloutEvent(rawValue: String(event)) else {
            Issue.record("no event `\(event)`: \(line)")
            return nil
          }
          return RolloutCase(
            id: fields[0], from: String(from), event: event, facts: facts(known), to: end[0],
            cause: end.count > 1 ? end[1] : nil, words: known)
        }
      }
    }
  }

  private static func halves(_ text: String, at separator: String) -> (String, String) {
    guard let range = text.firstRange(of: separator) else { return (text, "") }
    return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
  }

  /// Facts in words.
  static func facts(_ words: String) -> RolloutFacts {
    var facts = RolloutFacts()
    (facts.step, facts.steps) = (2, 3)
    facts.hasPromoted = true
    for word in words.split(separator: " ") {
      switch word {
      case "waits": facts.waitsForLock = true
      case "forced": facts.isForced = true
      case "approve": facts.approvedSteps = [1, 2, 3]
      case "retire": facts.retires = true
      case "unknown=halt": facts.onUnknown = .halt
      case "unknown=approve": facts.onUnknown = .approve
      case "failure=halt": facts.onFailure = .halt
      case "failure=batch": facts.onFailure = .revertBatch
      case "replaced": facts.replacesStable = true
      case "undo-promote": facts.hasUndoPromote = true
      case "drain": facts.drainsTargets = true
      case "first": facts.step = 1
      case "last": facts.step = 3
      case "bad": facts.lastResultWasGood = false
      case "tries": facts.hasTriesLeft = true
      case "longer": facts.mayHoldLonger = true
      case "failed": facts.hasFailures = true
      case "touched": facts.hasTouched = true
      case "unbegun": facts.hasPromoted = false
      default: Issue.record("no fact `\(word)`")
      }
    }
    return facts
  }
}
