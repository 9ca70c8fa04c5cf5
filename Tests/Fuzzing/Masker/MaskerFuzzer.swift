@testable import Values

/// Any secrets in any text, cut anywhere: no form of a secret comes out, and how it was cut makes no difference.
///
/// The parts of the input end in 0xFF: secrets, then the text. Sizes of pieces come from the text itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func maskAnything(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var parts = UnsafeBufferPointer(start: start, count: count).split(separator: 0xFF).prefix(4).map(Array.init)
  guard let text = parts.popLast() else { return 0 }
  let secrets = parts.map { String(decoding: $0, as: UTF8.self) }
  let mask = SecretMask(secrets)
  let whole = mask.masked(text)
  precondition(inPieces(text, mask) == whole, "how a text is cut makes no difference")
  // What is put in the place of a secret may be a part of one that has a `*` itself.
  let forms = secrets.filter { $0.utf8.count >= SecretForms.shortest && !$0.contains("*") }.flatMap(SecretForms.all)
  precondition(!has(anyOf: forms, in: whole), "no form of a secret comes out")
  return 0
}

private func inPieces(_ text: [UInt8], _ mask: SecretMask) -> [UInt8] {
  var stream = SecretMaskStream(mask)
  var output: [UInt8] = []
  var rest = text[...]
  while let first = rest.first {
    let piece = Array(rest.prefix(Int(first % 7) + 1))
    output += piece.withUnsafeBytes { stream.masked($0) }
    rest = rest.dropFirst(piece.count)
  }
  return output + stream.finish()
}

private func has(anyOf forms: [[UInt8]], in text: [UInt8]) -> Bool {
  let automaton = FormAutomaton(forms)
  var state = FormAutomaton.root
  for byte in text {
    state = automaton.next(state, byte)
    if automaton.match(at: state) > 0 { return true }
  }
  return false
}
