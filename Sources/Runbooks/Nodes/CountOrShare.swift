public import Values

/// A number of things, or a share of them: how many may fail, must be available, or are done at once.
public enum CountOrShare: Sendable, Equatable {
  case count(Int)
  /// Of a hundred.
  case percent(Double)

  /// How many of `count` it comes to at most; a part of one does not count.
  public func allowed(of count: Int) -> Int {
    switch self {
    case .count(let number): number
    case .percent(let percent): Int(Double(count) * percent / 100)
    }
  }
}

extension CountOrShare {
  /// How many of `count` it asks for; a part of one counts as one.
  public func needed(of count: Int) -> Int {
    switch self {
    case .count(let number): number
    case .percent(let percent): Int((Double(count) * percent / 100).rounded(.up))
    }
  }
}

extension CountOrShare: ValueConvertible {
  /// `a number from 0, or a percentage up to "100%"`.
  public static var typeName: String { "a number from 0, or a percentage up to \"100%\"" }

  /// A number, or a text such as `20%`.
  public static func convert(_ value: Value) -> CountOrShare? {
    if let number = Int.convert(value) { return number >= 0 ? .count(number) : nil }
    guard let text = value.string, text.hasSuffix("%"), let percent = Double(text.dropLast()),
      (0...100).contains(percent)
    else { return nil }
    return .percent(percent)
  }
}
