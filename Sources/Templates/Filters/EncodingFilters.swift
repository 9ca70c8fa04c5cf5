internal import Text
internal import Values

/// Filters that write values in other notations, and read them.
enum EncodingFilters {
  static let all: [Filter] = [toJSON, json, niceJSON, fromJSON, base64, fromBase64, hash, urlencode]

  /// Jinja2's `tojson`: keys sorted, safe inside HTML.
  private static let toJSON = Filter(
    Signature("tojson", .optional("indent", .null))
  ) { value, arguments, _ throws(TemplateProblem) in
    var result = ""
    for scalar in try written(sorted(value), indent: arguments[0], ascii: true).unicodeScalars {
      switch scalar {
      case "<": result += "\\u003c"
      case ">": result += "\\u003e"
      case "&": result += "\\u0026"
      case "'": result += "\\u0027"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return .string(result)
  }

  private static let json = writing("to_json", indent: .null, sortsKeys: false)
  private static let niceJSON = writing("to_nice_json", indent: .int(4), sortsKeys: true)

  /// A filter that writes JSON, with its defaults.
  private static func writing(_ name: String, indent: Value, sortsKeys: Bool) -> Filter {
    Filter(
      Signature(
        name, .optional("indent", indent), .optional("sort_keys", .bool(sortsKeys)),
        .optional("ensure_ascii", .bool(true)))
    ) { value, arguments, _ throws(TemplateProblem) in
      let value = try Argument.truth(arguments[1]) ? sorted(value) : value
      return .string(try written(value, indent: arguments[0], ascii: try Argument.truth(arguments[2])))
    }
  }

  private static func written(_ value: Value, indent: Value, ascii: Bool) throws(TemplateProblem) -> String {
    var layout = JSONWriter.Layout.spaced
    if indent != .null { layout = .indented(try Argument.size(indent, "indent", of: "to_json")) }
    let text = JSONWriter.string(try TextForm.runbook.plain(value), layout: layout)
    return ascii ? escaped(text) : text
  }

  private static func escaped(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ $0 < 0x7F }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar.value < 0x80 {
        result.unicodeScalars.append(scalar)
      } else {
        for unit in String(scalar).utf16 { result += "\\u" + HexDigits.upper(UInt32(unit), width: 4).lowercased() }
      }
    }
    return result
  }

  private static func sorted(_ value: Value) -> Value {
    switch value {
    case .list(let items): return .list(items.map(sorted))
    case .object(let tuple as Tuple): return .list(tuple.items.map(sorted))
    case .map(let map):
      var result = ValueMap()
      let entries = map.entries.sorted {
        PythonText.keyText($0.key).utf8.lexicographicallyPrecedes(PythonText.keyText($1.key).utf8)
      }
      for entry in entries { result[entry.key] = sorted(entry.value) }
      return .map(result)
    default: return value
    }
  }

  private static let fromJSON = Filter(Signature("from_json")) { value, _, _ throws(TemplateProblem) in
    let text = try Argument.text(value, "text", of: "from_json")
    do throws(JSONProblem) {
      return try JSONReader.read(text)
    } catch {
      throw .invalidValue(String(text.prefix(60)), of: "from_json", expected: "JSON (\(error.message))")
    }
  }

  private static let base64 = Filter(
    Signature("b64encode", .optional("encoding", .string("utf-8")))
  ) { value, _, _ throws(TemplateProblem) in
    .string(Base64.encoded(Array(try Argument.pythonText(value).utf8)))
  }

  private static let fromBase64 = Filter(
    Signature("b64decode", .optional("encoding", .string("utf-8")))
  ) { value, _, _ throws(TemplateProblem) in
    let text = try Argument.pythonText(value)
    guard let bytes = Base64.decoded(text), let result = String(validating: bytes, as: UTF8.self) else {
      throw .invalidValue(String(text.prefix(60)), of: "b64decode", expected: "base64 of UTF-8 text")
    }
    return .string(result)
  }

  private static let hash = Filter(
    Signature("hash", .optional("hashtype", .string("sha1")))
  ) { value, arguments, _ throws(TemplateProblem) in
    let bytes = Array(try Argument.pythonText(value).utf8)
    let name = try Argument.text(arguments[0], "hashtype", of: "hash")
    guard let algorithm = LegacyHash(rawValue: name) else {
      guard name == "sha256" else { throw .invalidValue(name, of: "hash", expected: "sha256, sha512, sha1 or md5") }
      return .string(SHA256.hash(bytes).hex)
    }
    return .string(algorithm.hash(bytes))
  }

  /// Percent-encoding; a map or a list of pairs becomes a query.
  private static let urlencode = Filter(Signature("urlencode")) { value, _, _ throws(TemplateProblem) in
    var pairs: [(Value, Value)] = []
    switch value {
    case .map(let map): pairs = map.entries.map { ($0.key, $0.value) }
    case .list, .object(_ as Tuple):
      for item in try Argument.items(value, for: "urlencode") {
        let pair = try Argument.items(item, for: "urlencode")
        guard pair.count == 2 else { throw .wrongUnpacking(expected: 2, found: pair.count) }
        pairs.append((pair[0], pair[1]))
      }
    default:
      return .string(
        PercentEncoding.encoded(try Argument.pythonText(value).utf8) { byte in
          PercentEncoding.isUnreserved(byte) || byte == UInt8(ascii: "/")
        })
    }
    var parts: [String] = []
    for (key, value) in pairs {
      let name = PercentEncoding.queryEncoded(try Argument.pythonText(key).utf8)
      parts.append(name + "=" + PercentEncoding.queryEncoded(try Argument.pythonText(value).utf8))
    }
    return .string(parts.joined(separator: "&"))
  }
}
