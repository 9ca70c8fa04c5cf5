/// Whose quoting rules a command's text follows.
public enum ShellDialect: String, Sendable {
  /// The POSIX shell (POSIX.1-2017, XCU chapter 2).
  case sh
  /// GNU bash, with `$'…'`, `[[ ]]`, arrays and arithmetic commands.
  case bash
}
