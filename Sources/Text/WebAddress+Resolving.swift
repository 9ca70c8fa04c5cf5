/// References to other addresses, as a `Location` has them (RFC 3986, 5).
extension WebAddress {
  /// What is wrong with a reference.
  public enum ReferenceProblem: Error, Sendable, Equatable {
    case malformed
    /// It is of a scheme that is none of the web's.
    case scheme(String)
  }

  /// The address that `reference` means from here.
  public func resolving(_ reference: String) -> Result<WebAddress, ReferenceProblem> {
    if let scheme = Self.scheme(of: reference) {
      if scheme != "http", scheme != "https" { return .failure(.scheme(scheme)) }
      return Self.checked(reference)
    }
    if reference.hasPrefix("//") { return Self.checked("\(scheme):\(reference)") }
    let plain = reference.prefix { $0 != "#" }
    let written = plain.prefix { $0 != "?" }
    let query = written.endIndex < plain.endIndex ? String(plain[written.endIndex...].dropFirst()) : nil
    let isEmpty = written.isEmpty
    let path = isEmpty ? path : Self.withoutDots(written.hasPrefix("/") ? String(written) : folder + written)
    let resolved = "\(scheme)://\(authority)\(path)" + ((query ?? (isEmpty ? self.query : nil)).map { "?" + $0 } ?? "")
    return Self.checked(resolved)
  }

  private static func checked(_ text: String) -> Result<WebAddress, ReferenceProblem> {
    WebAddress(text).map { .success($0) } ?? .failure(.malformed)
  }

  /// The path up to its last `/` (RFC 3986, 5.2.3).
  private var folder: String {
    guard let slash = path.lastIndex(of: "/") else { return "/" }
    return String(path[...slash])
  }

  /// What stands before the first colon, if it can be a scheme (RFC 3986, 3.1).
  private static func scheme(of reference: String) -> String? {
    guard let colon = reference.firstIndex(of: ":"), let first = reference.utf8.first, first.isASCIILetter else {
      return nil
    }
    let name = reference[..<colon]
    return name.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "+-.".utf8.contains($0) }
      ? name.lowercased() : nil
  }

  /// A path without `.` and `..` (RFC 3986, 5.2.4).
  static func withoutDots(_ path: String) -> String {
    var parts: [Substring] = []
    let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    for segment in segments {
      switch segment {
      case ".": break
      case "..": _ = parts.popLast()
      default: parts.append(segment)
      }
    }
    let isFolder = segments.last == "." || segments.last == ".."
    return "/" + parts.joined(separator: "/") + (isFolder && !parts.isEmpty ? "/" : "")
  }
}
