internal import Values

/// Collects a command's text, encoding every value for the place where it lands.
struct ShellSink: TemplateSink {
  let positions: [ShellPosition]
  private(set) var bytes: [UInt8] = []

  init(positions: [ShellPosition]) {
    self.positions = positions
  }

  var size: Int { bytes.count }

  mutating func append(text: [UInt8]) {
    bytes.append(contentsOf: text)
  }

  mutating func append(_ value: Value, of output: Statement.Output) throws(TemplateProblem) {
    let position = positions[output.ordinal]
    if case .unsafe(let reason) = position { throw .unsafePosition(reason) }
    guard let items = Self.items(of: value) else {
      ShellEncoding.append(try Self.word(value), at: position, to: &bytes)
      return
    }
    guard position == .bare else { throw .listNotBare }
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: " ")) }
      ShellEncoding.append(try Self.word(item), at: .bare, to: &bytes)
    }
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
