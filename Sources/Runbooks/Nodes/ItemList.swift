public import Values

/// A list in which every item is of one type; a value by itself stands for a list of it alone.
public struct ItemList<Item: ValueConvertible>: ValueConvertible {
  /// The items, in order.
  public var items: [Item]

  /// What such a list is, for messages.
  public static var typeName: String { "a list, each item \(Item.typeName)" }

  /// These items, in this order.
  public init(_ items: [Item]) {
    self.items = items
  }

  /// The list that a value is; nothing if one of its items is of another type.
  public static func convert(_ value: Value) -> ItemList? {
    let list = value.list ?? [value]
    let items = list.compactMap { Item.convert($0) }
    return items.count == list.count ? ItemList(items) : nil
  }
}
