/// The JSON form: one document, lines and columns from 1, `endColumn` after the last character.
enum DiagnosticJSON {
  /// The name and version of the form; a change that breaks readers raises the number.
  static let schema = "pyflow.diagnostics/1"

  static func render(_ diagnostics: [Diagnostic], errors: Int) -> String {
    var resolver = PlaceResolver()
    var output: [UInt8] = Array("{".utf8)
    appendField("schema", schema, to: &output)
    output += Array(",\"errors\":\(errors),\"warnings\":\(diagnostics.count - errors)".utf8)
    output += Array(",\"diagnostics\":[".utf8)
    for (index, diagnostic) in diagnostics.enumerated() {
      output += Array((index == 0 ? "\n" : ",\n").utf8)
      append(diagnostic, to: &output, resolver: &resolver)
    }
    output += Array((diagnostics.isEmpty ? "]}\n" : "\n]}\n").utf8)
    return String(decoding: output, as: UTF8.self)
  }

  private static func append(
    _ diagnostic: Diagnostic, to output: inout [UInt8], resolver: inout PlaceResolver
  ) {
    output.append(UInt8(ascii: "{"))
    appendField("severity", diagnostic.severity.rawValue, to: &output)
    output.append(UInt8(ascii: ","))
    appendField("id", diagnostic.id, to: &output)
    output.append(UInt8(ascii: ","))
    appendField("message", diagnostic.message, to: &output)
    append(resolver.resolve(diagnostic.place), to: &output)
    if let hint = diagnostic.hint {
      output.append(UInt8(ascii: ","))
      appendField("hint", hint, to: &output)
    }
    if !diagnostic.notes.isEmpty { append(diagnostic.notes, to: &output, resolver: &resolver) }
    output.append(UInt8(ascii: "}"))
  }

  private static func append(
    _ notes: [Diagnostic.Note], to output: inout [UInt8], resolver: inout PlaceResolver
  ) {
    output += Array(",\"notes\":[".utf8)
    for (index, note) in notes.enumerated() {
      output += Array((index == 0 ? "{" : ",{").utf8)
      appendField("message", note.message, to: &output)
      if let place = note.place { append(resolver.resolve(place), to: &output) }
      output.append(UInt8(ascii: "}"))
    }
    output.append(UInt8(ascii: "]"))
  }

  private static func append(_ place: ResolvedPlace, to output: inout [UInt8]) {
    output.append(UInt8(ascii: ","))
    appendField(place.isFile ? "file" : "origin", place.name, to: &output)
    guard let (start, end) = place.range else { return }
    output += Array(",\"line\":\(start.line),\"column\":\(start.column)".utf8)
    output += Array(",\"endLine\":\(end.line),\"endColumn\":\(end.column)".utf8)
  }

  private static func appendField(_ name: String, _ value: String, to output: inout [UInt8]) {
    JSONEscaping.append(name, to: &output)
    output.append(UInt8(ascii: ":"))
    JSONEscaping.append(value, to: &output)
  }
}
