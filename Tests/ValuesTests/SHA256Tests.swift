import Foundation
import TestSupport
import Testing

@testable import Values

@Suite("SHA-256")
struct SHA256Tests {
  /// FIPS 180-4's examples, and NIST's short and long messages (CAVP, SHA256ShortMsg).
  static let published: [(message: [UInt8], digest: String)] = [
    ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (Array("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      Array(
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"
          .utf8),
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    ([0xd3], "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"),
    ([0x11, 0xaf], "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98"),
    ([0xb4, 0x19, 0x0e], "dff2e73091f6c05e528896c4c831b9448653dc2ff043528f6769437bc7b975c2"),
    ([0x74, 0xba, 0x25, 0x21], "b16aa56be3880d18cd41e68384cf1ec8c17680c45a02b1575dc1518923ae8b0e"),
  ]

  @Test("gives the published digests", arguments: published, [false, true])
  func vectors(_ vector: (message: [UInt8], digest: String), portable: Bool) {
    #expect(Self.digest(vector.message, portable: portable).hex == vector.digest)
  }

  @Test("gives the published digest of a million letters", arguments: [false, true])
  func million(portable: Bool) {
    #expect(
      Self.digest(Array(repeating: 0x61, count: 1_000_000), portable: portable).hex
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test("gives the program sha256sum's digests of every length up to 300, and of some large ones")
  func program() {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/sha256sum") else {
      print("skipped: no /usr/bin/sha256sum")
      return
    }
    let folder = TemporaryFolder()
    var random = SeededRandom(seed: 1)
    let lengths = Array(0...300) + [1000, 4095, 4096, 4097, 65_537, 300_000]
    let messages = lengths.map { length in (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) } }
    for (length, message) in zip(lengths, messages) { folder.write(Data(message), to: "\(length)") }
    let expected = Self.sha256sum(lengths.map { "\(folder.path)/\($0)" })
    #expect(expected.count == lengths.count)
    for portable in [false, true] {
      #expect(messages.map { Self.digest($0, portable: portable).hex } == expected)
    }
  }

  @Test("does not depend on how the message comes in pieces", arguments: [false, true])
  func chunks(portable: Bool) {
    var random = SeededRandom(seed: 2)
    for _ in 0..<300 {
      let message = (0..<Int.random(in: 0...700, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      var hash = SHA256(portable: portable)
      var rest = message[...]
      while !rest.isEmpty {
        let count = Int.random(in: 0...min(150, rest.count), using: &random)
        hash.update(rest.prefix(count))
        rest = rest.dropFirst(count)
      }
      #expect(hash.finalize() == SHA256.hash(message))
    }
  }

  @Test("can be asked in between, and takes bytes that do not lie together")
  func copies() {
    var hash = SHA256()
    hash.update("ab".utf8)
    let between = hash
    #expect(between.finalize() == SHA256.hash("ab".utf8))
    hash.update("cb".utf8.lazy.map { $0 == 0x62 ? 0x64 : $0 })
    #expect(hash.finalize() == SHA256.hash("abcd".utf8))
  }

  @Test("is the same with the processor's instructions and without them")
  func acceleration() {
    guard SHA256.isAccelerated else {
      print("skipped: the processor has no SHA instructions, so only the portable code was tested")
      return
    }
    var random = SeededRandom(seed: 3)
    for blocks in 0...40 {
      let message = (0..<blocks * 64).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(Self.digest(message, portable: false) == Self.digest(message, portable: true))
    }
  }

  private static func digest(_ message: [UInt8], portable: Bool) -> SHA256Digest {
    var hash = SHA256(portable: portable)
    hash.update(message)
    return hash.finalize()
  }

  private static func sha256sum(_ files: [String]) -> [String] {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
    process.arguments = files
    process.standardOutput = output
    guard (try? process.run()) != nil else { return [] }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map { String($0.prefix(64)) }
  }
}
