/// Replacing text whose result may be far larger than what it is made of.
enum TextReplacement {
  /// `text` with `old` replaced, its size bounded while it grows.
  static func replacing(
    _ old: String, with new: String, in text: String, limit: Int?
  ) throws(TemplateProblem) -> String {
    let occurrences = old.isEmpty ? text.unicodeScalars.count + 1 : text.utf8.count / old.utf8.count
    let (growth, overflows) = min(occurrences, limit ?? .max).multipliedReportingOverflow(by: new.utf8.count)
    if overflows || growth > TemplateLimits.textSize, new.utf8.count > old.utf8.count {
      throw .limitReached("string size", limit: TemplateLimits.textSize)
    }
    return CodePoints.replacing(old, with: new, in: text, limit: limit)
  }
}
