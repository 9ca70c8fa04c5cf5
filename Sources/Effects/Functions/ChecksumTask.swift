internal import Running
internal import Values

/// Reads a file for its SHA-256.
struct ChecksumTask: FunctionTask {
  private let action: FileChecksum
  private var chunks: FileChunks?
  private var digest = SHA256()
  private var size = 0

  init(_ action: FileChecksum) { self.action = action }

  mutating func step(at now: Instant) -> FunctionStep {
    do throws(FunctionFailure) {
      return try read()
    } catch {
      cancel()
      return .failed(error)
    }
  }

  mutating func cancel() {
    chunks?.close()
    chunks = nil
  }

  private mutating func read() throws(FunctionFailure) -> FunctionStep {
    if chunks == nil { chunks = try FileChunks(action.path) }
    guard let chunks else { return .soon }
    let piece = try chunks.next()
    if piece.isEmpty { return try compared() }
    digest.update(piece)
    size += piece.count
    return .soon
  }

  private mutating func compared() throws(FunctionFailure) -> FunctionStep {
    cancel()
    let found = digest.finalize()
    if let expected = action.expected, expected != found {
      throw FunctionFailure(
        .checksum, "the SHA-256 of \(action.path) is \(found.hex), not \(expected.hex)")
    }
    var result = ActionResult(.done(unchanged: nil))
    result.outputs = ValueMap([("sha256", .string(found.hex)), ("bytes", .int(size))])
    return .finished(result)
  }
}
