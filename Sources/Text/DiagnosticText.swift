/// The text form: a GCC-style first line, which editors and problem matchers know, then the source line with carets.
///
///     deploy.toml:5:1: error: unknown key `depend_on` [runbook.unknown-key]
///       5 | depend_on = ["build"]
///         | ^^^^^^^^^
///          = hint: did you mean `depends_on`?
enum DiagnosticText {
  static func render(_ diagnostics: [Diagnostic], style: TextStyle) -> String {
    var resolver = PlaceResolver()
    var output = ""
    for diagnostic in diagnostics {
      append(diagnostic, to: &output, style: style, resolver: &resolver)
    }
    return output
  }

  private static func append(
    _ diagnostic: Diagnostic, to output: inout String, style: TextStyle,
    resolver: inout PlaceResolver
  ) {
    let place = resolver.resolve(diagnostic.place)
    let severity = style.paint(
      diagnostic.severity.rawValue + ":", diagnostic.severity == .error ? .error : .warning)
    let message = style.paint(DisplayWidth.printable(diagnostic.message), .emphasis)
    output +=
      "\(DisplayWidth.printable(place.label)): \(severity) \(message) \(style.paint("[\(diagnostic.id)]", .faint))\n"
    let gutter = appendExcerpt(of: diagnostic.place, to: &output, style: style, resolver: &resolver)
    for note in diagnostic.notes {
      appendNote(note, gutter: gutter, to: &output, style: style, resolver: &resolver)
    }
    if let hint = diagnostic.hint {
      // A hint that shows a text of several lines keeps its margin, so that none of them looks like a message.
      let lines = hint.split(separator: "\n", omittingEmptySubsequences: false).map {
        DisplayWidth.printable(String($0))
      }
      output += "\(gutter) \(style.paint("= hint:", .accent)) \(lines[0])\n"
      for line in lines.dropFirst() { output += "\(gutter)     \(line)\n" }
    }
  }

  private static func appendNote(
    _ note: Diagnostic.Note, gutter: String, to output: inout String, style: TextStyle,
    resolver: inout PlaceResolver
  ) {
    let message = DisplayWidth.printable(note.message)
    guard let place = note.place else {
      output += "\(gutter) \(style.paint("= note:", .accent)) \(message)\n"
      return
    }
    let label = DisplayWidth.printable(resolver.resolve(place).label)
    output += "\(label): \(style.paint("note:", .accent)) \(message)\n"
    _ = appendExcerpt(of: place, to: &output, style: style, resolver: &resolver)
  }

  /// Appends the source line and its carets; returns the blank margin that aligns further lines.
  private static func appendExcerpt(
    of place: Place, to output: inout String, style: TextStyle, resolver: inout PlaceResolver
  ) -> String {
    guard case .span(let source, let span) = place, !source.isConfidential else { return "   " }
    let index = resolver.lineIndex(of: source)
    let line = index.line(ofByte: min(span.start, source.bytes.count))
    let range = index.range(ofLine: line)
    let start = min(span.start, range.upperBound) - range.lowerBound
    let end = max(min(span.end, range.upperBound) - range.lowerBound, start + 1)
    let excerpt = SourceExcerpt(line: source.bytes[range], marked: start..<end)
    let number = String(line)
    let gutter = String(repeating: " ", count: number.count + 3)
    output += "  \(style.paint("\(number) |", .faint)) \(excerpt.line)\n"
    output += "\(gutter)\(style.paint("|", .faint)) \(style.paint(excerpt.carets, .error))\n"
    return gutter
  }
}
