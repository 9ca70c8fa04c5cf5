import Audit
import Foundation
import TestSupport
import Testing
import Values

@Suite("Hash chain")
struct AuditChainTests {
  @Test("a record stands between number and time at its beginning, and the two hashes at its end")
  func line() {
    var chain = AuditChain.start
    var output: [UInt8] = []
    chain.seal(Array("\"run\":\"R\",\"event\":\"x\"".utf8), at: AuditSample.date, into: &output)
    let zeros = String(repeating: "0", count: 64)
    let start = "{\"seq\":1,\"time\":\"2026-09-21T14:13:20.250Z\",\"run\":\"R\",\"event\":\"x\",\"prev\":\"\(zeros)\""
    let hash = SHA256.hash(Array((start + "}").utf8))
    #expect(String(decoding: output, as: UTF8.self) == "\(start),\"hash\":\"\(hash.hex)\"}\n")
    #expect(chain == AuditChain(sequence: 1, head: hash))
  }

  @Test("sha256sum finds the same hashes")
  func oracle() throws {
    let folder = TemporaryFolder()
    let lines = AuditSample.shortRun.map { String(decoding: $0, as: UTF8.self) }
    var heads: [String] = []
    for (index, line) in lines.enumerated() {
      let end = try #require(line.range(of: ",\"hash\":\""))
      folder.write(line[..<end.lowerBound] + "}", to: "line-\(index)")
      heads.append(String(line[end.upperBound...].prefix(64)))
    }
    let output = try Self.sha256sum(lines.indices.map { "line-\($0)" }, in: folder)
    guard let output else { return print("skipped: there is no sha256sum") }
    #expect(output.split(separator: "\n").map { String($0.prefix(64)) } == heads)
    let zeros = String(repeating: "0", count: 64)
    for (line, previous) in zip(lines, [zeros] + heads) {
      #expect(line.contains(",\"prev\":\"\(previous)\",\"hash\":"))
    }
  }

  private static func sha256sum(_ names: [String], in folder: TemporaryFolder) throws -> String? {
    let paths = ["/usr/bin/sha256sum", "/bin/sha256sum", "/opt/homebrew/bin/sha256sum"]
    guard let path = paths.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else { return nil }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = names
    process.currentDirectoryURL = folder.url
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("a chain goes on where a line ends")
  func continuation() throws {
    var all = AuditChain.start
    var expected: [UInt8] = []
    var pieces: [UInt8] = []
    for number in 1...5 {
      let body = Array("\"run\":\"R\",\"event\":\"e\(number)\"".utf8)
      all.seal(body, at: AuditSample.date, into: &expected)
      guard case .whole(var chain) = AuditTail.read(pieces, isWholeFile: true) else {
        Issue.record("the file is not whole")
        return
      }
      chain.seal(body, at: AuditSample.date, into: &pieces)
    }
    #expect(pieces == expected)
  }
}
