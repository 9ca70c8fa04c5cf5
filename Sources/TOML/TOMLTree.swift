internal import Text

/// What a parsed document consists of; shared by all items that refer to it.
final class TOMLTree: Sendable {
  let source: SourceText
  let nodes: [TOMLNode]
  /// Decoded text of strings and keys with escapes.
  let side: [UInt8]
  let dateTimes: [TOMLDateTime]

  init(source: SourceText, nodes: [TOMLNode], side: [UInt8], dateTimes: [TOMLDateTime]) {
    self.source = source
    self.nodes = nodes
    self.side = side
    self.dateTimes = dateTimes
  }

  func bytes(_ reference: TextReference) -> ArraySlice<UInt8> {
    reference.isInSide ? side[reference.range] : source.bytes[reference.range]
  }

  func string(_ reference: TextReference) -> String {
    String(decoding: bytes(reference), as: UTF8.self)
  }
}
