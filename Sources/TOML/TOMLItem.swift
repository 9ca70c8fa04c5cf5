public import Text
public import Values

/// A table, array or scalar of a document.
public struct TOMLItem: Sendable {
  private let tree: TOMLTree
  private let index: Int32

  init(tree: TOMLTree, index: Int32) {
    self.tree = tree
    self.index = index
  }

  private var node: TOMLNode { tree.nodes[Int(index)] }

  /// The text that the item stands in.
  public var source: SourceText { tree.source }

  /// What it is.
  public var kind: TOMLKind { node.kind }

  /// Whether it is a table written in braces.
  public var isInlineTable: Bool { node.origin == .inline }

  /// Its key, decoded; empty for the root and for items of arrays.
  public var key: String { tree.string(node.key) }

  /// Whether its key is `name`, without making a string of it.
  public func hasKey(_ name: String) -> Bool {
    tree.bytes(node.key).elementsEqual(name.utf8)
  }

  /// Where its key stands, quotation marks included.
  public var keySpan: ByteSpan { node.keySpan }

  /// Where its value stands; for a table with a header, the header.
  public var valueSpan: ByteSpan { node.valueSpan }

  /// The key's place, for diagnostics.
  public var keyPlace: Place { .span(tree.source, node.keySpan) }

  /// The value's place, for diagnostics.
  public var valuePlace: Place { .span(tree.source, node.valueSpan) }

  /// The items of an array or table, in order; empty for scalars.
  public var children: TOMLChildren { TOMLChildren(tree: tree, next: node.firstChild) }

  /// The item of a table under `name`.
  ///
  /// O(items).
  public subscript(name: String) -> TOMLItem? {
    children.first { $0.hasKey(name) }
  }

  /// The text of a string.
  public var string: String? {
    node.kind == .string ? tree.string(TextReference(payload: node.payload)) : nil
  }

  /// The value of an integer.
  public var integer: Int? {
    node.kind == .integer ? Int(bitPattern: UInt(node.payload)) : nil
  }

  /// The value of a float.
  public var float: Double? {
    node.kind == .float ? Double(bitPattern: node.payload) : nil
  }

  /// The value of a boolean.
  public var boolean: Bool? {
    node.kind == .boolean ? node.payload != 0 : nil
  }

  /// The value of a date, time or date-time.
  public var dateTime: TOMLDateTime? {
    switch node.kind {
    case .offsetDateTime, .localDateTime, .localDate, .localTime:
      tree.dateTimes[Int(node.payload)]
    default: nil
    }
  }

  /// The item as plain data; dates and times become strings.
  ///
  /// Recurses at most as deep as the parser allows nesting.
  public var value: Value {
    switch node.kind {
    case .table: .map(ValueMap(children.lazy.map { ($0.key, $0.value) }))
    case .array: .list(children.map(\.value))
    case .string: .string(string ?? "")
    case .integer: .int(integer ?? 0)
    case .float: .double(float ?? 0)
    case .boolean: .bool(boolean ?? false)
    case .offsetDateTime, .localDateTime, .localDate, .localTime:
      .string(dateTime?.rfc3339 ?? "")
    }
  }

  /// Where the parts of a string's decoded text stand in the source, escapes and line ends taken into account.
  ///
  /// O(1) for a string without escapes, else O(length).
  public var textMap: OffsetMap {
    guard node.kind == .string else { return .shifted(by: node.valueSpan.start) }
    let text = TextReference(payload: node.payload)
    if !text.isInSide { return .shifted(by: text.range.lowerBound) }
    return TOMLStringMap(raw: tree.source.bytes[node.valueSpan.range]).offsets
  }
}

/// The items of an array or table, walked one by one.
public struct TOMLChildren: Sequence, IteratorProtocol, Sendable {
  private let tree: TOMLTree
  private var following: Int32

  init(tree: TOMLTree, next: Int32) {
    self.tree = tree
    following = next
  }

  /// The next item.
  public mutating func next() -> TOMLItem? {
    guard following != TOMLNode.none else { return nil }
    defer { following = tree.nodes[Int(following)].nextSibling }
    return TOMLItem(tree: tree, index: following)
  }
}
