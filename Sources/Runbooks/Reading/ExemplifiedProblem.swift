internal import Text

/// A value that a key of a strategy cannot have, answered with one that it can have.
struct ExemplifiedProblem: Problem {
  let problem: RunbookProblem
  /// The key with such a value, as they are written.
  let example: String

  var id: String { problem.id }
  var severity: Severity { problem.severity }
  var message: String { problem.message }
  var hint: String? { "for example \(example)" }
}
