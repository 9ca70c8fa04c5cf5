/// The forms in which a secret turns up in output: as it is, and as programs commonly encode it.
///
/// Masking every form is the second line of defence, against accidents; the first is that nothing is given a secret that
/// did not ask for it.
enum SecretForms {
  /// Shorter parts would turn up by chance everywhere.
  static let shortest = 4

  /// Every form of `secret`, each at least `shortest` bytes long.
  static func all(of secret: String) -> Set<[UInt8]> {
    var forms: Set<[UInt8]> = []
    // Programs often drop the blanks around a value, or the newline at its end.
    let texts = Set([secret, secret.trimmed]).union(SecretAddresses.all(of: secret))
    for text in texts where text.utf8.count >= shortest { add(text, to: &forms) }
    let interpreted = SecretEscapes.interpreted(secret)
    forms.insert(Array(interpreted.utf8))
    for text in Set([secret, interpreted]) { addLines(of: text, to: &forms) }
    return forms.filter { $0.count >= shortest }
  }

  private static func add(_ text: String, to forms: inout Set<[UInt8]>) {
    let bytes = Array(text.utf8)
    forms.formUnion([bytes, Array(text.uppercased().utf8), Array(text.lowercased().utf8)])
    forms.formUnion(SecretEscapes.all(of: text).map { Array($0.utf8) })
    forms.formUnion(SecretCodes.all(of: bytes))
  }

  /// The lines of a secret of several, such as a key, which programs may print one by one.
  ///
  /// Without the blanks around them: a line with nothing but a brace must not turn every brace into a secret.
  private static func addLines(of text: String, to forms: inout Set<[UInt8]>) {
    let lines = text.split { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
    for line in lines { forms.insert(Array(String(line).trimmed.utf8)) }
  }
}
