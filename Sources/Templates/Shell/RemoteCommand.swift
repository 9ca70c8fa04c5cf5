/// Follows the words of `ssh`, which sends everything after the host to a second shell (ssh(1)).
struct RemoteCommand: Equatable {
  private var isOptionArgument = false
  private var hasHost = false

  /// Whether the current word belongs to what the second shell reads.
  var isCommand: Bool { hasHost }

  /// Notes a word that has ended; one with a value in it is no option.
  mutating func endWord(_ plain: [UInt8]) {
    if isOptionArgument {
      isOptionArgument = false
    } else if plain.first == UInt8(ascii: "-"), !hasHost {
      isOptionArgument = plain.count == 2 && Self.optionsWithArguments.contains(plain[1])
    } else {
      hasHost = true
    }
  }

  private static let optionsWithArguments = Set("BbcDEeFIiJLlmOoPpQRSWw".utf8)
}
