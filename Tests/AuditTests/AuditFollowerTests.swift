import Testing

@testable import Audit

/// Following a file while others write to it.
@Suite("Following an audit file")
struct AuditFollowerTests {
  private static let file = AuditSample.shortRun.flatMap { $0 }

  /// The lines that a follower hands out of pieces of a file, with whether each can be believed.
  private static func follow(_ pieces: [[UInt8]]) -> (lines: [(Int, Bool)], follower: AuditFollower) {
    var follower = AuditFollower()
    var lines: [(Int, Bool)] = []
    var pending: [UInt8] = []
    for piece in pieces {
      pending += piece
      let count = follower.take(pending) { line, isSound in lines.append((line.count, isSound)) }
      pending.removeFirst(count)
    }
    return (lines, follower)
  }

  @Test("hands out every whole record once, however the file grows", arguments: [1, 7, 64, 1000, 1_000_000])
  func pieces(size: Int) {
    let pieces = stride(from: 0, to: Self.file.count, by: size).map {
      Array(Self.file[$0..<min($0 + size, Self.file.count)])
    }
    let (lines, follower) = Self.follow(pieces)
    #expect(lines.map(\.0) == AuditSample.shortRun.map { $0.count - 1 })
    #expect(lines.allSatisfy(\.1) && !follower.isBroken && follower.offset == Self.file.count)
  }

  @Test("believes nothing from a record on that was changed, added or taken out")
  func broken() {
    var changed = AuditSample.shortRun
    changed[2][40] ^= 1
    var removed = AuditSample.shortRun
    removed.remove(at: 2)
    var added = AuditSample.shortRun
    added.insert(Array("{\"seq\":3}\n".utf8), at: 2)
    for lines in [changed, removed, added] {
      let (found, follower) = Self.follow([lines.flatMap { $0 }])
      #expect(found.map(\.1) == lines.indices.map { $0 < 2 } && follower.isBroken)
    }
  }

  @Test("can begin where a chain ends")
  func middle() {
    let head = AuditSample.shortRun[..<3].flatMap { $0 }
    var verification = AuditVerification()
    verification.update(head)
    var follower = AuditFollower(offset: head.count, chain: verification.chain)
    var count = 0
    _ = follower.take(Array(Self.file[head.count...])) { _, isSound in count += isSound ? 1 : 0 }
    #expect(count == AuditSample.shortRun.count - 3 && follower.offset == Self.file.count)
  }
}
