/// Objects and arrays that are closed whatever is written into them.
extension JSONStream {
  /// Writes an object as the next value; `members` writes what is in it.
  public mutating func object(_ members: (inout JSONStream) -> Void) {
    beginObject()
    members(&self)
    endObject()
  }

  /// Writes a member with an object.
  public mutating func object(_ name: String, _ members: (inout JSONStream) -> Void) {
    key(name)
    object(members)
  }

  /// Writes an array as the next value; `value` writes each of its values.
  public mutating func array<Items: Sequence>(_ items: Items, _ value: (Items.Element, inout JSONStream) -> Void) {
    beginArray()
    for item in items { value(item, &self) }
    endArray()
  }

  /// Writes a member with an array.
  public mutating func array<Items: Sequence>(
    _ name: String, _ items: Items, _ value: (Items.Element, inout JSONStream) -> Void
  ) {
    key(name)
    array(items, value)
  }

  /// Writes a member with an array of strings.
  public mutating func strings(_ name: String, _ texts: some Sequence<String>) {
    array(name, texts) { $1.string($0) }
  }
}
