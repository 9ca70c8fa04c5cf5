/// Converting values to what a parameter takes.
extension ParameterSchema {
  /// Why a value cannot be had.
  public struct Mismatch: Error, Sendable, Equatable {
    /// What it must be.
    public let expected: String
    /// What it is.
    public let found: String
  }

  /// The value as the parameter takes it; the same rule for what is written, rendered and answered.
  public func convert(_ value: Value) throws(Mismatch) -> Value {
    guard let content = content(of: value) else { throw mismatch(kind.words, value) }
    if !choices.isEmpty, !choices.contains(where: { String.convert($0) == String.convert(content) }) {
      throw mismatch("one of " + choices.map { String.convert($0) ?? "" }.joined(separator: ", "), value)
    }
    guard let number = number(in: content) else { return content }
    if let minimum, number < minimum { throw mismatch("at least \(text(minimum))", value) }
    if let maximum, number > maximum { throw mismatch("at most \(text(maximum))", value) }
    return content
  }

  private func mismatch(_ expected: String, _ value: Value) -> Mismatch {
    Mismatch(expected: expected, found: String.convert(value) ?? value.kind)
  }

  private func content(of value: Value) -> Value? {
    switch kind {
    case .any: value
    case .conditions: nil
    case .text: String.convert(value).map { .string($0) }
    case .string: VariableType.string.convert(value)
    case .int: VariableType.int.convert(value)
    case .float: VariableType.float.convert(value)
    case .bool: Bool.convert(value).map { .bool($0) }
    case .list: VariableType.list.convert(value)
    case .dict: VariableType.dict.convert(value)
    case .duration: Duration.convert(value) == nil ? nil : value
    case .mode: value.string.flatMap { Self.mode($0) == nil ? nil : value }
    case .path: value.string.flatMap { $0.isEmpty || $0.utf8.contains(0) ? nil : value }
    case .host: value.string.flatMap { HostText.isHost($0) ? value : nil }
    case .port: Int.convert(value).flatMap { (1...65535).contains($0) ? .int($0) : nil }
    case .sha256: value.string.flatMap { Self.digest($0) == nil ? nil : value }
    }
  }

  /// The number that limits are about: of a duration, its seconds.
  private func number(in content: Value) -> Double? {
    switch kind {
    case .duration: Duration.convert(content).map { $0 / .seconds(1) }
    case .int, .float:
      switch content {
      case .int(let number): Double(number)
      case .double(let number): number
      default: nil
      }
    default: nil
    }
  }

  /// A limit in words.
  public func text(_ limit: Double) -> String {
    if kind == .duration { return DurationText.format(.milliseconds(Int(limit * 1000))) }
    return Int(exactly: limit).map { String($0) } ?? limit.description
  }

  /// The rights that an octal number such as `0644` stands for.
  public static func mode(_ text: String) -> Int? {
    guard (3...4).contains(text.utf8.count), let mode = Int(text, radix: 8), (0...0o777).contains(mode),
      text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x37 })
    else { return nil }
    return mode
  }

  /// The digest that 64 hexadecimal digits stand for, `sha256:` before them or not.
  public static func digest(_ text: String) -> SHA256Digest? {
    let trimmed = text.trimmed
    let digits = trimmed.hasPrefix("sha256:") ? String(trimmed.dropFirst(7)) : trimmed
    return SHA256Digest(hex: Array(digits.lowercased().utf8))
  }
}

extension ParameterSchema.Kind {
  /// The kind with its article, for messages.
  public var words: String {
    switch self {
    case .any: "anything"
    case .text: "text"
    case .conditions: "an expression, or a list of expressions"
    case .string: VariableType.string.name
    case .int: VariableType.int.name
    case .float: VariableType.float.name
    case .bool: VariableType.bool.name
    case .list: VariableType.list.name
    case .dict: VariableType.dict.name
    case .duration: Duration.typeName
    case .mode: "an octal mode in quotes such as \"0644\""
    case .path: "a path that is not empty"
    case .host: "the name or the address of a machine"
    case .port: "a port from 1 to 65535"
    case .sha256: "a SHA-256 of 64 hexadecimal digits"
    }
  }
}
