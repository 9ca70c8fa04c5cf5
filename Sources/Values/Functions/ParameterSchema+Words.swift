/// What is told of a parameter besides its name and what it means.
extension ParameterSchema {
  /// Its type, and what else holds for its value, in one line.
  public var rules: String {
    var parts = [kind.rawValue]
    if isRequired { parts.append("required") }
    if let value = defaultValue { parts.append("default \(Self.shown(value))") }
    if !choices.isEmpty { parts.append("one of " + choices.map(Self.shown).joined(separator: ", ")) }
    if let minimum { parts.append("at least \(text(minimum))") }
    if let maximum { parts.append("at most \(text(maximum))") }
    if let alias { parts.append("or `\(alias)`") }
    return parts.joined(separator: ", ")
  }

  private static func shown(_ value: Value) -> String { JSONWriter.string(value, layout: .spaced) }
}

extension FunctionSchema {
  /// The function as JSON.
  public func encode(to stream: inout JSONStream) {
    stream.object { stream in
      stream.member("name", name)
      stream.member("summary", summary)
      stream.array("parameters", parameters) { $0.encode(to: &$1) }
      guard !outputs.isEmpty else { return }
      stream.object("outputs") { stream in
        for output in outputs { stream.member(output.name, output.summary) }
      }
    }
  }
}

extension ParameterSchema {
  /// The parameter as JSON, in the form in which plugins describe theirs.
  func encode(to stream: inout JSONStream) {
    stream.object { stream in
      stream.member("name", name)
      if let alias { stream.member("alias", alias) }
      stream.member("type", kind.rawValue)
      stream.member("required", isRequired)
      if let defaultValue { stream.member("default", value: defaultValue) }
      if !choices.isEmpty { stream.member("choices", value: .list(choices)) }
      if let minimum { stream.member("min", value: .double(minimum)) }
      if let maximum { stream.member("max", value: .double(maximum)) }
      stream.member("summary", summary)
    }
  }
}
