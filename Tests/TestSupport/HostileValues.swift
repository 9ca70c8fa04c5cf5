/// Values that a careless program would run, split or change.
public enum HostileValues {
  /// Those that people have been hurt by.
  public static let known = [
    "", " ", "it's", "\"", "'", "''\"\"'", "\\", "\\\\'", "a b  c", "$(touch pwned)", "`touch pwned`", "; touch pwned",
    "&& touch pwned", "| touch pwned", "> pwned", "\n", "a\nb\n", "\n\ntouch pwned\n", "\r\n", "-n", "-rf", "--",
    "--help",
    "*", "?", "[a-z]*", "~", "~root", "$HOME", "${HOME}", "$", "$$", "!", "!!", "#", "# no comment", "{a,b}", "%s%n",
    "\\n",
    "\t", "a=b", "=", "(", ")", "<(true)", "&", "1>&2", "é", "日本語", "👩‍👩‍👧", "\u{202E}txt", "\u{7F}", "\u{1}", "\u{1B}[31m",
    "{{ 1 + 1 }}", "{% if true %}", "${PATH}", "EOF", "\nEOF\n", "\u{FEFF}", "\u{2028}", "\u{FFFD}", "\u{10FFFF}",
  ]

  /// Random texts of up to 40 characters, any but NUL, those that shells treat specially more often.
  public static func random(_ count: Int, seed: UInt64) -> [String] {
    var random = SeededRandom(seed: seed)
    let special = Array("'\"\\$`;&|<>(){}[]*?~#! \n\t-=%^,.:/@+aZ0".unicodeScalars)
    return (0..<count).map { _ in
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        if Int.random(in: 0..<3, using: &random) > 0, let scalar = special.randomElement(using: &random) {
          text.append(scalar)
        } else if let scalar = Unicode.Scalar(UInt32.random(in: 1...0x10FFFF, using: &random)) {
          text.append(scalar)
        }
      }
      return String(text)
    }
  }
}
