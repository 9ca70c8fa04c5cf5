internal import Audit
internal import Values

/// The run that a word names: an id, the beginning of one, or `latest`.
enum RunChoice {
  /// Why there is none.
  enum Failure: Error {
    case unknown(String)
    case ambiguous(String, [String])

    /// Says so; nothing was done.
    func explain(to console: Console) -> ExitCode {
      switch self {
      case .unknown(let word): console.complain("there is no run `\(word)`", hint: "pyflow list shows them")
      case .ambiguous(let word, let ids):
        console.complain(
          "`\(word)` is the beginning of \(ids.count) runs: \(ids.prefix(5).joined(separator: ", "))",
          hint: "write more of it")
      }
      return .invalid
    }
  }

  static func choose(_ word: String, among runs: [RunHistory]) throws(Failure) -> RunHistory {
    let prefix = CrockfordBase32.normalize(word)
    let found =
      word == "latest" ? runs.suffix(1) : runs.filter { run in prefix.map { run.id.hasPrefix($0) } ?? false }[...]
    guard let run = found.first else { throw .unknown(word) }
    if found.count > 1 { throw .ambiguous(word, found.map(\.id)) }
    return run
  }
}
