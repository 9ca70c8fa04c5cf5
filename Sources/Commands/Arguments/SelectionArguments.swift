internal import Planning
internal import Values

/// The options that choose nodes.
extension Invocation {
  /// The selection that the options state.
  func selection() throws(UsageProblem) -> Selection {
    var selection = Selection()
    selection.only = try words(of: .only)
    selection.skip = try words(of: .skip)
    selection.from = try words(of: .from)
    selection.until = try words(of: .until)
    selection.tags = try words(of: .tags)
    return selection
  }

  /// The words of an option that takes several, separated by commas, and may be repeated.
  func words(of flag: Flag) throws(UsageProblem) -> [String] {
    var words: [String] = []
    for text in values[flag] ?? [] {
      for word in text.split(separator: ",", omittingEmptySubsequences: false) {
        let word = String(word).trimmed
        if word.isEmpty { throw .invalidValue(flag, text, expected: "names with commas between them") }
        words.append(word)
      }
    }
    return words
  }
}
