internal import Values

/// The methods of strings, maps and lists: a fixed table, as nothing else can be reached from a template.
enum Method {
  /// The method `name` of `receiver`; nothing if it has none.
  static func of(_ receiver: Value, _ name: String) throws(TemplateProblem) -> Filter? {
    switch receiver {
    case .string: return StringMethods.table[name]
    case .map:
      try refuse(name, instead: mapInstead, among: mapChanges)
      return MapMethods.table[name]
    case .list, .object(_ as Tuple):
      try refuse(name, instead: listInstead, among: listChanges)
      return ListMethods.table[name]
    default: return nil
    }
  }

  private static let mapChanges: Set<String> = ["update", "pop", "popitem", "clear", "setdefault"]
  private static let listChanges: Set<String> = [
    "append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse",
  ]

  /// Every method of every type.
  static let names: [String] =
    Set([StringMethods.table, MapMethods.table, ListMethods.table].flatMap(\.keys)).sorted()

  /// What the methods called `name` take, whatever they belong to.
  static func signatures(of name: String) -> [Signature] {
    [StringMethods.table, MapMethods.table, ListMethods.table].compactMap { $0[name]?.signature }
  }

  /// The problem with a method that would change a value.
  static func change(_ name: String) -> TemplateProblem? {
    if listChanges.contains(name) { return .immutable(name, instead: listInstead) }
    return mapChanges.contains(name) ? .immutable(name, instead: mapInstead) : nil
  }

  private static let mapInstead = "map | combine({…})"
  private static let listInstead = "list + [item]"

  private static func refuse(
    _ name: String, instead: String, among names: Set<String>
  ) throws(TemplateProblem) {
    if names.contains(name) { throw .immutable(name, instead: instead) }
  }

  static func table(_ methods: [Filter]) -> [String: Filter] {
    Dictionary(methods.map { ($0.signature.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
