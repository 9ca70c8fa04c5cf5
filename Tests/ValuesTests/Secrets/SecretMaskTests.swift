import Foundation
import TestSupport
import Testing

@testable import Values

/// Secrets are hidden in every form that programs commonly print them in.
@Suite("Masking secrets")
struct SecretMaskTests {
  private static let secret = "it's a \"s3cret\" <&> é/+?"

  @Test("hides every form", arguments: SecretEncoding.allCases)
  func forms(encoding: SecretEncoding) {
    let form = encoding.encode(Self.secret)
    let masked = SecretMask([Self.secret]).masked("<<\(form)>>")
    #expect(masked.hasPrefix("<<") && masked.hasSuffix(">>") && masked.contains("***"), "\(form): \(masked)")
    #expect(masked.utf8.count <= "<<***>>".utf8.count + encoding.borderSize, "\(form): \(masked)")
  }

  /// A secret as other programs print it, made by them: sh, bash, Python, PHP, Go, JavaScript, `base64`, `xxd`.
  private static let samples: [(secret: String, form: String)] = [
    ("it's `a` $x \"y\"", "it'\"'\"'s `a` $x \"y\""), ("it's `a` $x \"y\"", "it's \\`a\\` \\$x \\\"y\\\""),
    ("it's `a`", "it\\'s\\ \\`a\\`"), ("#1 {a,b}", "\\#1\\ \\{a\\,b\\}"), ("two\nlines'", "two\\nlines\\'"),
    ("a/b/c<d>", "a\\/b\\/c<d>"), ("a/b/c<d>", "a/b/c\\u003cd\\u003e"), ("clé 😀 d'or", "cl\\u00e9 \\ud83d\\ude00 d'or"),
    ("d'or & \"x\"", "d&#x27;or &amp; &quot;x&quot;"), ("d'or & \"x\"", "d&#39;or &amp; &#34;x&#34;"),
    ("d'or (1)", "d'or%20(1)"), ("a/b=c d", "a/b=c%20d"), ("trimmed99\n", "trimmed99"), (" \tboth ends ", "both ends"),
    ("say\\nmore\\tand", "say\nmore\tand"),
  ]

  @Test("hides what other programs make of it", arguments: samples)
  func printed(secret: String, form: String) {
    #expect(SecretMask([secret]).masked("<\(form)>") == "<***>")
  }

  @Test("hides base64 and hexadecimal digits that are broken into lines")
  func wrapped() {
    let secret = String((0..<200).map { Character(UnicodeScalar(UInt8(33 + $0 * 7 % 90))) })
    let mask = SecretMask([secret])
    for (digits, width) in [(SecretEncoding.base64, 76), (.base64, 64), (.hex, 60)] {
      // `echo` adds a newline, of which the last digits tell too.
      for text in [secret, secret + "\n"] {
        let all = Array(digits.encode(text))
        let lines = stride(from: 0, to: all.count, by: width).map { String(all[$0..<min($0 + width, all.count)]) }
        let masked = mask.masked(lines.joined(separator: "\n"))
        #expect(masked.filter { $0 != "*" && $0 != "\n" }.count <= 4, "\(masked)")
      }
    }
  }

  @Test("leaves everything else as it is")
  func rest() {
    let mask = SecretMask(["hunter2hunter2", ""])
    #expect(mask.masked("hunter2 hunter2hunter") == "hunter2 hunter2hunter")
    #expect(mask.masked("a hunter2hunter2 b") == "a *** b")
    #expect(mask.masked("hunter2hunter2hunter2hunter2") == "***")
    #expect(SecretMask([""]).isEmpty)
    #expect(SecretMask([]).masked("x") == "x")
  }

  @Test("hides what several secrets cover together")
  func overlap() {
    #expect(SecretMask(["abcdef", "defghi"]).masked("xabcdefghiy") == "x***y")
    #expect(SecretMask(["abcd", "abcdefgh"]).masked("abcdefgh abcde") == "*** ***e")
  }

  @Test("hides the lines of a secret of several, but not the short ones")
  func lines() {
    let mask = SecretMask(["{\n    {\n  \"key\": \"value\"\n    }\n}"])
    for text in ["{ \"a\": 1 }", "{\n    {\n      }\n}\n"] { #expect(mask.masked(text) == text) }
    #expect(mask.masked("x   \"key\": \"value\" x") == "x   *** x")
  }

  @Test("hides what colors have broken into pieces")
  func colors() {
    let mask = SecretMask(["sesame99xx"])
    #expect(mask.masked("\u{1B}[01;31m\u{1B}[Ksesame\u{1B}[m\u{1B}[K99xx!") == "\u{1B}[01;31m\u{1B}[K***!")
  }

  @Test("hides secrets in keys and values of data")
  func values() {
    let value = Value.map(ValueMap([("hunter22", .list([.string("x hunter22"), .int(1)]))]))
    #expect(SecretMask(["hunter22"]).masked(value) == .map(ValueMap([("***", .list([.string("x ***"), .int(1)]))])))
  }
}
