/// What stands in brackets in the ids of instances: `eu-west` of `deploy[eu-west]`.
enum InstanceLabels {
  /// The longest text, in bytes, that an instance is called by.
  private static let maximumSize = 100

  /// A label for each text: the text itself where it can be shown and is the only one, else the number.
  ///
  /// Where a text is another's number, all get their numbers, so that no two are the same. O(n).
  static func labels(for texts: [String?]) -> [String] {
    var counts: [String: Int] = [:]
    for case let text? in texts { counts[text, default: 0] += 1 }
    let labels = texts.enumerated().map { number, text in
      guard let text, counts[text] == 1, isPresentable(text) else { return String(number) }
      return text
    }
    return Set(labels).count == labels.count ? labels : labels.indices.map(String.init)
  }

  /// Whether a text can stand in an id: short, one line, nothing in it that cannot be seen.
  private static func isPresentable(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.count <= maximumSize else { return false }
    return text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse, .surrogate: false
      default: true
      }
    }
  }
}
