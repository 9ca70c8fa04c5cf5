import Effects

/// A disk in memory that loses, reorders and tears at a power cut what was not synced.
///
/// A sector (512 bytes) that was appended and not synced is there or it is zeros; the file may end anywhere behind what was
/// synced, in the middle of a write too.
public final class PowerCutDisk: FileCalls {
  /// What the system would have cached, and what of it the disk has.
  private struct File {
    var content: [UInt8] = []
    var syncedSize = 0
  }

  private static let sector = 512
  private var files: [String: File] = [:]
  private var open: [Int32: String] = [:]
  private var backgroundSize = 0
  private var callsUntilCut: Int
  private var random: SeededRandom
  /// How many calls were made.
  public private(set) var calls = 0
  /// How many of them brought a file to the disk at once.
  public private(set) var syncs = 0

  /// A disk with what is left of another one, whose power is cut after so many calls.
  public init(_ files: [String: [UInt8]] = [:], calls: Int = .max, seed: UInt64) {
    self.files = files.mapValues { File(content: $0, syncedSize: $0.count) }
    callsUntilCut = calls
    random = SeededRandom(seed: seed)
  }

  /// What a program reads.
  public func content(_ path: String) -> [UInt8] { files[path]?.content ?? [] }

  /// Whether all of a file is on disk.
  public func isSynced(_ path: String) -> Bool { files[path].map { $0.syncedSize == $0.content.count } ?? true }

  /// What the disk has after the power is back.
  public func survivors() -> [String: [UInt8]] {
    var random = random
    return files.mapValues { file in
      let end = Int.random(in: file.syncedSize...file.content.count, using: &random)
      var bytes = Array(file.content[..<end])
      // Sectors reach the disk in any order.
      var start = file.syncedSize
      while start < end {
        let next = min(end, (start / Self.sector + 1) * Self.sector)
        if Int.random(in: 0..<3, using: &random) == 0 {
          bytes.replaceSubrange(start..<next, with: repeatElement(0, count: next - start))
        }
        start = next
      }
      return bytes
    }
  }

  private func call(_ operation: String) throws(SystemError) {
    guard callsUntilCut > 0 else { throw SystemError(operation: operation, subject: "", code: 5) }
    callsUntilCut -= 1
    calls += 1
    // The background syncs when it comes to it.
    if Int.random(in: 0..<4, using: &random) == 0 { syncInBackground() }
  }

  private func syncInBackground() {
    for path in open.values {
      guard var file = files[path], backgroundSize > file.syncedSize else { continue }
      file.syncedSize = min(backgroundSize, file.content.count)
      files[path] = file
    }
  }

  /// Opens a file.
  public func open(_ path: String, creating access: FileAccess?) throws(SystemError) -> Int32 {
    try call("open")
    if files[path] == nil, access == nil { throw SystemError(operation: "open", subject: path, code: 2) }
    files[path] = files[path] ?? File()
    let number = Int32(open.count + 1000)
    open[number] = path
    return number
  }

  /// Closes it.
  public func close(_ file: Int32) {}

  /// Gives it to a group.
  public func share(_ file: Int32, _ path: String, _ access: FileAccess) throws(SystemError) {}

  /// Locks it.
  public func lock(_ file: Int32, _ path: String) throws(SystemError) { try call("lock") }

  /// Gives the lock back.
  public func unlock(_ file: Int32) {}

  /// Makes names last.
  public func syncFolder(of path: String) throws(SystemError) { try call("sync") }

  /// What is known of a file.
  public func status(of file: Int32, _ path: String) throws(SystemError) -> FileStatus {
    FileStatus(size: files[path]?.content.count ?? 0, identity: [1])
  }

  /// What is known of a file.
  public func status(at path: String) -> FileStatus? {
    files[path].map { FileStatus(size: $0.content.count, identity: [1]) }
  }

  /// Reads.
  public func read(
    _ file: Int32, into buffer: UnsafeMutableRawBufferPointer, from offset: Int
  ) throws(SystemError) -> Int {
    let rest = files[open[file] ?? ""]?.content.dropFirst(offset).prefix(buffer.count) ?? []
    buffer.copyBytes(from: rest)
    return rest.count
  }

  /// Appends.
  public func append(_ bytes: UnsafeRawBufferPointer, to file: Int32, _ path: String) throws(SystemError) -> Int {
    try call("write")
    // A write that is under way when the power goes leaves a part.
    let count = callsUntilCut == 0 ? Int.random(in: 0...bytes.count, using: &random) : bytes.count
    files[path]?.content += bytes[..<count]
    if callsUntilCut == 0 { throw SystemError(operation: "write", subject: path, code: 5) }
    return count
  }

  /// Cuts off.
  public func truncate(_ file: Int32, to size: Int, _ path: String) throws(SystemError) {
    try call("repair")
    guard var cut = files[path] else { return }
    cut.content.removeLast(cut.content.count - size)
    cut.syncedSize = min(cut.syncedSize, size)
    files[path] = cut
  }

  /// Brings it to the disk.
  public func sync(_ file: Int32, _ path: String) throws(SystemError) {
    try call("sync")
    syncs += 1
    guard var synced = files[path] else { return }
    synced.syncedSize = synced.content.count
    files[path] = synced
  }

  /// Brings it to the disk when the background comes to it.
  public func syncSoon(_ file: Int32, upTo size: Int) { backgroundSize = max(backgroundSize, size) }

  /// What the background has done.
  public func sizeSyncedInBackground(_ path: String) throws(SystemError) -> Int { 0 }

  /// Writes a file of its own.
  public func write(_ bytes: [UInt8], to path: String, for access: FileAccess) throws(SystemError) {
    try call("write")
    files[path] = File(content: bytes, syncedSize: bytes.count)
  }
}
