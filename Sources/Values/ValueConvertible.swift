/// A type that a key's value is converted to, once, whatever it was written as (design 4).
public protocol ValueConvertible: Sendable {
  /// The type with its article, for messages.
  static var typeName: String { get }
  /// The content that `value` stands for; nothing if it stands for none.
  static func convert(_ value: Value) -> Self?
}

extension String: ValueConvertible {
  /// `a string`.
  public static var typeName: String { "a string" }

  /// Strings as they are; numbers and booleans as they are written in TOML.
  public static func convert(_ value: Value) -> String? {
    switch value {
    case .string(let text): text
    case .int(let number): String(number)
    case .double(let number): number.description
    case .bool(let flag): String(flag)
    case .null: ""
    case .list, .map: JSONWriter.string(value, layout: .spaced)
    case .object: nil
    }
  }
}

extension Bool: ValueConvertible {
  /// `a boolean`.
  public static var typeName: String { "a boolean" }

  /// Booleans, and the words and numbers for them.
  public static func convert(_ value: Value) -> Bool? {
    switch value {
    case .bool(let flag): flag
    case .int(let number): number == 1 ? true : number == 0 ? false : nil
    case .string(let text): BooleanWord.parse(text)
    default: nil
    }
  }
}

extension Int: ValueConvertible {
  /// `an integer`.
  public static var typeName: String { "an integer" }

  /// Integers, floats without a fraction, and text that is an integer.
  public static func convert(_ value: Value) -> Int? {
    switch value {
    case .int(let number): number
    case .double(let number): Int(exactly: number)
    case .string(let text): Int(text)
    default: nil
    }
  }
}

extension Duration: ValueConvertible {
  /// `a duration`.
  public static var typeName: String { "a duration such as 30 or \"1m30s\"" }

  /// Numbers of seconds, and text such as `1m30s`.
  public static func convert(_ value: Value) -> Duration? {
    switch value {
    case .int(let number): DurationText.seconds(Double(number))
    case .double(let number): DurationText.seconds(number)
    case .string(let text): DurationText.parse(text)
    default: nil
    }
  }
}

extension Double: ValueConvertible {
  /// `a number`.
  public static var typeName: String { "a number" }

  /// Numbers, and text that is one.
  public static func convert(_ value: Value) -> Double? {
    switch value {
    case .int(let number): Double(number)
    case .double(let number): number
    case .string(let text): Double(text)
    default: nil
    }
  }
}

extension ValueConvertible where Self: RawRepresentable & CaseIterable, RawValue == String {
  /// The words that are possible.
  public static var typeName: String {
    "one of " + allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
  }

  /// The case that a word names.
  public static func convert(_ value: Value) -> Self? {
    value.string.flatMap { Self(rawValue: $0) }
  }
}
