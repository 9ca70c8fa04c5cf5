/// How the `curl` program is told what to do: on its standard input, so that nothing of it stands in argv (design 2).
enum CurlConfiguration {
  /// `--disable` must come first: it keeps curl from reading a configuration file of the user's.
  static let arguments = ["curl", "--disable", "--config", "-"]

  /// The whole of it: an option a line.
  static func text(of lines: [String]) -> [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }

  /// An option with a quoted value (curl(1), "--config").
  static func option(_ name: String, _ value: String) -> String {
    var quoted = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": quoted += "\\\\"
      case "\"": quoted += "\\\""
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return "\(name) = \"\(quoted)\""
  }
}
