/// The form that GitHub Actions turns into annotations: `::error file=…,line=…,col=…,title=…::message`.
///
/// The runner keeps ten annotations of a kind for each step and cuts messages at 4096 characters, so what is over is
/// printed as ordinary lines, where it can still be read in the log.
enum DiagnosticGitHub {
  private static let annotationsOfAKind = 10
  private static let maximumMessage = 4096

  static func render(_ diagnostics: [Diagnostic]) -> String {
    var resolver = PlaceResolver()
    var counts: [Severity: Int] = [:]
    var output = ""
    for diagnostic in diagnostics {
      let place = resolver.resolve(diagnostic.place)
      counts[diagnostic.severity, default: 0] += 1
      if counts[diagnostic.severity, default: 0] <= annotationsOfAKind {
        output += annotation(of: diagnostic, at: place)
      } else {
        let line = "\(place.label): \(diagnostic.severity): \(diagnostic.message) [\(diagnostic.id)]"
        output += GitHubEscaping.harmless(DisplayWidth.printable(line)) + "\n"
      }
    }
    return output
  }

  private static func annotation(of diagnostic: Diagnostic, at place: ResolvedPlace) -> String {
    var properties: [String] = []
    if place.isFile { properties.append("file=" + GitHubEscaping.property(place.name)) }
    if let (start, end) = place.range {
      properties.append("line=\(start.line),endLine=\(end.line),col=\(start.column)")
      // The runner drops both columns of an annotation over several lines.
      if start.line == end.line { properties.append("endColumn=\(end.column)") }
    }
    properties.append("title=" + GitHubEscaping.property("pyflow: \(diagnostic.id)"))
    var message = place.isFile ? diagnostic.message : "\(place.name): \(diagnostic.message)"
    for note in diagnostic.notes where note.place == nil { message += "\nnote: \(note.message)" }
    if let hint = diagnostic.hint { message += "\nhint: \(hint)" }
    message = String(message.prefix(maximumMessage))
    let head = "::\(diagnostic.severity) \(properties.joined(separator: ","))"
    return "\(head)::\(GitHubEscaping.message(message))\n"
  }
}
