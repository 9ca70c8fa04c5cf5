internal import Values

/// Collects a command's text, encoding every value for the place where it lands.
struct ShellSink: TemplateSink {
  private let places: ShellPlaces
  private(set) var bytes: [UInt8] = []
  private var literals: [LiteralHereDocumentValue] = []
  /// The environment that the references to secrets need.
  private(set) var secrets: [(name: String, value: String)] = []

  init(places: ShellPlaces) {
    self.places = places
  }

  var size: Int { bytes.count }

  mutating func append(text: [UInt8]) {
    bytes.append(contentsOf: text)
  }

  mutating func append(_ value: Value, of output: Statement.Output) throws(TemplateProblem) {
    if output.isRaw {
      if places.secrets[output.ordinal] != nil { throw .unsafePosition(.rawSecret) }
      bytes.append(contentsOf: try Self.word(value).utf8)
      return
    }
    let position = places.positions[output.ordinal]
    if case .unsafe(let reason) = position { throw .unsafePosition(reason) }
    guard let items = Self.items(of: value) else {
      let start = bytes.count
      try append(word: try Self.word(value), at: position, of: output)
      if case .literalHereDocument(let delimiter, let stripsTabs) = position {
        literals.append(
          LiteralHereDocumentValue(range: start..<bytes.count, delimiter: delimiter, stripsTabs: stripsTabs))
      }
      return
    }
    guard position == .bare, !places.attached.contains(output.ordinal) else { throw .listNotBare }
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: " ")) }
      try append(word: try Self.word(item), at: .bare, of: output)
    }
  }

  /// Appends a value for its place, or a reference to it if it is a secret.
  private mutating func append(word: String, at position: ShellPosition, of output: Statement.Output)
    throws(TemplateProblem)
  {
    if places.hosts.contains(output.ordinal), word.hasPrefix("-") { throw .optionAsHost }
    if let name = places.secrets[output.ordinal] {
      ShellEncoding.append(referenceTo: register(word, as: name), at: position, to: &bytes)
    } else {
      ShellEncoding.append(word, at: position, to: &bytes)
    }
  }

  /// The name of the environment's variable that is to hold a secret; the same one for the same value.
  private mutating func register(_ value: String, as name: String) -> String {
    var candidate = Self.prefix + name
    var number = 1
    while let other = secrets.first(where: { $0.name == candidate }) {
      if other.value == value { return candidate }
      number += 1
      candidate = "\(Self.prefix)\(name)_\(number)"
    }
    secrets.append((candidate, value))
    return candidate
  }

  private static let prefix = "PYFLOW_SECRET_"

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
