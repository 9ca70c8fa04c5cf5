internal import Values

/// Collects a command's text, encoding every value for the place where it lands.
struct ShellSink: TemplateSink {
  private let places: ShellPlaces
  private(set) var bytes: [UInt8] = []
  private var literals: [LiteralHereDocumentValue] = []

  init(places: ShellPlaces) {
    self.places = places
  }

  var size: Int { bytes.count }

  mutating func append(text: [UInt8]) {
    bytes.append(contentsOf: text)
  }

  mutating func append(_ value: Value, of output: Statement.Output) throws(TemplateProblem) {
    if output.isRaw {
      bytes.append(contentsOf: try Self.word(value).utf8)
      return
    }
    let position = places.positions[output.ordinal]
    if case .unsafe(let reason) = position { throw .unsafePosition(reason) }
    guard let items = Self.items(of: value) else {
      let start = bytes.count
      ShellEncoding.append(try Self.word(value), at: position, to: &bytes)
      if case .literalHereDocument(let delimiter, let stripsTabs) = position {
        literals.append(
          LiteralHereDocumentValue(range: start..<bytes.count, delimiter: delimiter, stripsTabs: stripsTabs))
      }
      return
    }
    guard position == .bare, !places.attached.contains(output.ordinal) else { throw .listNotBare }
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: " ")) }
      ShellEncoding.append(try Self.word(item), at: .bare, to: &bytes)
    }
  }

  /// The finished text; in a here-document that the shell leaves as it is, a value must not end the document.
  func finished() throws(TemplateProblem) -> [UInt8] {
    for literal in literals where literal.isUnfaithful(in: bytes) { throw .unsafePosition(.hereDelimiter) }
    return bytes
  }

  private static func items(of value: Value) -> [Value]? {
    if case .object(let tuple as Tuple) = value { return tuple.items }
    return value.list
  }

  /// The text of a value that stands for one word, or a part of one.
  static func word(_ value: Value) throws(TemplateProblem) -> String {
    switch value {
    case .null: throw .nullInCommand
    case .list, .map: throw .mapInCommand(value.kind)
    default: break
    }
    let text = try TextForm.runbook.text(of: value)
    if text.utf8.contains(0) { throw .nulInCommand }
    return text
  }
}
