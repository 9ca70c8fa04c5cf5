internal import Runbooks
internal import Values

/// Reads what a plugin says of its functions and their parameters.
enum PluginSchemaReader {
  typealias Mistake = PluginLine.Mistake

  static func function(_ value: Value) throws(Mistake) -> FunctionSchema {
    let map = try map(value, "a function")
    let name = try name(in: map, "a function")
    var parameters: [ParameterSchema] = []
    var names: Set<String> = []
    let list = map["parameters"] ?? .list([])
    guard let entries = list.list, entries.count <= PluginProtocol.countLimit else {
      throw Mistake("has function `\(name)` whose `parameters` are no list")
    }
    for entry in entries {
      let parameter = try parameter(entry, of: name)
      guard names.insert(parameter.name).inserted else {
        throw Mistake("has function `\(name)` with two parameters `\(parameter.name)`")
      }
      parameters.append(parameter)
    }
    return FunctionSchema(name, try text("summary", in: map, name) ?? "", parameters)
  }

  private static func parameter(_ value: Value, of function: String) throws(Mistake) -> ParameterSchema {
    let map = try map(value, "a parameter of `\(function)`")
    let name = try name(in: map, "a parameter of `\(function)`")
    let subject = "\(function).\(name)"
    let word = try text("type", in: map, subject) ?? ParameterSchema.Kind.any.rawValue
    guard let kind = ParameterSchema.Kind(rawValue: word), ParameterSchema.Kind.ofPlugins.contains(kind) else {
      let kinds = ParameterSchema.Kind.ofPlugins.map(\.rawValue).joined(separator: ", ")
      throw Mistake("has parameter `\(subject)` of type `\(word)`, which is none of \(kinds)")
    }
    var schema = ParameterSchema(name, kind, try text("summary", in: map, subject) ?? "")
    switch map["required"] ?? .bool(false) {
    case .bool(let flag): schema.isRequired = flag
    default: throw Mistake("has parameter `\(subject)` whose `required` is no boolean")
    }
    if let choices = map["choices"] {
      guard let list = choices.list else { throw Mistake("has parameter `\(subject)` whose `choices` are no list") }
      schema.choices = list
    }
    schema.minimum = try number("min", in: map, subject)
    schema.maximum = try number("max", in: map, subject)
    guard let value = map["default"], !value.isNull else { return schema }
    do throws(ParameterSchema.Mismatch) { schema.defaultValue = try schema.convert(value) } catch {
      throw Mistake("has parameter `\(subject)` whose `default` must be \(error.expected), not `\(error.found)`")
    }
    return schema
  }

  private static func map(_ value: Value, _ subject: String) throws(Mistake) -> ValueMap {
    guard let map = value.map else { throw Mistake("has \(subject) that is no JSON object") }
    return map
  }

  /// Names may be what keys of runbooks may be without quotation marks.
  private static func name(in map: ValueMap, _ subject: String) throws(Mistake) -> String {
    guard let name = map["name"]?.string else { throw Mistake("has \(subject) without a `name`") }
    guard PluginName.isValid(name), !name.contains(".") else { throw Mistake("has \(subject) with the name `\(name)`") }
    return name
  }

  private static func text(_ key: String, in map: ValueMap, _ subject: String) throws(Mistake) -> String? {
    guard let value = map[key], !value.isNull else { return nil }
    guard let text = value.string else { throw Mistake("has `\(subject)` whose `\(key)` is no string") }
    return text
  }

  private static func number(_ key: String, in map: ValueMap, _ subject: String) throws(Mistake) -> Double? {
    switch map[key] {
    case nil, .null?: return nil
    case .int(let number)?: return Double(number)
    case .double(let number)? where number.isFinite: return number
    default: throw Mistake("has `\(subject)` whose `\(key)` is no number")
    }
  }
}
