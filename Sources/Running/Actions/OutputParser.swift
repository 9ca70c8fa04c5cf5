internal import Planning
internal import Values

/// Reads a command's output as data.
enum OutputParser {
  struct Problem: Error {
    let message: String
  }

  /// The output as `parse` demands it: a JSON value, or a list of lines.
  static func parse(_ output: [UInt8], as parse: PlanCommand.Parse) -> Result<Value, Problem> {
    switch parse {
    case .json:
      do throws(JSONProblem) {
        return .success(try JSONReader.read(output))
      } catch {
        return .failure(Problem(message: "\(error.message), at byte \(error.offset)"))
      }
    case .lines:
      let lines = text(output).split(separator: "\n", omittingEmptySubsequences: false)
      return .success(.list(text(output).isEmpty ? [] : lines.map { .string(String($0)) }))
    case .none: return .success(.null)
    }
  }

  /// Output as text: what is not UTF-8 replaced, newlines at the end removed, as a shell's `$(…)` does.
  static func text(_ output: [UInt8]) -> String {
    var end = output.count
    while end > 0, output[end - 1] == UInt8(ascii: "\n") { end -= 1 }
    if end > 0, end < output.count, output[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return String(decoding: output[..<end], as: UTF8.self)
  }
}
