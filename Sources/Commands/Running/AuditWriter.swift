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
  private var hasLookedForHoles = false
  private var lines: [UInt8] = []
  private let warn: (String) -> Void

  /// A writer to the file at `path`, which is made if there is none; what it repairs is told to `warn`.
  init(
    path: String, for access: FileAccess = .userAlone, on calls: any FileCalls = SystemFileCalls(),
    warn: @escaping (String) -> Void
  ) throws(Failure) {
    self.path = path
    self.warn = warn
    do throws(AppendOnlyFile.Failure) {
      file = try AppendOnlyFile(path: path, for: access, on: calls)
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

  /// As `append`, with records that must be on disk.
  func write(at date: Timestamp, _ body: (AuditWriter) throws -> Void) throws {
    try write(at: date, look: { _ in }, { writer, _ in try body(writer) })
  }

  /// The same, of what `look` finds in what others have written; returns that.
  func write<Found>(
    at date: Timestamp, look: (AppendOnlyFile) throws -> Found, _ body: (AuditWriter, Found) throws -> Void
  ) throws -> Found {
    try append(
      at: date, finding: look,
      { found in
        try body(self, found)
        return true
      })
  }

  /// Takes the lock, lets `look` read what others have written, lets `body` add records, and writes them with one call.
  ///
  /// If `body` demands it they are on disk when this returns, with everything before them; else they soon will be. Others do
  /// not wait for the disk: the lock is given back before.
  func append(
    at date: Timestamp, look: (AppendOnlyFile) throws -> Void = { _ in }, _ body: (AuditWriter) throws -> Bool
  ) throws {
    try append(at: date, finding: look, { _ in try body(self) })
  }

  private func append<Found>(
    at date: Timestamp, finding look: (AppendOnlyFile) throws -> Found, _ body: (Found) throws -> Bool
  ) throws -> Found {
    lines.removeAll(keepingCapacity: true)
    let before = chain
    do {
      let (found, mustBeOnDisk) = try file.withLock { file in
        let found = try look(file)
        try findEnd(&file, at: date)
        let mustBeOnDisk = try body(found)
        if !lines.isEmpty { try file.append(lines) }
        knownSize = file.size
        return (found, mustBeOnDisk)
      }
      if mustBeOnDisk { try file.sync() } else { try file.syncSoon() }
      return found
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

  /// Fails if something that was written may not have reached the disk.
  func checkSyncs() throws(SystemError) { try file.checkSyncs() }

  private func findEnd(_ file: inout AppendOnlyFile, at date: Timestamp) throws {
    if file.size == knownSize { return }
    // Only a power cut leaves holes, and no process lives through one.
    if !hasLookedForHoles, try setAsideHole(&file, at: date) { return }
    hasLookedForHoles = true
    let tail = try file.tail(AuditTail.neededBytes)
    switch AuditTail.read(tail, isWholeFile: tail.count == file.size) {
    case .whole(let end): chain = end
    case .torn(let bytes, let end): try setAside(bytes, &file, after: end, at: date)
    case .foreign: throw Failure.foreign
    }
  }
}

// MARK: - Repairing

extension AuditWriter {
  private func setAside(_ count: Int, _ file: inout AppendOnlyFile, after end: AuditChain, at date: Timestamp) throws {
    chain = end
    let offset = file.size - count
    let other = "\(path).torn-\(date.milliseconds)"
    let torn = try file.setAside(count, to: other)
    let name = other.split(separator: "/").last.map(String.init) ?? other
    warn(AuditFailureText.torn(count, keptIn: name))
    chain.seal(AuditRepair.body(offset: offset, torn: torn, file: name), at: date, into: &lines)
  }

  /// Sets everything aside that stands behind the zeros that a power cut has left; whether there are any.
  private func setAsideHole(_ file: inout AppendOnlyFile, at date: Timestamp) throws -> Bool {
    guard let hole = try firstHole(file) else { return false }
    let base = max(0, hole - AuditTail.neededBytes)
    let before = try file.bytes(from: base, count: hole - base)
    guard let line = AuditHole.lineStart(in: before, isWholeFile: base == 0) else { throw Failure.foreign }
    let whole = Array(before[..<line])
    // What stands before may be no record either; then whoever reads the end says so.
    guard case .whole(let end) = AuditTail.read(whole, isWholeFile: base == 0) else { return false }
    try setAside(file.size - base - line, &file, after: end, at: date)
    return true
  }

  private func firstHole(_ file: AppendOnlyFile) throws -> Int? {
    var end = file.size
    var hole: Int?
    while end > 0 {
      let start = (end - 1) / AuditHole.window * AuditHole.window
      let bytes = try file.bytes(from: start, count: end - start)
      if let zero = AuditHole.first(in: bytes[...], at: start) {
        hole = start + zero
      } else if end < file.size || bytes.count == AuditHole.window {
        // The piece at the end may be short: one that is whole must be without holes.
        break
      }
      end = start
    }
    return hole
  }
}

extension AppendOnlyFile {
  /// How much is read at once, in bytes: more than the longest record.
  private static let pieceSize = 1 << 20

  /// The next bytes of the file, which is locked; nothing behind its end.
  fileprivate func piece(from offset: Int) throws(SystemError) -> [UInt8]? {
    offset < size ? try bytes(from: offset, count: min(Self.pieceSize, size - offset)) : nil
  }
}

extension AuditFollower {
  /// Takes in everything that a locked file has beyond what was read.
  mutating func catchUp(
    with file: AppendOnlyFile, _ body: (ArraySlice<UInt8>, _ isSound: Bool) -> Void
  ) throws(SystemError) {
    while let piece = try file.piece(from: offset), take(piece, body) > 0 {}
  }
}

extension HistoryReader {
  /// Takes in every whole line that a locked file has beyond what was read.
  mutating func catchUp(with file: AppendOnlyFile) throws(SystemError) {
    while let piece = try file.piece(from: offset) {
      let before = offset
      var splitter = LineSplitter(longest: .max)
      splitter.take(piece[...]) { add($0) }
      if offset == before { return }
    }
  }
}
