public import Values

/// How many instances of a node may fail: a number of them, or a share.
public enum FailureLimit: Sendable, Equatable {
  case count(Int)
  /// Of a hundred instances.
  case percent(Double)

  /// How many of `count` instances may fail; a part of an instance may not.
  public func allowed(of count: Int) -> Int {
    switch self {
    case .count(let number): number
    case .percent(let percent): Int(Double(count) * percent / 100)
    }
  }
}

extension FailureLimit {
  /// How many of `count` it asks for; a part of one counts as one.
  public func needed(of count: Int) -> Int {
    switch self {
    case .count(let number): number
    case .percent(let percent): Int((Double(count) * percent / 100).rounded(.up))
    }
  }
}

extension FailureLimit: ValueConvertible {
  /// `a number from 0, or a percentage up to "100%"`.
  public static var typeName: String { "a number from 0, or a percentage up to \"100%\"" }

  /// A number of instances, or a text such as `20%`.
  public static func convert(_ value: Value) -> FailureLimit? {
    if let number = Int.convert(value) { return number >= 0 ? .count(number) : nil }
    guard let text = value.string, text.hasSuffix("%"), let percent = Double(text.dropLast()),
      (0...100).contains(percent)
    else { return nil }
    return .percent(percent)
  }
}
