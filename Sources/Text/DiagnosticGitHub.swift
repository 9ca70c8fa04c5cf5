/// The form that GitHub Actions turns into annotations.
///
/// The runner keeps ten annotations of a kind for each step; if there are more, the last one sums up the rest, and what has no
/// room there either is printed as ordinary lines, which can be read in the log.
struct DiagnosticGitHub {
  private let host: GitHubHost
  private var resolver = PlaceResolver()
  private var output = ""
  /// How many of a kind get an annotation of their own.
  private var room: [Severity: Int] = [:]
  /// What is summed up: where the first stands, and a line for each.
  private var rest: [Severity: (first: GitHubAnnotation, lines: [String])] = [:]

  static func render(_ diagnostics: [Diagnostic], on host: GitHubHost) -> String {
    var renderer = DiagnosticGitHub(host: host)
    for severity in Severity.allCases {
      let room = max(0, GitHubAnnotation.mostOfAKind - host.annotations[severity.annotation, default: 0])
      let count = diagnostics.count { $0.severity == severity }
      renderer.room[severity] = count <= room ? count : room - 1
    }
    for diagnostic in diagnostics { renderer.append(diagnostic) }
    for severity in Severity.allCases { renderer.sumUp(severity) }
    return renderer.output
  }

  private init(host: GitHubHost) { self.host = host }

  private mutating func append(_ diagnostic: Diagnostic) {
    let place = resolver.resolve(diagnostic.place)
    let annotation = annotation(of: diagnostic, at: place)
    let room = room[diagnostic.severity, default: 0]
    self.room[diagnostic.severity] = room - 1
    if room > 0 {
      output += annotation.command + "\n"
    } else {
      let line = "\(place.label): \(diagnostic.severity): \(diagnostic.message) [\(diagnostic.id)]"
      rest[diagnostic.severity, default: (annotation, [])].lines.append(DisplayWidth.printable(line))
    }
  }

  private func annotation(of diagnostic: Diagnostic, at place: ResolvedPlace) -> GitHubAnnotation {
    var message = place.isFile ? diagnostic.message : "\(place.name): \(diagnostic.message)"
    for note in diagnostic.notes where note.place == nil { message += "\nnote: \(note.message)" }
    if let hint = diagnostic.hint { message += "\nhint: \(hint)" }
    var result = GitHubAnnotation(
      diagnostic.severity.annotation, title: "pyflow: \(diagnostic.id)", message: message)
    if place.isFile { result.file = host.file(place.name) }
    result.range = place.range
    return result
  }

  /// The one annotation for all that have none of their own, and lines for those that it has no room for.
  private mutating func sumUp(_ severity: Severity) {
    guard var (annotation, lines) = rest[severity] else { return }
    if hasRoomForSum(severity) {
      let count = lines.count
      annotation.title = "pyflow: \(count) more \(severity.rawValue)\(count == 1 ? "" : "s")"
      annotation.message = Self.takeLines(&lines)
      output += annotation.command + "\n"
    }
    for line in lines { output += GitHubEscaping.harmless(line) + "\n" }
  }

  private func hasRoomForSum(_ severity: Severity) -> Bool {
    host.annotations[severity.annotation, default: 0] < GitHubAnnotation.mostOfAKind
  }

  /// Takes as many lines as a message may have.
  private static func takeLines(_ lines: inout [String]) -> String {
    let most = GitHubAnnotation.longestMessage - 100
    var units = 0
    let count = lines.prefix { line in
      units += line.utf16.count + 1
      return units <= most
    }.count
    let taken = lines.prefix(count)
    lines.removeFirst(count)
    return (taken + (lines.isEmpty ? [] : ["and \(lines.count) more, in the log"])).joined(separator: "\n")
  }
}

extension Severity {
  /// The kind of annotation for it.
  var annotation: GitHubAnnotation.Kind {
    switch self {
    case .error: .error
    case .warning: .warning
    }
  }
}
