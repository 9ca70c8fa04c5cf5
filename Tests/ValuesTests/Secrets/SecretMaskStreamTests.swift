import TestSupport
import Testing

@testable import Values

/// Secrets that come in pieces are hidden however they are cut.
@Suite("Masking a stream")
struct SecretMaskStreamTests {
  private static func masked(_ text: String, _ mask: SecretMask, _ random: inout SeededRandom) -> [UInt8] {
    var stream = SecretMaskStream(mask)
    var output: [UInt8] = []
    var rest = Array(text.utf8)[...]
    let longest = [1, 2, 3, 8, 40, 400].randomElement(using: &random) ?? 1
    while !rest.isEmpty {
      let piece = Array(rest.prefix(Int.random(in: 1...longest, using: &random)))
      output += piece.withUnsafeBytes { stream.masked($0) }
      rest = rest.dropFirst(piece.count)
    }
    return output + stream.finish()
  }

  /// Letters and everything that some language escapes.
  private static let characters = Array("abcXYZ0189 \"'\\$`<>&%/+=?#{},\n\té😀".unicodeScalars)

  private static func secret(_ random: inout SeededRandom) -> String {
    var text = "Se"
    for _ in 0..<Int.random(in: 10...40, using: &random) {
      text.unicodeScalars.append(characters.randomElement(using: &random) ?? "x")
    }
    return text + "eT"
  }

  /// How many ways of cutting are tried for each encoding.
  private static let count = Torture.count(1000, long: 10_000, nightly: 100_000)

  /// Between the secrets stand bytes that no form has, so that whatever else comes out is a part of a secret.
  @Test("lets no byte of any form through", arguments: SecretEncoding.allCases)
  func everyForm(encoding: SecretEncoding) {
    var random = SeededRandom(seed: UInt64(encoding.rawValue.utf8.reduce(0) { $0 &* 31 &+ Int($1) }))
    for round in 0..<max(1, Self.count / 50) {
      let secrets = (0..<Int.random(in: 1...3, using: &random)).map { _ in Self.secret(&random) }
      let mask = SecretMask(secrets)
      for _ in 0..<50 {
        let text = secrets.map { "\u{1}" + encoding.encode($0) + "\u{2}\u{3}" }.joined()
        let left = Self.masked(text, mask, &random).filter { ![1, 2, 3, UInt8(ascii: "*")].contains($0) }
        #expect(left.count <= encoding.borderSize * secrets.count, "round \(round): \(secrets)")
      }
    }
    Torture.tell("T20", Self.count, "ways of cutting secrets, \(encoding.rawValue)")
  }

  /// What is hidden, found by looking everywhere for every form.
  private static func expected(_ text: String, _ secrets: [String]) -> [UInt8] {
    let bytes = Array(text.utf8)
    var ends: [Int: Int] = [:]
    for form in Set(secrets.flatMap(SecretForms.all)) where form.count <= bytes.count {
      for start in 0...bytes.count - form.count where bytes[start...].starts(with: form) {
        ends[start] = max(ends[start] ?? 0, start + form.count)
      }
    }
    var output: [UInt8] = []
    var covered = 0
    for (offset, byte) in bytes.enumerated() {
      if let end = ends[offset] {
        if offset >= covered { output += Array("***".utf8) }
        covered = max(covered, end)
      }
      if offset >= covered { output.append(byte) }
    }
    return output
  }

  @Test("hides exactly what looking everywhere finds, whole or in pieces")
  func oracle() {
    var random = SeededRandom(seed: 7)
    for _ in 0..<300 {
      let secrets = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        String((0..<Int.random(in: 4...6, using: &random)).map { _ in "abA1".randomElement(using: &random) ?? "a" })
      }
      let text = String((0..<80).map { _ in "abA1 ".randomElement(using: &random) ?? "a" })
      let mask = SecretMask(secrets)
      #expect(mask.masked(Array(text.utf8)) == Self.expected(text, secrets), "\(secrets): \(text)")
      #expect(Self.masked(text, mask, &random) == Self.expected(text, secrets), "\(secrets): \(text)")
    }
  }

  @Test("follows colors inside of a secret, however these are cut, and finds a secret inside of a sequence too")
  func colors() {
    let mask = SecretMask(["sesame99xx", "mmmm1234"])
    var random = SeededRandom(seed: 3)
    let cases = [
      ("a\u{1B}[31mses\u{1B}[0m\u{1B}[1;32mame99\u{1B}[Kxx!", "a\u{1B}[31m***!"),
      ("\u{1B}[sesame99xx", "\u{1B}[***"), ("s\u{1B}[sesame99xx", "s\u{1B}[***"),
      ("ses\u{1B}[0mse\u{1B}[0msame99xx.", "ses\u{1B}[0m***."), ("mm\u{1B}[0mmm12\u{1B}c34 sesame99x", "*** sesame99x"),
      ("\u{1B}[01;31m\u{1B}[Ksesame\u{1B}[m\u{1B}[K99xx!", "\u{1B}[01;31m\u{1B}[K***!"),
      ("sesame\u{1B}[\n99xx", "sesame\u{1B}[\n99xx"),
    ]
    for (text, expected) in cases {
      for _ in 0..<40 { #expect(String(decoding: Self.masked(text, mask, &random), as: UTF8.self) == expected) }
    }
  }

  @Test("holds back only what may begin a secret, so that a prompt is seen at once")
  func prompt() {
    var stream = SecretMaskStream(SecretMask(["hunter2hunter3"]))
    func show(_ text: String) -> String {
      String(decoding: Array(text.utf8).withUnsafeBytes { stream.masked($0) }, as: UTF8.self)
    }
    #expect(show("Password: ") == "Password: ")
    #expect(show("hunter2") == "")
    #expect(show("hunt? h") == "hunter2hunt? ")
    #expect(show("unter2hunter3\u{1B}[0m") == "***\u{1B}[0m")
    #expect(show("hu\u{1B}[0") == "")
    #expect(String(decoding: stream.finish(), as: UTF8.self) == "hu\u{1B}[0")
    #expect(stream.finish().isEmpty)
  }

  @Test("is linear, also where everything looks like the beginning of a secret")
  func linear() {
    let mask = SecretMask([String(repeating: "a", count: 5000) + "b", String(repeating: "ab", count: 2000) + "c"])
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
    #expect(mask.masked(bytes) == bytes)
  }
}
