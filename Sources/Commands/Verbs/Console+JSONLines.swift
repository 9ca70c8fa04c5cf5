internal import Values

/// How the verbs for suites and benchmarks talk: one JSON object a line each way.
extension Console {
  /// Answers each line of the standard input; one that is not JSON is answered too.
  func answerLines(_ answer: (ValueMap) -> ValueMap) throws(ResultNotWritten) -> ExitCode {
    while let line = readLine() {
      var reply: ValueMap
      do throws(JSONProblem) {
        reply = answer(try JSONReader.read(line).map ?? ValueMap())
      } catch {
        reply = ["ok": .bool(false), "error": .string(error.message)]
      }
      try result(JSONWriter.string(.map(reply)) + "\n")
    }
    return .succeeded
  }
}
