#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A file that is read piece by piece while others may still write to its end.
public final class GrowingFile {
  private let file: FileDescriptor
  /// Where the next piece begins.
  private var offset = 0

  /// Opens the file at `path`.
  public init(_ path: String) throws(FileReader.Failure) {
    file = try FileReader.open(file: path).file
  }

  deinit { file.close() }

  /// Its size now.
  public var size: Int {
    var status = stat()
    return fstat(file.number, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Begins so many bytes before its end.
  public func skip(toLast count: Int) { offset = max(0, size - count) }

  /// Begins with the last lines that it has now, at most `count` of them; one without an end counts.
  ///
  /// Reads all of it, and keeps no more than where these lines begin.
  public func skip(toLastLines count: Int) {
    if count == 0 { return skip(toLast: 0) }
    var starts: [Int] = []
    var oldest = 0
    var isAtStart = true
    while true {
      let begin = offset
      let piece = next()
      if piece.isEmpty { break }
      for (position, byte) in piece.enumerated() {
        if isAtStart {
          if starts.count < count {
            starts.append(begin + position)
          } else {
            starts[oldest] = begin + position
            oldest = (oldest + 1) % count
          }
        }
        isAtStart = byte == UInt8(ascii: "\n")
      }
    }
    offset = starts.isEmpty ? 0 : starts[oldest]
  }

  /// The next bytes, at most `limit` of them; none where it ends now.
  public func next(_ limit: Int = 1 << 16) -> [UInt8] {
    // What was cut off its end is written anew.
    offset = min(offset, size)
    var buffer = [UInt8](repeating: 0, count: limit)
    var count = -1
    repeat {
      count = buffer.withUnsafeMutableBytes { pread(file.number, $0.baseAddress, limit, off_t(offset)) }
    } while count < 0 && errno == EINTR
    if count <= 0 { return [] }
    offset += count
    return Array(buffer[..<count])
  }
}
