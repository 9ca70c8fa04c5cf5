internal import Audit
internal import Effects
internal import Values

/// Writes records to an audit file: each batch in one write, under the file's lock, linked to the file's end.
final class AuditWriter {
  /// Why nothing can be recorded.
  enum Failure: Error {
    case file(AppendOnlyFile.Failure)
    case system(SystemError)
    /// The file's end is no record of pyflow's.
    case foreign
  }

  private let path: String
  private var file: AppendOnlyFile
  /// The chain's end, and the file's size when it was the end: if the size is another one, another run has appended.
  private var chain = AuditChain.start
  private var knownSize: Int?
  private var lines: [UInt8] = []
  private let warn: (String) -> Void

  /// A writer to the file at `path`, which is made if there is none; what it repairs is told to `warn`.
  init(path: String, for access: FileAccess = .userAlone, warn: @escaping (String) -> Void) throws(Failure) {
    self.path = path
    self.warn = warn
    do throws(AppendOnlyFile.Failure) {
      file = try AppendOnlyFile(path: path, for: access)
    } catch {
      throw .file(error)
    }
  }

  deinit { file.close() }

  /// Where the file's next record will stand, if nobody else writes one: after the last `write`.
  var end: AuditFollower { AuditFollower(offset: knownSize ?? 0, chain: chain) }

  /// Links a record to those before.
  func seal(_ body: some Collection<UInt8>, at date: Timestamp) {
    chain.seal(body, at: date, into: &lines)
  }

  /// Takes the lock, lets `look` read what others have written, lets `body` add records, and writes them with one call.
  func write(
    at date: Timestamp, look: (AppendOnlyFile) throws -> Void = { _ in },
    _ body: (AuditWriter) throws -> Void
  ) throws {
    lines.removeAll(keepingCapacity: true)
    let before = chain
    do {
      try file.withLock { file in
        try look(file)
        try findEnd(&file, at: date)
        try body(self)
        if !lines.isEmpty { try file.append(lines) }
        knownSize = file.size
      }
    } catch {
      chain = before
      knownSize = nil
      throw error
    }
  }

  /// Lets `body` read what others have written since `offset`, if they have: under the lock, so that all of it is whole.
  func read(ifGrownFrom offset: Int, _ body: (AppendOnlyFile) throws -> Void) throws {
    if try file.currentSize() == offset { return }
    try file.withLock { file in try body(file) }
  }

  private func findEnd(_ file: inout AppendOnlyFile, at date: Timestamp) throws {
    if file.size == knownSize { return }
    let tail = try file.tail(AuditTail.neededBytes)
    switch AuditTail.read(tail, isWholeFile: tail.count == file.size) {
    case .whole(let end): chain = end
    case .torn(let bytes, let end):
      chain = end
      let offset = file.size - bytes
      let other = "\(path).torn-\(date.milliseconds)"
      let torn = try file.setAside(bytes, to: other)
      let name = other.split(separator: "/").last.map(String.init) ?? other
      warn(AuditFailureText.torn(bytes, keptIn: name))
      chain.seal(AuditRepair.body(offset: offset, torn: torn, file: name), at: date, into: &lines)
    case .foreign: throw Failure.foreign
    }
  }
}

extension AuditFollower {
  /// How much is read at once, in bytes: more than the longest record.
  private static let pieceSize = 1 << 20

  /// Takes in everything that a locked file has beyond what was read.
  mutating func catchUp(
    with file: AppendOnlyFile, _ body: (ArraySlice<UInt8>, _ isSound: Bool) -> Void
  ) throws(SystemError) {
    while offset < file.size {
      let piece = try file.bytes(from: offset, count: min(Self.pieceSize, file.size - offset))
      if take(piece, body) == 0 { return }
    }
  }
}
