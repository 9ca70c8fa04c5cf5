#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Finds programs on a `PATH`, and remembers what it found.
struct ProgramSearch {
  /// What was found on `knownPath`, by name.
  ///
  /// What was not found is looked up again: a node may install what a later one needs.
  private var known: [String: String] = [:]
  private var knownPath = ""

  /// The file that starting `name` would run: found on `path`, or `name` itself if it has a `/`.
  ///
  /// Relative entries of `path`, and names with `/`, begin at `directory`.
  mutating func find(_ name: String, path: String, directory: String) -> String? {
    if name.contains("/") {
      let file = name.hasPrefix("/") ? name : directory + "/" + name
      return Self.isProgram(file) ? file : nil
    }
    if path != knownPath {
      known.removeAll()
      knownPath = path
    }
    if let found = known[name] { return found }
    guard let found = Self.search(name, path: path, directory: directory) else { return nil }
    // What a relative entry of the path leads to depends on the folder.
    if !Self.hasRelativeEntry(path) { known[name] = found }
    return found
  }

  private static func hasRelativeEntry(_ path: String) -> Bool {
    path.split(separator: ":", omittingEmptySubsequences: false).contains { !$0.hasPrefix("/") }
  }

  /// Where programs are looked up if there is no `PATH`, as shells do.
  static let defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  private static func search(_ name: String, path: String, directory: String) -> String? {
    for entry in path.split(separator: ":", omittingEmptySubsequences: false) {
      let folder = entry.hasPrefix("/") ? String(entry) : entry.isEmpty ? directory : directory + "/" + entry
      let file = folder + "/" + name
      if isProgram(file) { return file }
    }
    return nil
  }

  /// The system's error number for a name that was not found: a file that is no program is there, but may not be run.
  static func refusal(of name: String, directory: String) -> Int32 {
    guard name.contains("/") else { return ENOENT }
    return access(name.hasPrefix("/") ? name : directory + "/" + name, F_OK) == 0 ? EACCES : errno
  }

  private static func isProgram(_ file: String) -> Bool {
    var status = stat()
    guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return access(file, X_OK) == 0
  }
}
