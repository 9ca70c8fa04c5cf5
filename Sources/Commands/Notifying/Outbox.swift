internal import Effects
internal import Notifications

/// The messages that could not be delivered, in a file that all runs of a folder share.
struct Outbox {
  let path: String
  let access: FileAccess

  /// The outbox of the runbooks in `folder`.
  init(in folder: String, for access: FileAccess = .userAlone) {
    path = "\(folder)/.pyflow/outbox.jsonl"
    self.access = access
  }

  /// How often the file may be replaced while somebody waits for its lock.
  private static let mostReplacements = 100

  /// Adds an entry at the end; when it is on disk is the system's business until `sync`, as a run must not wait for that.
  func append(_ entry: OutboxEntry) throws {
    try withFile { file in
      // What a power cut has left of an entry must not spoil the next one.
      let isTorn = try file.tail(1).last.map { $0 != UInt8(ascii: "\n") } ?? false
      try file.append((isTorn ? [UInt8(ascii: "\n")] : []) + entry.line)
    }
  }

  /// Returns when what was added is on disk.
  func sync() throws { try withFile { file in try file.sync() } }

  /// The lines of the file, those that are no entries included.
  func lines() throws -> [ArraySlice<UInt8>] {
    guard Folder.exists(path) else { return [] }
    return try withFile { file in
      let bytes = try file.tail(file.size)
      return bytes.split(separator: UInt8(ascii: "\n"))
    }
  }

  /// Takes out what is among `delivered`; others may add entries at any time.
  ///
  /// The file is replaced as a whole: a process that dies here leaves either the old one or the new one.
  func remove(_ delivered: [ArraySlice<UInt8>]) throws {
    if delivered.isEmpty { return }
    try withFile { file in
      var gone: [ArraySlice<UInt8>: Int] = [:]
      for line in delivered { gone[line, default: 0] += 1 }
      let lines = try file.tail(file.size).split(separator: UInt8(ascii: "\n"))
      let left = lines.filter { line in
        guard let count = gone[line], count > 0 else { return true }
        gone[line] = count - 1
        return false
      }
      if left.isEmpty { return try Folder.removeFile(path) }
      try Folder.replace(
        path, by: Array(left.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")], for: access)
    }
  }

  /// Why a file cannot be written.
  static func words(for error: any Error) -> String {
    switch error {
    case let error as SystemError: error.message
    case AppendOnlyFile.Failure.system(let error): error.message
    case AuditWriter.Failure.file(.system(let error)): error.message
    case AuditWriter.Failure.foreign: "the file does not end with a record of pyflow's"
    default: "it is no file that can be added to, or was taken away"
    }
  }

  private func withFile<Result>(_ body: (inout AppendOnlyFile) throws -> Result) throws -> Result {
    for _ in 0..<Self.mostReplacements {
      var file = try AppendOnlyFile(path: path, for: access)
      defer { file.close() }
      do { return try file.withLock(body) } catch AppendOnlyFile.Failure.wasTakenAway { continue }
    }
    throw AppendOnlyFile.Failure.wasTakenAway
  }
}
