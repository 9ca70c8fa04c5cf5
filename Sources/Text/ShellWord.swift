/// A word as POSIX shells read it, for commands that are ready to paste.
public enum ShellWord {
  /// The word as it is where no character of it means anything to a shell, else in single quotes.
  public static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { $0.isASCIIWord || "/.-:@%+=,".utf8.contains($0) }
    if isPlain, !word.isEmpty { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
