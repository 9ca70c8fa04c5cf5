internal import CSystem
internal import Text

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The state of the git repository that a folder stands in.
///
/// The commit is read from git's own files, which costs nothing; whether files were changed only git itself can tell.
public enum RepositoryReader {
  /// The commit, and whether tracked files differ from it; nothing outside a repository or before its first commit.
  public static func read(_ folder: String) -> (commit: String, isDirty: Bool?)? {
    guard let git = gitFolder(above: folder), let commit = commit(git) else { return nil }
    return (commit, isDirty(folder))
  }

  private static func gitFolder(above folder: String) -> String? {
    var current = folder
    while true {
      let candidate = (current == "/" ? "" : current) + "/.git"
      if Folder.exists(candidate + "/HEAD") { return candidate }
      // A work tree has a file that names the folder.
      if let text = FileReader.systemFile(candidate), text.hasPrefix("gitdir: ") {
        let path = text.dropFirst(8).prefix { $0 != "\n" }
        return path.hasPrefix("/") ? String(path) : current + "/" + path
      }
      guard let slash = current.lastIndex(of: "/"), current != "/" else { return nil }
      current = slash == current.startIndex ? "/" : String(current[..<slash])
    }
  }

  private static func commit(_ git: String) -> String? {
    guard let head = firstLine(git + "/HEAD") else { return nil }
    guard head.hasPrefix("ref: ") else { return isCommit(head) ? head : nil }
    let reference = String(head.dropFirst(5))
    let common = firstLine(git + "/commondir").map { $0.hasPrefix("/") ? $0 : git + "/" + $0 } ?? git
    for folder in [git, common] {
      if let commit = firstLine(folder + "/" + reference), isCommit(commit) { return commit }
    }
    for line in (FileReader.systemFile(common + "/packed-refs") ?? "").split(separator: "\n")
    where line.hasSuffix(" " + reference) {
      let commit = String(line.prefix { $0 != " " })
      if isCommit(commit) { return commit }
    }
    return nil
  }

  private static func firstLine(_ path: String) -> String? {
    FileReader.systemFile(path).map { String($0.prefix { $0 != "\n" }) }
  }

  /// The digits of a SHA-1 or SHA-256.
  private static func isCommit(_ text: String) -> Bool {
    [40, 64].contains(text.utf8.count) && text.utf8.allSatisfy { HexDigits.value(of: $0) != nil }
  }

  /// Asks git, for at most two seconds; nothing if it is not there or does not answer.
  private static func isDirty(_ folder: String) -> Bool? {
    let arguments = [
      "git", "--no-optional-locks", "-C", folder, "status", "--porcelain", "--untracked-files=no",
    ]
    guard let (exit, output) = ShortCommand.run(arguments, limit: .seconds(2)), exit == 0 else { return nil }
    return !output.isEmpty
  }
}
