import TestSupport

/// Words of shell text of random make, with values in them and in substitutions inside them, and what they must come to.
struct RandomShellWord {
  private var text = ""
  private var expected = ""

  /// A command that says such words, in one of several constructs.
  static func shape(_ random: inout SeededRandom) -> ShellShapeTests.Shape {
    let words = (0..<Int.random(in: 1...3, using: &random)).map { _ in
      var word = RandomShellWord()
      word.addParts(depth: 0, &random)
      return word
    }
    let command = "arg " + words.map(\.text).joined(separator: " ")
    let construct = constructs.randomElement(using: &random) ?? "§"
    return ShellShapeTests.Shape(
      text: construct.replacing("§", with: command), expected: words.map(\.expected))
  }

  private static let constructs = [
    "§", "( § )", "{ §; }", "if true; then §; fi", "for x in 1; do §; done", "f() { §; }; f", "case 1 in 1) §;; esac",
    "true && §", "§ # it's a comment", "cat <<E >/dev/null; §\nit's \"\nE", "x=1; y=\"$x\" z='(' ; §", "§ | cat",
    "while §; do break; done", "! { ! §; }",
  ]

  private mutating func addParts(depth: Int, _ random: inout SeededRandom) {
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      switch Int.random(in: 0..<6, using: &random) {
      case 0: add("a1", "a1")
      case 1: add("@", "@")
      case 2: add("'b $x`'", "b $x`")
      case 3: add("'@ \"'", "@ \"")
      case 4: add("\\\\", "\\")
      default: addDouble(depth: depth, &random)
      }
    }
  }

  private mutating func addDouble(depth: Int, _ random: inout SeededRandom) {
    add("\"", "")
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      switch Int.random(in: 0..<5, using: &random) {
      case 0: add("c 'd", "c 'd")
      case 1, 2: add("@", "@")
      case 3: add("\\$e", "$e")
      default: if depth < 3 { addSubstitution(depth: depth, &random) }
      }
    }
    add("\"", "")
  }

  /// A substitution takes the newlines at the end away, so it prints one more letter.
  private mutating func addSubstitution(depth: Int, _ random: inout SeededRandom) {
    add("$(arg2 ", "")
    addParts(depth: depth + 1, &random)
    add("; arg2 x)", "x")
  }

  private mutating func add(_ text: String, _ expected: String) {
    self.text += text
    self.expected += expected
  }
}
