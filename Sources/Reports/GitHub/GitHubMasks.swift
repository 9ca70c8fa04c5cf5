internal import Text
internal import Values

/// The commands by which GitHub's runner keeps secrets out of its log, whoever prints them from then on.
///
/// It masks what its own encoders make of them too, and every line of one of several lines.
public struct GitHubMasks: Sendable {
  /// Shorter texts would turn up by chance everywhere in the log.
  static let shortest = 3

  private var told: Set<String> = []

  /// Masks of a step in which nothing is masked yet.
  public init() {}

  /// The lines that mask these secrets, as far as that was not done.
  public mutating func commands(for secrets: [String]) -> String {
    secrets.flatMap(Self.parts).filter { told.insert($0).inserted }
      .map { "::add-mask::\(GitHubEscaping.message($0))\n" }.joined()
  }

  /// What is masked of a secret: all of it, or its lines where some are so short that the runner must not mask them.
  private static func parts(of secret: String) -> [String] {
    let lines = secret.unicodeScalars.split { $0 == "\n" || $0 == "\r" }.map { String($0).trimmed }
      .filter { !$0.isEmpty }
    let long = lines.filter { $0.unicodeScalars.count >= shortest }
    return long.count == lines.count && !lines.isEmpty ? [secret] : long
  }
}
