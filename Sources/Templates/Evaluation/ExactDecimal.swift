/// All digits of a float's exact value, for rounding as Python rounds: by the value itself, halves to even.
struct ExactDecimal {
  private let isNegative: Bool
  /// Decimal digits of the magnitude, the first one not 0.
  private var digits: [UInt8]
  /// How many of the digits stand before the decimal point; may be negative.
  private var pointPosition: Int

  /// The digits of a finite number.
  init(_ value: Double) {
    isNegative = value.sign == .minus
    let exponent = Int(value.exponentBitPattern)
    let top = UInt64(value.significandBitPattern) | (exponent == 0 ? 0 : 1 << 52)
    var limbs = Self.limbs(of: top)
    let power = (exponent == 0 ? 1 : exponent) - 1075
    for _ in 0..<abs(power) { Self.multiply(&limbs, by: power > 0 ? 2 : 5) }
    digits = Self.digits(of: limbs)
    pointPosition = digits.count - (power < 0 ? -power : 0)
  }

  /// Limbs of nine decimal digits, lowest first.
  private static func limbs(of number: UInt64) -> [UInt32] {
    var rest = number
    var limbs: [UInt32] = []
    while rest > 0 {
      limbs.append(UInt32(rest % 1_000_000_000))
      rest /= 1_000_000_000
    }
    return limbs
  }

  private static func multiply(_ limbs: inout [UInt32], by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = UInt64(limbs[index]) * factor + carry
      limbs[index] = UInt32(product % 1_000_000_000)
      carry = product / 1_000_000_000
    }
    if carry > 0 { limbs.append(UInt32(carry)) }
  }

  private static func digits(of limbs: [UInt32]) -> [UInt8] {
    var text: [UInt8] = []
    for limb in limbs.reversed() {
      let part = Array(String(limb).utf8)
      text += Array(repeating: 0x30, count: text.isEmpty ? 0 : 9 - part.count) + part
    }
    return text.map { $0 - 0x30 }
  }

  /// The number with `places` digits behind the point, as `%.3f` writes it; negative places round before the point.
  func fixed(_ places: Int) -> String {
    var number = self
    number.round(keeping: pointPosition + places)
    var text = number.pointPosition > 0 ? "" : "0"
    for index in 0..<max(0, number.pointPosition) { text += number.digit(index) }
    if places > 0 {
      text += "."
      for index in 0..<places { text += number.digit(number.pointPosition + index) }
    }
    return (isNegative ? "-" : "") + text
  }

  /// The number as `%.3e` writes it.
  func scientific(_ places: Int) -> String {
    var number = self
    number.round(keeping: places + 1)
    let exponent = number.digits.isEmpty ? 0 : number.pointPosition - 1
    var text = number.digit(0)
    if places > 0 { text += "." + (1...places).map { number.digit($0) }.joined() }
    let magnitude = String(abs(exponent))
    return (isNegative ? "-" : "") + text + (exponent < 0 ? "e-" : "e+") + (magnitude.count < 2 ? "0" : "") + magnitude
  }

  /// The decimal exponent after rounding to so many digits, which `%g` chooses its form by.
  func exponent(keeping count: Int) -> Int {
    var number = self
    number.round(keeping: count)
    return number.digits.isEmpty ? 0 : number.pointPosition - 1
  }

  private func digit(_ index: Int) -> String {
    digits.indices.contains(index) ? String(digits[index]) : "0"
  }

  private mutating func round(keeping count: Int) {
    guard count < digits.count else { return }
    if count < 0 {
      digits = []
      return
    }
    let rest = digits[count...]
    digits = Array(digits[..<count])
    guard let first = rest.first, first >= 5 else { return }
    let isHalf = first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
    if !isHalf || (digits.last ?? 0) % 2 == 1 { increment() }
  }

  private mutating func increment() {
    var index = digits.count - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 {
      digits[index] += 1
    } else {
      digits.insert(1, at: 0)
      pointPosition += 1
    }
  }
}
