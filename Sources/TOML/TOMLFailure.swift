internal import Text

/// A mistake that ends the parsing of a statement: what, where, and what else to show.
struct TOMLFailure: Error {
  let problem: TOMLProblem
  let span: ByteSpan
  var notes: [Note] = []

  /// A second place, such as the first definition of a repeated key.
  struct Note {
    let message: String
    let span: ByteSpan
  }

  init(_ problem: TOMLProblem, _ range: Range<Int>, notes: [Note] = []) {
    self.problem = problem
    span = ByteSpan(range)
    self.notes = notes
  }
}
