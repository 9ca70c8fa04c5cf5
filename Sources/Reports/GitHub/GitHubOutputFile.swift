/// Names and values as GitHub's runner reads them from a file (`GITHUB_OUTPUT`): `NAME<<DELIMITER`, lines, `DELIMITER`.
public enum GitHubOutputFile {
  /// The text for these values, behind one delimiter that occurs in none of them; `random` gives 64 random bits.
  public static func render(_ entries: [(name: String, value: String)], random: () -> UInt64) -> String {
    if entries.isEmpty { return "" }
    var delimiter = newDelimiter(random)
    while entries.contains(where: { occurs(delimiter, in: $0.name) || occurs(delimiter, in: $0.value) }) {
      delimiter = newDelimiter(random)
    }
    return entries.map { "\($0.name)<<\(delimiter)\n\($0.value)\n\(delimiter)\n" }.joined()
  }

  private static func newDelimiter(_ random: () -> UInt64) -> String {
    "ghadelimiter_" + String(random(), radix: 16) + String(random(), radix: 16)
  }

  /// Whether it occurs byte by byte, which is how the runner compares.
  private static func occurs(_ delimiter: String, in text: String) -> Bool {
    Array(text.utf8).firstRange(of: Array(delimiter.utf8)) != nil
  }
}
