/// What a power cut leaves where bytes had not reached the disk: zeros, which no record has (JSON escapes them).
///
/// Everything from the line with the first zero on is as good as torn: it was written after the last sync, and what of it did
/// reach the disk is no longer linked to what stands before.
public enum AuditHole {
  /// How much of a file's end is looked at, and again before it as long as there are zeros, in bytes: more than what may not
  /// be on disk, and a record.
  public static let window = 1 << 20

  /// Disks write no less at once: zeros that a power cut left end where such a piece ends, or the file.
  private static let sector = 512

  /// The offset in `bytes`, which begin at `offset` of a file and reach its end or that of a sector, where a hole begins.
  ///
  /// Zeros that end elsewhere are a change that somebody has made.
  public static func first(in bytes: ArraySlice<UInt8>, at offset: Int) -> Int? {
    var rest = bytes
    while let zero = rest.firstIndex(of: 0) {
      let end = rest[zero...].firstIndex { $0 != 0 } ?? rest.endIndex
      if end == bytes.endIndex || (offset + end - bytes.startIndex).isMultiple(of: sector) {
        return zero - bytes.startIndex
      }
      rest = rest[end...]
    }
    return nil
  }

  /// The offset in `bytes`, which end where a hole begins, of the line that the hole is in; nothing if it begins before.
  public static func lineStart(in bytes: [UInt8], isWholeFile: Bool) -> Int? {
    bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? (isWholeFile ? 0 : nil)
  }
}
