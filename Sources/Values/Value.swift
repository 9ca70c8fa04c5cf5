/// The data that runbooks, templates and answers are made of.
///
/// Integers and floats are distinct (`1` is not `1.0` when printed), maps keep their order, and strings are compared code
/// point by code point: Swift's own `==` would call "é" and "e" + U+0301 the same.
public enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case list([Value])
  case map(ValueMap)
  /// Something that only an expression can hold while it is evaluated: an undefined name, a function, a node's results.
  ///
  /// Stored apart: without it a value is 17 bytes that are quickly copied, and nearly all values are plain.
  indirect case object(any ValueObject)
}

/// What an expression can hold besides plain data.
///
/// Such values are never recorded or sent anywhere.
public protocol ValueObject: Sendable {
  /// The kind, for messages: "function", "undefined".
  var kind: String { get }
}

extension Value {
  /// The kind of the value in the words that messages use.
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .int: "integer"
    case .double: "float"
    case .string: "string"
    case .list: "list"
    case .map: "map"
    case .object(let object): object.kind
    }
  }

  /// The string, if it is one.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The integer, if it is one.
  public var int: Int? {
    if case .int(let number) = self { number } else { nil }
  }

  /// The number, if it is an integer or a float.
  public var number: Double? {
    switch self {
    case .int(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }

  /// The items, if it is a list.
  public var list: [Value]? {
    if case .list(let items) = self { items } else { nil }
  }

  /// The map, if it is one.
  public var map: ValueMap? {
    if case .map(let map) = self { map } else { nil }
  }
}

extension Value: Equatable {
  /// Exact equality: same kind, same contents, maps in the same order.
  ///
  /// Objects are never equal.
  ///
  /// Expressions compare by Jinja's rules instead, where `1 == 1.0`.
  public static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.int(let a), .int(let b)): a == b
    case (.double(let a), .double(let b)): a.bitPattern == b.bitPattern
    case (.string(let a), .string(let b)): a.isIdentical(to: b)
    case (.list(let a), .list(let b)): a == b
    case (.map(let a), .map(let b)): a == b
    default: false
    }
  }
}
