/// Writes JSON strings (RFC 8259, section 7), for everything in pyflow that prints JSON.
public enum JSONEscaping {
  /// Appends `text` in quotation marks; only what JSON demands is escaped, so non-ASCII stays as it is.
  public static func append(_ text: String, to output: inout [UInt8]) {
    var text = text
    output.append(UInt8(ascii: "\""))
    text.withUTF8 { appendEscaped($0, to: &output) }
    output.append(UInt8(ascii: "\""))
  }

  /// Appends the inside of a JSON string: `utf8` with quotation marks, backslashes and controls escaped.
  public static func appendEscaped(_ utf8: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    var clean = 0
    for (offset, byte) in utf8.enumerated() {
      if byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") { continue }
      output.append(contentsOf: utf8[clean..<offset])
      appendEscape(of: byte, to: &output)
      clean = offset + 1
    }
    output.append(contentsOf: utf8[clean...])
  }

  private static func appendEscape(of byte: UInt8, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): output.append(byte)
    case UInt8(ascii: "\n"): output.append(UInt8(ascii: "n"))
    case UInt8(ascii: "\r"): output.append(UInt8(ascii: "r"))
    case UInt8(ascii: "\t"): output.append(UInt8(ascii: "t"))
    default:
      output.append(contentsOf: [UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0")])
      output.append(contentsOf: [HexDigits.lower(byte >> 4), HexDigits.lower(byte & 15)])
    }
  }
}
