/// Objects and arrays that are closed whatever is written into them.
///
/// Inlined, since plans and records are written by them, and what they are given to do is small.
extension JSONStream {
  /// A document for programs, in one line: an object that begins with the name and version of its form.
  public static func document(_ schema: String, _ members: (inout JSONStream) -> Void) -> String {
    var stream = JSONStream()
    stream.object { stream in
      stream.member("schema", schema)
      members(&stream)
    }
    return String(decoding: stream.bytes, as: UTF8.self) + "\n"
  }

  /// Writes an object as the next value; `members` writes what is in it.
  @inlinable
  public mutating func object(_ members: (inout JSONStream) -> Void) {
    beginObject()
    members(&self)
    endObject()
  }

  /// Writes a member with an object.
  @inlinable
  public mutating func object(_ name: String, _ members: (inout JSONStream) -> Void) {
    key(name)
    object(members)
  }

  /// Writes an array as the next value; `value` writes each of its values.
  @inlinable
  public mutating func array<Items: Sequence>(_ items: Items, _ value: (Items.Element, inout JSONStream) -> Void) {
    beginArray()
    for item in items { value(item, &self) }
    endArray()
  }

  /// Writes a member with an array.
  @inlinable
  public mutating func array<Items: Sequence>(
    _ name: String, _ items: Items, _ value: (Items.Element, inout JSONStream) -> Void
  ) {
    key(name)
    array(items, value)
  }

  /// Writes a member with an array of strings.
  @inlinable
  public mutating func strings(_ name: String, _ texts: some Sequence<String>) {
    array(name, texts) { $1.string($0) }
  }
}
