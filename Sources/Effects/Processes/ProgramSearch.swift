#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Finds programs on a `PATH`, and remembers what it found.
struct ProgramSearch {
  private var known: [String: String?] = [:]

  /// The file that starting `name` would run: found on `path`, or `name` itself if it has a `/`.
  ///
  /// Relative entries of `path`, and names with `/`, begin at `directory`.
  mutating func find(_ name: String, path: String, directory: String) -> String? {
    if name.contains("/") {
      let file = name.hasPrefix("/") ? name : directory + "/" + name
      return Self.isProgram(file) ? file : nil
    }
    let isAbsolute = path.split(separator: ":", omittingEmptySubsequences: false).allSatisfy { $0.hasPrefix("/") }
    let key = isAbsolute ? "\(name)\u{0}\(path)" : "\(name)\u{0}\(path)\u{0}\(directory)"
    if let found = known[key] { return found }
    let found = Self.search(name, path: path, directory: directory)
    known[key] = .some(found)
    return found
  }

  /// Where programs are looked up if there is no `PATH`, as shells do.
  static let defaultPath = "/usr/local/bin:/usr/bin:/bin"

  private static func search(_ name: String, path: String, directory: String) -> String? {
    for entry in path.split(separator: ":", omittingEmptySubsequences: false) {
      let folder = entry.hasPrefix("/") ? String(entry) : entry.isEmpty ? directory : directory + "/" + entry
      let file = folder + "/" + name
      if isProgram(file) { return file }
    }
    return nil
  }

  private static func isProgram(_ file: String) -> Bool {
    var status = stat()
    guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return access(file, X_OK) == 0
  }
}
