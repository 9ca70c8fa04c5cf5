internal import Text
public import Values

/// The end of the hash chain: what the next record is linked to.
///
/// `hash` is the SHA-256, in hexadecimal, of the line's bytes before `,"hash":`, closed with `}`; `prev` is the hash of the
/// line before, whichever run wrote it (design 6). Nothing is canonicalised: the bytes that stand in the file are hashed.
public struct AuditChain: Sendable, Equatable {
  /// The number of the last record; 0 before the first.
  public private(set) var sequence: Int
  /// The hash of the last record; zeros before the first.
  public private(set) var head: SHA256Digest

  /// The start of a file.
  public static let start = AuditChain(sequence: 0, head: .zero)

  /// A chain that ends with record `sequence`, whose hash is `head`.
  public init(sequence: Int, head: SHA256Digest) {
    self.sequence = sequence
    self.head = head
  }

  /// Appends to `output` the line of the next record, whose members `body` holds without their braces.
  public mutating func seal(_ body: some Collection<UInt8>, at date: Timestamp, into output: inout [UInt8]) {
    sequence += 1
    let start = output.count
    output.append(contentsOf: AuditLine.start.utf8)
    output.append(contentsOf: String(sequence).utf8)
    output.append(contentsOf: ",\"time\":\"".utf8)
    date.append(to: &output)
    output.append(contentsOf: "\",".utf8)
    output.append(contentsOf: body)
    output.append(contentsOf: AuditLine.prevMember.utf8)
    head.append(to: &output)
    output.append(UInt8(ascii: "\""))
    head = AuditLine.hash(ofLineWithoutHash: output[start...])
    output.append(contentsOf: AuditLine.hashMember.utf8)
    head.append(to: &output)
    output.append(contentsOf: "\"}\n".utf8)
  }
}
