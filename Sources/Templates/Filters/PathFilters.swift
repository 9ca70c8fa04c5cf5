internal import Values

/// Filters over paths and URLs.
enum PathFilters {
  static let all: [Filter] = [basename, dirname, splitext, pathJoin, urlsplit]

  private static let basename = Filter(Signature("basename")) { value, _, _ throws(TemplateProblem) in
    .string(divided(try Argument.pythonText(value)).name)
  }

  private static let dirname = Filter(Signature("dirname")) { value, _, _ throws(TemplateProblem) in
    .string(divided(try Argument.pythonText(value)).folder)
  }

  private static func divided(_ path: String) -> (folder: String, name: String) {
    let bytes = Array(path.utf8)
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
    var folder = bytes[...slash]
    if folder.contains(where: { $0 != UInt8(ascii: "/") }) {
      while folder.last == UInt8(ascii: "/") { folder.removeLast() }
    }
    return (String(decoding: folder, as: UTF8.self), String(decoding: bytes[(slash + 1)...], as: UTF8.self))
  }

  private static let splitext = Filter(Signature("splitext")) { value, _, _ throws(TemplateProblem) in
    let path = Array(try Argument.pythonText(value).utf8)
    let start = (path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    let name = path[start...].drop { $0 == UInt8(ascii: ".") }
    let dot = name.lastIndex(of: UInt8(ascii: ".")) ?? path.count
    let parts = [path[..<dot], path[dot...]].map { Value.string(String(decoding: $0, as: UTF8.self)) }
    return .object(Tuple(items: parts))
  }

  private static let pathJoin = Filter(Signature("path_join")) { value, _, _ throws(TemplateProblem) in
    var result = ""
    for part in value.string == nil ? try Argument.items(value, for: "path_join") : [value] {
      let text = try Argument.text(part, "part", of: "path_join")
      result =
        text.hasPrefix("/") || result.isEmpty ? text : result.hasSuffix("/") ? result + text : result + "/" + text
    }
    return .string(result)
  }

  private static let urlsplit = Filter(Signature("urlsplit", .optional("query", .string("")))) {
    value, arguments, _ throws(TemplateProblem) in
    let parts = URLParts(try Argument.pythonText(value)).values
    let name = try Argument.text(arguments[0], "query", of: "urlsplit")
    if name.isEmpty { return .map(parts) }
    guard let part = parts[name] else {
      throw .invalidValue(
        name, of: "urlsplit", expected: parts.entries.compactMap(\.key.string).joined(separator: ", "))
    }
    return part
  }
}

/// The parts of a URL, as Python's `urlsplit` names them.
struct URLParts {
  let values: ValueMap

  init(_ url: String) {
    var rest = url[...]
    let fragment = Self.cut(&rest, at: "#")
    let query = Self.cut(&rest, at: "?")
    var scheme = ""
    if let colon = rest.firstIndex(of: ":"), rest[..<colon].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "+" }) {
      scheme = rest[..<colon].lowercased()
      rest = rest[rest.index(after: colon)...]
    }
    var host = ""
    if rest.hasPrefix("//") {
      let authority = rest.dropFirst(2).prefix { $0 != "/" }
      rest = rest[authority.endIndex...]
      host = String(authority)
    }
    values = Self.values(scheme, host, path: String(rest), query, fragment)
  }

  private static func cut(_ text: inout Substring, at mark: Character) -> String {
    guard let index = text.firstIndex(of: mark) else { return "" }
    defer { text = text[..<index] }
    return String(text[text.index(after: index)...])
  }

  private static func values(
    _ scheme: String, _ authority: String, path: String, _ query: String, _ fragment: String
  ) -> ValueMap {
    var host = authority[...]
    var user: Value = .null
    var password: Value = .null
    if let at = host.lastIndex(of: "@") {
      let parts = host[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      user = .string(String(parts[0]))
      if parts.count > 1 { password = .string(String(parts[1])) }
      host = host[host.index(after: at)...]
    }
    var port: Value = .null
    if let colon = host.lastIndex(of: ":"), let number = Int(host[host.index(after: colon)...]) {
      port = .int(number)
      host = host[..<colon]
    }
    return [
      "fragment": .string(fragment), "hostname": host.isEmpty ? .null : .string(host.lowercased()),
      "netloc": .string(authority), "password": password, "path": .string(path), "port": port,
      "query": .string(query), "scheme": .string(scheme), "username": user,
    ]
  }
}
