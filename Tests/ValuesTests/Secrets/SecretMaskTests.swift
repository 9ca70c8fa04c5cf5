import Foundation
import TestSupport
import Testing

@testable import Values

/// Secrets are hidden in every form that programs commonly print them in.
@Suite("Masking secrets")
struct SecretMaskTests {
  private static let secret = "it's a \"s3cret\" <&> é/+?"

  /// The secret as other programs encode it, made by Foundation or by hand.
  private static func forms() throws -> [String] {
    let data = Data(secret.utf8)
    let base64 = data.base64EncodedString()
    let prefixed = (1...2).map { (Data(repeating: 0x78, count: $0) + data).base64EncodedString() }
    let json = String(decoding: try JSONEncoder().encode(secret), as: UTF8.self).dropFirst().dropLast()
    let hex = data.map { String(format: "%02x", $0) }.joined()
    let percent =
      secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~"))) ?? ""
    return [
      secret, base64, String(json.replacing("\\/", with: "/")), hex, hex.uppercased(), percent,
      percent.replacing("%20", with: "+"), secret.replacing("'", with: "'\\''"),
      base64.replacing("+", with: "-").replacing("/", with: "_"),
    ] + prefixed
  }

  @Test("hides every form")
  func forms() throws {
    let mask = SecretMask([Self.secret])
    for form in try Self.forms() {
      let masked = mask.masked("<<\(form)>>")
      #expect(masked.hasPrefix("<<") && masked.hasSuffix(">>") && masked.contains("***"), "\(form): \(masked)")
      // Of base64 a few bits at the borders belong to the neighbours too.
      #expect(masked.utf8.count <= "<<***>>".utf8.count + 6, "\(form): \(masked)")
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
    let mask = SecretMask(["{\n  \"key\": \"value\"\n}"])
    #expect(mask.masked("{ \"a\": 1 }") == "{ \"a\": 1 }")
    #expect(mask.masked("x   \"key\": \"value\" x") == "x *** x")
  }

  @Test("hides what colors have broken into pieces")
  func colors() {
    let mask = SecretMask(["sesame99xx"])
    #expect(mask.masked("\u{1B}[01;31m\u{1B}[Ksesame\u{1B}[m\u{1B}[K99xx!") == "\u{1B}[01;31m\u{1B}[K***!")
  }

  @Test("hides what comes in pieces, however it is cut")
  func pieces() throws {
    let mask = SecretMask([Self.secret, "0123456789"])
    var random = SeededRandom(seed: 3)
    for _ in 0..<500 {
      let parts = (0..<6).map { _ in
        ["text ", "01234", Self.secret, "0123456789", "é", "\n"].randomElement(using: &random) ?? ""
      }
      let bytes = Array(parts.joined().utf8)
      var stream = SecretMaskStream(mask)
      var output: [UInt8] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 1...20, using: &random))
        output += Array(piece).withUnsafeBytes { stream.masked($0) }
        rest = rest.dropFirst(piece.count)
      }
      output += stream.finish()
      #expect(output == mask.masked(bytes))
      let text = String(decoding: output, as: UTF8.self)
      #expect(!text.contains(Self.secret) && !text.contains("0123456789"))
    }
  }

  @Test("hides secrets in keys and values of data")
  func values() {
    let value = Value.map(ValueMap([("hunter22", .list([.string("x hunter22"), .int(1)]))]))
    #expect(SecretMask(["hunter22"]).masked(value) == .map(ValueMap([("***", .list([.string("x ***"), .int(1)]))])))
  }
}
