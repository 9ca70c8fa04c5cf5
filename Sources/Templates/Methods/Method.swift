internal import Values

/// The methods of strings, maps and lists: a fixed table, as nothing else can be reached from a template.
enum Method {
  /// The method `name` of `receiver`; nothing if it has none.
  static func of(_ receiver: Value, _ name: String) throws(TemplateProblem) -> Filter? {
    switch receiver {
    case .string: return StringMethods.table[name]
    case .map:
      try refuse(name, instead: "map | combine({…})", among: mapChanges)
      return MapMethods.table[name]
    case .list, .object(_ as Tuple):
      try refuse(name, instead: "list + [item]", among: listChanges)
      return ListMethods.table[name]
    default: return nil
    }
  }

  private static let mapChanges: Set<String> = ["update", "pop", "popitem", "clear", "setdefault"]
  private static let listChanges: Set<String> = [
    "append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse",
  ]

  private static func refuse(
    _ name: String, instead: String, among names: Set<String>
  ) throws(TemplateProblem) {
    if names.contains(name) { throw .immutable(name, instead: instead) }
  }

  static func table(_ methods: [Filter]) -> [String: Filter] {
    Dictionary(methods.map { ($0.signature.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
