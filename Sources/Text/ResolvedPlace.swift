/// A place with its line and column worked out, which is done only when it is printed.
struct ResolvedPlace {
  /// The file or other name; nothing that is no file has a line.
  var name: String
  /// Whether `name` is a file.
  var isFile: Bool
  /// Where the span begins and ends, if the place has a text.
  var range: (start: TextPosition, end: TextPosition)?

  /// `file:3:5`, `file`, or the origin.
  var label: String {
    guard let start = range?.start else { return name }
    return "\(name):\(start.line):\(start.column)"
  }
}

/// Works out places, and remembers the line index of each text that it has met.
struct PlaceResolver {
  private var indexes: [ObjectIdentifier: LineIndex] = [:]

  /// The line index of `source`, made at the first call.
  mutating func lineIndex(of source: SourceText) -> LineIndex {
    if let known = indexes[ObjectIdentifier(source)] { return known }
    let index = LineIndex(source.bytes)
    indexes[ObjectIdentifier(source)] = index
    return index
  }

  /// The place with line and column.
  mutating func resolve(_ place: Place) -> ResolvedPlace {
    switch place {
    case .file(let path): return ResolvedPlace(name: path, isFile: true)
    case .origin(let name): return ResolvedPlace(name: name, isFile: false)
    case .span(let source, let span), .hidden(let source, let span):
      let index = lineIndex(of: source)
      let range = (index.position(ofByte: span.start), index.position(ofByte: span.end))
      return ResolvedPlace(name: source.name, isFile: true, range: range)
    }
  }
}
