import TestSupport
import Values

/// Random values, the same for the same seed.
enum ValueSamples {
  /// A value nested at most `depth` deep.
  static func value(depth: Int, _ random: inout SeededRandom) -> Value {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
    case 0: .null
    case 1: .bool(Bool.random(using: &random))
    case 2: .int(Int.random(in: -1000...1000, using: &random))
    case 3: .int(Int(truncatingIfNeeded: random.next()))
    case 4: .double(double(&random))
    case 5: .string(text(&random))
    case 6: .list((0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth - 1, &random) })
    default: .map(map(depth: depth - 1, &random))
    }
  }

  /// A text of ASCII, controls included, and of anything else.
  static func text(_ random: inout SeededRandom) -> String {
    let scalars = (0..<Int.random(in: 0...12, using: &random)).compactMap { _ in
      Unicode.Scalar(UInt32.random(in: 0..<(Bool.random(using: &random) ? 0x80 : 0x11_0000), using: &random))
    }
    return String(String.UnicodeScalarView(scalars))
  }

  /// A finite number of any size.
  static func double(_ random: inout SeededRandom) -> Double {
    while true {
      let number = Double(bitPattern: random.next())
      if number.isFinite { return number }
    }
  }

  private static func map(depth: Int, _ random: inout SeededRandom) -> ValueMap {
    var map = ValueMap()
    for _ in 0..<Int.random(in: 0...12, using: &random) { map[text(&random)] = value(depth: depth, &random) }
    return map
  }
}
