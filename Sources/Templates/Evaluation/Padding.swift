/// Text made wider, counted in code points.
enum Padding {
  /// Where the filling goes.
  enum Side { case start, end, both }

  static func pad(_ text: String, to width: Int, _ side: Side, _ fill: String = " ") -> String {
    let missing = width - text.unicodeScalars.count
    guard missing > 0 else { return text }
    switch side {
    case .start: return String(repeating: fill, count: missing) + text
    case .end: return text + String(repeating: fill, count: missing)
    case .both:
      // Python's rule for where the odd one goes.
      let left = missing / 2 + (missing & width & 1)
      return String(repeating: fill, count: left) + text + String(repeating: fill, count: missing - left)
    }
  }
}
