public import Values

/// A part of the traffic, in whole percent: `25`, or `"25%"`.
public struct TrafficWeight: Sendable, Equatable, ValueConvertible {
  /// The percentage.
  public let percent: Int

  /// What it is, for messages.
  public static let typeName = "a whole percentage such as 25"

  /// That many of a hundred.
  public init(_ percent: Int) {
    self.percent = percent
  }

  /// The percentage that a number, or a text such as `25%`, states; whether it makes sense, planning tells.
  public static func convert(_ value: Value) -> TrafficWeight? {
    if let number = Int.convert(value) { return TrafficWeight(number) }
    guard let text = value.string, text.hasSuffix("%") else { return nil }
    return Int(text.dropLast()).map { TrafficWeight($0) }
  }
}
