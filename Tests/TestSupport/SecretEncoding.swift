import Foundation

/// The ways in which programs print a secret, made without the code that masks them.
public enum SecretEncoding: String, CaseIterable, Sendable {
  case plain, base64, unpadded, urlSafe, shiftedByOne, shiftedByTwo, hex, upperHex, percent, lowerPercent, form, json,
    asciiJSON, singleQuoted, doubleQuoted, xml, upperCase

  /// The secret in this form.
  ///
  /// Shifted base64 begins and ends with characters that belong to its neighbours as well.
  public func encode(_ secret: String) -> String {
    let data = Data(secret.utf8)
    switch self {
    case .plain: return secret
    case .base64: return data.base64EncodedString()
    case .unpadded: return data.base64EncodedString().replacing("=", with: "")
    case .urlSafe: return data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    case .shiftedByOne: return (Data([0x78]) + data).base64EncodedString()
    case .shiftedByTwo: return (Data([0x78, 0x3A]) + data).base64EncodedString()
    case .hex: return data.map { String(format: "%02x", $0) }.joined()
    case .upperHex: return data.map { String(format: "%02X", $0) }.joined()
    case .percent: return Self.percent(data, "%%%02X")
    case .lowerPercent: return Self.percent(data, "%%%02x")
    case .form: return Self.percent(data, "%%%02X").replacing("%20", with: "+")
    case .json: return Self.json(secret)
    case .asciiJSON:
      let units = Self.json(secret).utf16
      return units.map { $0 < 0x80 ? String(UnicodeScalar(UInt8($0))) : String(format: "\\u%04x", $0) }.joined()
    case .singleQuoted: return secret.replacing("'", with: "'\\''")
    case .doubleQuoted: return secret.map { "\\\"$`".contains($0) ? "\\\($0)" : "\($0)" }.joined()
    case .xml:
      return secret.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    case .upperCase: return secret.uppercased()
    }
  }

  /// How many bytes at its borders say nothing of the secret, or not enough to be known for a part of it.
  public var borderSize: Int { self == .shiftedByOne || self == .shiftedByTwo ? 8 : 0 }

  private static func percent(_ data: Data, _ format: String) -> String {
    data.map { byte in
      let character = Character(UnicodeScalar(byte))
      let isKept = byte < 0x80 && (character.isLetter || character.isNumber || "-._~".contains(character))
      return isKept ? String(character) : String(format: format, byte)
    }.joined()
  }

  private static func json(_ secret: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    let data = (try? encoder.encode(secret)) ?? Data()
    return String(String(decoding: data, as: UTF8.self).dropFirst().dropLast())
  }
}
