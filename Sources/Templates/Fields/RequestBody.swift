public import Values

/// What a request sends as its body (design 3.4).
public enum RequestBody: Sendable {
  case json(ValueTemplate)
  case text(Field<String>)
  case form([(name: String, value: ValueTemplate)])
  /// A file, by its path.
  case file(Field<String>)
}
