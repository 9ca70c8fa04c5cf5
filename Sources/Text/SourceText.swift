/// A text that the user wrote, and the name by which messages show it.
///
/// A class, so that every diagnostic can refer to the text it is about without copying it.
public final class SourceText: Sendable {
  /// The largest text that is read, in bytes: 64 MiB, so that offsets fit 32 bits with room to spare.
  public static let maximumSize = 64 << 20

  /// The path, or another name, under which messages show the text.
  public let name: String

  /// The text as it was read; not necessarily well-formed UTF-8.
  public let bytes: [UInt8]

  /// Whether the text may hold secrets, so that messages name its lines but never quote them.
  public let isConfidential: Bool

  /// A text with the given name and bytes.
  public init(name: String, bytes: [UInt8], isConfidential: Bool = false) {
    self.name = name
    self.bytes = bytes
    self.isConfidential = isConfidential
  }

  /// The bytes of `span` as a string; what is not UTF-8 becomes U+FFFD, and offsets beyond the end are cut.
  public func string(in span: ByteSpan) -> String {
    String(decoding: bytes[span.range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }
}
