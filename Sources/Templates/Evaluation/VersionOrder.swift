/// The order of versions such as `1.10.2-rc1`.
enum VersionOrder {
  /// Negative if `left` is older, 0 if both are the same, positive if it is newer.
  static func compare(_ left: String, _ right: String) -> Int {
    let (a, b) = (parts(left), parts(right))
    for index in 0..<max(a.count, b.count) {
      let order = compare(index < a.count ? a[index] : nil, index < b.count ? b[index] : nil)
      if order != 0 { return order }
    }
    return 0
  }

  /// A release is newer than what has a word behind it (`1.2-rc1`), older than what has a number (`1.2.1`).
  private static func compare(_ left: String?, _ right: String?) -> Int {
    guard let left else { return right.map { Int($0) == nil ? 1 : Int($0) == 0 ? 0 : -1 } ?? 0 }
    guard let right else { return -compare(nil, left) }
    switch (Int(left), Int(right)) {
    case (let a?, let b?): return a < b ? -1 : a > b ? 1 : 0
    case (nil, _?): return -1
    case (_?, nil): return 1
    default: return left < right ? -1 : left == right ? 0 : 1
    }
  }

  private static func parts(_ version: String) -> [String] {
    var parts: [String] = []
    var previous: Bool?
    for scalar in version.unicodeScalars {
      let isDigit = scalar.isASCII && scalar.properties.numericType != nil
      if isDigit || scalar.properties.isAlphabetic {
        if previous != isDigit { parts.append("") }
        parts[parts.count - 1].unicodeScalars.append(scalar)
        previous = isDigit
      } else {
        previous = nil
      }
    }
    return parts
  }
}
