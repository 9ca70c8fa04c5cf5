internal import Running
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Writes a file beside its place and puts it there by rename: whoever reads it sees the old one or the new one.
struct WritingTask: FunctionTask {
  private enum Phase {
    case begin
    case compare(FileChunks, offset: Int)
    case make
    case copy(FileChunks)
    case write(offset: Int)
  }

  /// How long to wait for somebody else who is writing the same file.
  private static let pause = Duration.milliseconds(50)

  private let action: FileWriting
  /// Where it stands, links followed.
  private var path: String
  private var phase = Phase.begin
  private var existing: stat?
  private var new: NewFile?
  private var digest = SHA256()
  private var size = 0

  init(_ action: FileWriting) {
    self.action = action
    path = action.path
  }

  mutating func step(at now: Instant) -> FunctionStep {
    do throws(FunctionFailure) {
      return try goOn(at: now)
    } catch {
      cancel()
      return .failed(error)
    }
  }

  mutating func cancel() {
    switch phase {
    case .compare(let chunks, _), .copy(let chunks): chunks.close()
    case .begin, .make, .write: break
    }
    new?.remove()
    new = nil
  }

  private mutating func goOn(at now: Instant) throws(FunctionFailure) -> FunctionStep {
    switch phase {
    case .begin: try begin()
    case .compare(let chunks, let offset): return try compare(chunks, offset)
    case .make:
      guard try make() else { return .later(now.advanced(by: Self.pause)) }
    case .copy(let chunks): try copy(chunks)
    case .write(let offset): return try write(offset)
    }
    return .soon
  }

  // MARK: - What is there

  private mutating func begin() throws(FunctionFailure) {
    try followLink()
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard errno == ENOENT else { throw FunctionFailure(SystemError.last("write", path)) }
      phase = .make
      return
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .noFile(path, status.st_mode) }
    existing = status
    phase = .make
    let mayBeSame = !action.appends && Int(status.st_size) == action.content.count && hasMode(status)
    // One that may not be read is written anew.
    if mayBeSame, let chunks = try? FileChunks(path) { phase = .compare(chunks, offset: 0) }
  }

  private func hasMode(_ status: stat) -> Bool {
    action.mode.map { $0 == Int(status.st_mode & 0o7777) } ?? true
  }

  /// What a link leads to is replaced, not the link.
  private mutating func followLink() throws(FunctionFailure) {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return }
    guard let real = realpath(path, nil) else { throw FunctionFailure(SystemError.last("follow", path)) }
    path = String(cString: real)
    free(real)
  }

  private mutating func compare(_ chunks: FileChunks, _ offset: Int) throws(FunctionFailure) -> FunctionStep {
    let piece = try chunks.next()
    let end = offset + piece.count
    if piece.isEmpty, offset == action.content.count {
      chunks.close()
      phase = .make
      digest.update(action.content)
      size = offset
      return .finished(result(unchanged: "\(action.path) holds this already"))
    }
    guard !piece.isEmpty, end <= action.content.count, action.content[offset..<end].elementsEqual(piece) else {
      chunks.close()
      phase = .make
      return .soon
    }
    phase = .compare(chunks, offset: end)
    return .soon
  }

  // MARK: - Writing

  /// Makes the new file; false if somebody else is at it.
  private mutating func make() throws(FunctionFailure) -> Bool {
    let usual = action.holdsSecret ? 0o600 : 0o644
    // Until it has its rights, nobody else may read it.
    guard let new = try NewFile.make(beside: path, mode: existing != nil || action.mode != nil ? 0o600 : usual) else {
      return false
    }
    self.new = new
    try new.adopt(owner: existing, mode: action.mode ?? existing.map { Int($0.st_mode & 0o7777) })
    if action.appends, existing != nil {
      phase = .copy(try FileChunks(path))
    } else {
      phase = .write(offset: 0)
    }
    return true
  }

  private mutating func copy(_ chunks: FileChunks) throws(FunctionFailure) {
    let piece = try chunks.next()
    if piece.isEmpty {
      chunks.close()
      phase = .write(offset: 0)
    } else {
      try add(piece[...])
    }
  }

  private mutating func write(_ offset: Int) throws(FunctionFailure) -> FunctionStep {
    let piece = action.content[offset...].prefix(FileChunks.size)
    try add(piece)
    phase = .write(offset: piece.endIndex)
    guard piece.endIndex == action.content.count else { return .soon }
    try new?.replace(path)
    new = nil
    return .finished(result(unchanged: nil))
  }

  private mutating func add(_ piece: ArraySlice<UInt8>) throws(FunctionFailure) {
    try new?.write(piece)
    digest.update(piece)
    size += piece.count
  }

  private func result(unchanged: String?) -> ActionResult {
    var result = ActionResult(.done(unchanged: unchanged))
    let digest = digest
    result.outputs = ValueMap([
      ("path", .string(path)), ("bytes", .int(size)), ("sha256", .string(digest.finalize().hex)),
    ])
    return result
  }
}
