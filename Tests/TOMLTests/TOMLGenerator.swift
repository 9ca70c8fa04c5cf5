import TestSupport

/// Writes random documents of TOML 1.0, most of them valid; the rest define something twice.
enum TOMLGenerator {
  /// A document of a few sections.
  static func document(_ random: inout SeededRandom) -> String {
    var text = statements(&random)
    for _ in 0..<Int.random(in: 0...5, using: &random) {
      let path = key(&random)
      text += Int.random(in: 0..<3, using: &random) == 0 ? "[[\(path)]]" : "[\(space(&random))\(path)]"
      text += lineEnd(&random) + statements(&random)
    }
    return text
  }

  private static func statements(_ random: inout SeededRandom) -> String {
    (0..<Int.random(in: 0...4, using: &random)).map { _ in
      "\(key(&random))\(space(&random))=\(space(&random))\(value(3, &random))\(lineEnd(&random))"
    }.joined()
  }

  private static func space(_ random: inout SeededRandom) -> String {
    ["", " ", "\t", "  "].randomElement(using: &random) ?? ""
  }

  private static func lineEnd(_ random: inout SeededRandom) -> String {
    ["\n", " # c é\n", "\r\n", "\t\n\n", "\n#\n"].randomElement(using: &random) ?? "\n"
  }

  private static func key(_ random: inout SeededRandom) -> String {
    let parts = (0..<[1, 1, 1, 2, 3][Int.random(in: 0..<5, using: &random)]).map { _ in keyPart(&random) }
    return parts.joined(separator: [".", " . "].randomElement(using: &random) ?? ".")
  }

  private static func keyPart(_ random: inout SeededRandom) -> String {
    let bare = String(
      (0..<Int.random(in: 1...2, using: &random)).map { _ in "abcdeZ09-_".randomElement(using: &random) ?? "a" })
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return "'\(bare) é'"
    case 1: return "\"\(bare)\\u00e9\\n\""
    case 2: return ["\"\"", "''", "\"a.b\""].randomElement(using: &random) ?? "''"
    default: return bare
    }
  }

  private static func value(_ depth: Int, _ random: inout SeededRandom) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 10 : 8), using: &random) {
    case 0: return ["true", "false"].randomElement(using: &random) ?? "true"
    case 1, 2: return integer(&random)
    case 3: return float(&random)
    case 4: return date(&random)
    case 5, 6, 7: return string(&random)
    case 8: return array(depth, &random)
    default:
      let items = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        "\(key(&random)) = \(value(depth - 1, &random))"
      }
      return "{\(space(&random))\(items.joined(separator: ", "))\(space(&random))}"
    }
  }

  private static func array(_ depth: Int, _ random: inout SeededRandom) -> String {
    let items = (0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth - 1, &random) }
    let gap = [",", ", ", ",\n  ", " # c\n,"].randomElement(using: &random) ?? ","
    let comma = !items.isEmpty && Bool.random(using: &random) ? "," : ""
    return
      "[\(space(&random))\(items.joined(separator: gap))\(comma)\(["", "\n", " "].randomElement(using: &random) ?? "")]"
  }

  private static func integer(_ random: inout SeededRandom) -> String {
    let number = Int(truncatingIfNeeded: random.next()) >> Int.random(in: 0..<64, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return "0x\(String(number.magnitude >> 1, radix: 16, uppercase: Bool.random(using: &random)))"
    case 1: return "0o\(String(number.magnitude >> 1, radix: 8))"
    case 2: return "0b\(String(number.magnitude >> 1, radix: 2))"
    case 3: return number >= 0 ? "+\(number)" : "\(number)"
    case 4: return String(number).map(String.init).joined(separator: "_").replacing("-_", with: "-")
    default: return "\(number)"
    }
  }

  private static func float(_ random: inout SeededRandom) -> String {
    switch Int.random(in: 0..<5, using: &random) {
    case 0:
      return ["inf", "-inf", "+inf", "nan", "-nan", "0.0", "-0.0", "1e0_5"].randomElement(using: &random) ?? "nan"
    case 1: return "\(Int.random(in: -99...99, using: &random))e\(Int.random(in: -300...300, using: &random))"
    default:
      let number = Double(bitPattern: random.next())
      return number.isFinite ? "\(number)" : "1.5"
    }
  }

  private static func date(_ random: inout SeededRandom) -> String {
    func digits(_ range: ClosedRange<Int>, _ width: Int = 2) -> String {
      let text = String(Int.random(in: range, using: &random))
      return String(repeating: "0", count: width - text.count) + text
    }
    let day = "\(digits(1...9999, 4))-\(digits(1...12))-\(digits(1...30))"
    var time = "\(digits(0...24)):\(digits(0...59)):\(digits(0...59))"
    if Bool.random(using: &random) { time += ".\(digits(0...999_999, 6))" }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return day
    case 1: return time
    case 2: return "\(day)\(["T", " ", "t"].randomElement(using: &random) ?? "T")\(time)"
    default:
      return
        "\(day)T\(time)\(["Z", "z", "+\(digits(0...23)):\(digits(0...59))", "-07:00"].randomElement(using: &random) ?? "Z")"
    }
  }

  private static func string(_ random: inout SeededRandom) -> String {
    let pieces = (0..<Int.random(in: 0...5, using: &random)).map { _ in
      ["a", " ", "é", "😀", "#", "]", "}", "=", "\t", "日本"].randomElement(using: &random) ?? "a"
    }
    let plain = pieces.joined()
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return "'\(plain)\\'"
    case 1: return "'''\n\(plain)'\(pieces.joined(separator: "\n"))\"'''"
    case 2: return "\"\"\"\(pieces.joined(separator: "\\\n  "))\"\(plain)\r\n\"\"\"\"\""
    case 3:
      return
        "\"\(pieces.joined(separator: ["\\n", "\\\"", "\\\\", "\\u00E9", "\\U0001f600", "\\t\\b\\f\\r"].randomElement(using: &random) ?? ""))\""
    default: return "\"\(plain)\""
    }
  }
}
