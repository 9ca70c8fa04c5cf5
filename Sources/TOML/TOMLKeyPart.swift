internal import Text

/// One part of a dotted key.
struct TOMLKeyPart {
  /// The decoded name.
  let name: TextReference
  /// Where it stands, quotation marks included.
  let span: ByteSpan
}

/// A key together with the table that it is looked up in and added to.
struct TOMLKeyTarget {
  let part: TOMLKeyPart
  let parent: Int32
}
